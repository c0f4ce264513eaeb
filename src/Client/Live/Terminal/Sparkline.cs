namespace AgentLoad.Client.Live.Terminal;

/// <summary>Draws recent values as a sparkline of block characters, from 0 to the largest value shown.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>Returns one character per value, for the most recent values; a space if a value is missing.</summary>
    public static string Of(IEnumerable<double?> values, int columns)
    {
        if (columns <= 0)
        {
            return "";
        }

        double?[] shown = [.. values.TakeLast(columns)];
        var most = shown.Max() ?? 0;
        return string.Concat(
            shown.Select(value =>
                value is not { } known ? ' '
                : most <= 0 ? Blocks[0]
                : Blocks[Math.Clamp((int)Math.Ceiling(known / most * Blocks.Length) - 1, 0, Blocks.Length - 1)]
            )
        );
    }
}
