using System.Globalization;

namespace AgentLoad.Measurement.Runs;

/// <summary>Detects streams that were read in bursts, so that the client's times of chunks do not describe the server.</summary>
internal static class ReadDelayChecks
{
    private const int MinGaps = 100;
    private const double MinTokenSeconds = 0.001,
        BurstShare = 0.1;

    /// <summary>
    /// Returns a reason if the median gap between chunks is below a tenth of the median time per token that the servers report. Several
    /// tokens in one chunk make gaps longer, not shorter.
    /// </summary>
    public static IEnumerable<string> Reasons(CallSummary calls)
    {
        if (
            calls is { ChunkGapSeconds: { Count: >= MinGaps } gaps, ServerTpotSeconds: { P50: >= MinTokenSeconds } server }
            && gaps.P50 < BurstShare * server.P50
        )
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Streams were read in bursts: the median gap between chunks is {gaps.P50 * 1000:0.##} ms, but the servers report "
                    + $"{server.P50 * 1000:0.##} ms per token. Times to first token, gaps and times per token of the client are not "
                    + $"reliable. Run the client on idle cores, and avoid proxies that buffer responses; server-reported times are not "
                    + $"affected."
            );
        }
    }
}
