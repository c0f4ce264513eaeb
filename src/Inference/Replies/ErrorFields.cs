using System.Text.Json;

namespace AgentLoad.Inference.Replies;

/// <summary>Fields that may report an error; see <see cref="ErrorText.Find"/>.</summary>
internal static class ErrorFields
{
    /// <summary>Skips the current property. Returns true if it may report an error.</summary>
    public static bool SkipUnlessError(ref Utf8JsonReader reader)
    {
        bool isKind = JsonText.Is(ref reader, "object"u8) || JsonText.Is(ref reader, "type"u8) || JsonText.Is(ref reader, "status"u8);
        bool isError =
            JsonText.Is(ref reader, "error"u8)
            || JsonText.Is(ref reader, "errors"u8)
            || JsonText.Is(ref reader, "message"u8)
            || JsonText.Is(ref reader, "msg"u8)
            || JsonText.Is(ref reader, "detail"u8)
            || JsonText.Is(ref reader, "details"u8)
            || JsonText.Is(ref reader, "success"u8)
            || JsonText.Is(ref reader, "reason"u8)
            || JsonText.Is(ref reader, "error_description"u8);
        reader.Read();
        isError = isKind
            ? reader.TokenType is JsonTokenType.String && JsonText.Is(ref reader, "error"u8)
            : isError && reader.TokenType is not JsonTokenType.Null;
        reader.Skip();
        return isError;
    }
}
