namespace AgentLoad.Inference.Replies;

/// <summary>Quotes the start of a text in a message.</summary>
internal static class Excerpt
{
    private const int MaxLength = 120;

    /// <summary>Returns the start of UTF-8 text in quotation marks.</summary>
    public static string Of(ReadOnlySpan<byte> text) => Of(LooseText.Decode(text[..Math.Min(text.Length, 4 * MaxLength)]));

    /// <summary>Returns the start of a text in quotation marks.</summary>
    public static string Of(string text) => text.Length > MaxLength ? $"'{text[..MaxLength]}…'" : $"'{text}'";
}
