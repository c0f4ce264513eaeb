using System.Text.Json;

namespace AgentLoad.Agents.Problems.Datasets.Files;

/// <summary>
/// Reads the images of a row: a path relative to the data file, a data URL, base64 text, an object with "bytes" or "path" as Hugging Face
/// exports it, or a list of these.
/// </summary>
internal static class RowImages
{
    private static readonly string[] ImageFields = ["bytes", "src", "url", "path"];

    /// <summary>Returns the encoded images.</summary>
    /// <exception cref="FormatException">A value is not a PNG, JPEG, GIF or WebP image.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(JsonElement value, string folder) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => Image(item, folder))] : [Image(value, folder)];

    private static ReadOnlyMemory<byte> Image(JsonElement value, string folder)
    {
        var text =
            value.ValueKind == JsonValueKind.Object ? TextOf(value)
            : value.ValueKind == JsonValueKind.String ? value.GetString()
            : null;
        var bytes = text is null ? throw new FormatException("has an image that is neither a text nor an object") : Bytes(text, folder);
        return IsImage(bytes) ? bytes : throw new FormatException("has an image that is not in PNG, JPEG, GIF or WebP format");
    }

    private static string? TextOf(JsonElement value) =>
        ImageFields
            .Select(name => value.TryGetProperty(name, out var part) && part.ValueKind == JsonValueKind.String ? part.GetString() : null)
            .FirstOrDefault(text => text is not null);

    private static byte[] Bytes(string text, string folder)
    {
        if (text.StartsWith("http:", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException("has an image on the web: download it and give its path");
        }

        if (text.StartsWith("data:", StringComparison.Ordinal))
        {
            var comma = text.IndexOf(',', StringComparison.Ordinal);
            return comma > 0 && text[..comma].EndsWith(";base64", StringComparison.Ordinal)
                ? FromBase64(text[(comma + 1)..])
                : throw new FormatException("has an image as a data URL that is not base64");
        }

        try
        {
            var path = Path.GetFullPath(text, folder);
            return File.Exists(path) ? File.ReadAllBytes(path) : FromBase64(text);
        }
        catch (Exception error) when (error is IOException or ArgumentException or UnauthorizedAccessException)
        {
            throw new FormatException($"has an image that cannot be read: {error.Message}", error);
        }
    }

    private static byte[] FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? bytes[..length]
            : throw new FormatException($"has an image that does not exist: '{(text.Length > 80 ? $"{text[..80]}…" : text)}'");
    }

    private static bool IsImage(byte[] bytes) =>
        bytes
            is [0x89, (byte)'P', (byte)'N', (byte)'G', ..]
                or [0xFF, 0xD8, ..]
                or [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..]
                or [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..];
}
