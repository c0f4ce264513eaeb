using System.Globalization;
using AgentLoad.Client.Reports;
using AgentLoad.Measurement.Sweeps;

namespace AgentLoad.Client.Commands.Sweep;

/// <summary>Says when a search is in vain, and why it did not find what it looked for.</summary>
internal static class SweepLimits
{
    private const double Surely = 0.5;

    /// <summary>
    /// Why no level can meet the SLO, after steps that all failed; null where one still may. Latency is convex in the load, so the straight
    /// line through the last two steps, drawn on to no load at all, flatters it: what is missed even there is missed at every level.
    /// </summary>
    public static string? StopReason(IReadOnlyList<SweepStep> steps, string unit)
    {
        var sound = steps.Where(step => step.Invalid.Count == 0).ToArray();
        if (sound.Length == 0 || sound.Any(step => step.Met))
        {
            return null;
        }

        var last = sound[^1];
        if (last.Slos.FirstOrDefault(slo => slo.Samples == 0) is { } unmeasured && last.TasksPerSecond > 0)
        {
            return $"Nothing was measured for {unmeasured.Clause}: no level can meet it.";
        }

        if (sound.Length < 2 || sound[^2] is not { } before || before.Level <= last.Level || last.Saturated)
        {
            return null;
        }

        for (var i = 0; i < last.Slos.Count; i++)
        {
            var (now, then) = (last.Slos[i], before.Slos[i]);
            if (
                !now.Met
                && Off(now.Actual, now.Bound) is { } left
                && Off(then.Actual, then.Bound) is { } was
                && left - ((was - left) / ((before.Level / last.Level) - 1)) > Surely * left
            )
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Less load does not help: {now.Clause} is missed by {SloText.ValueOf(now)} at {last.Level:0.###} {unit}, and by {SloText.ValueOf(then)} at {before.Level:0.###}."
                );
            }
        }

        return null;
    }

    /// <summary>Why the knee is not known after a search's last step; null where there is nothing more to look for.</summary>
    public static string? UnknownKneeReason(CapacitySearch search, SweepPlan plan, int steps) =>
        (search.Met, search.Failed) switch
        {
            (> SweepPlan.MaxLevel / 4, null) => string.Create(
                CultureInfo.InvariantCulture,
                $"No level failed up to {search.Met:0.###} {plan.Unit}: that is as much as one client is asked to do."
            ),
            (_, null) => $"No level failed within {plan.MaxSteps} steps: the knee lies above; begin higher with --start.",
            (null, _) when steps < plan.MaxSteps => null,
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"The knee is not known to {plan.Precision:0.#%} after {steps} steps: allow more with --max-steps."
            ),
        };

    private static double? Off(double? actual, double bound) => actual is { } value ? Math.Abs(value - bound) : null;
}
