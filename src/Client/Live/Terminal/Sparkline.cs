namespace AgentLoad.Client.Live.Terminal;

/// <summary>A line of eighths of blocks: how a figure went lately, from 0 to the largest shown.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>The last values, one a column; a blank where there is none.</summary>
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
