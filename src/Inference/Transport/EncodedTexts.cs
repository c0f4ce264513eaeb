using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AgentLoad.Inference.Transport;

/// <summary>
/// JSON of long texts. An agent sends its conversation again with each call, and encoding a text costs more than sending it. The JSON
/// lives as long as the text.
/// </summary>
internal static class EncodedTexts
{
    // Short texts cost less than the look-up.
    private const int MinLength = 1024;

    private static readonly ConditionalWeakTable<string, byte[]> Known = [];

    /// <summary>Writes a property with a text that may be written again.</summary>
    public static void WriteText(this Utf8JsonWriter writer, string name, string text)
    {
        if (text.Length < MinLength)
        {
            writer.WriteString(name, text);
            return;
        }

        writer.WritePropertyName(name);
        writer.WriteRawValue(Known.GetValue(text, Encode), skipInputValidation: true);
    }

    private static byte[] Encode(string text)
    {
        using var json = JsonWriterExtensions.Value(writer => writer.WriteStringValue(text), text.Length + (text.Length / 8));
        return json.Written.ToArray();
    }
}
