using System.Globalization;
using AgentLoad.Client.Reports;
using AgentLoad.Measurement.Sweeps;

namespace AgentLoad.Client.Commands.Sweep;

/// <summary>Explains why a search stops early or ends without finding the knee.</summary>
internal static class SweepLimits
{
    private const double MinRemainingShare = 0.5;

    /// <summary>
    /// Returns why no level can meet the SLO, or null if one still may. Latency is convex in the load, so extrapolating the last two failed
    /// steps linearly to zero load underestimates it: if even that estimate violates the SLO, every level does.
    /// </summary>
    public static string? StopReason(IReadOnlyList<SweepStep> steps, string unit)
    {
        var valid = steps.Where(step => step.Invalid.Count == 0).ToArray();
        if (valid.Length == 0 || valid.Any(step => step.Met))
        {
            return null;
        }

        var last = valid[^1];
        if (last.Slos.FirstOrDefault(slo => slo.Samples == 0) is { } unmeasured && last.TasksPerSecond > 0)
        {
            return $"No values were measured for {unmeasured.Clause}, so no level can meet it.";
        }

        if (valid.Length < 2 || valid[^2] is not { } before || before.Level <= last.Level || last.Saturated)
        {
            return null;
        }

        for (var i = 0; i < last.Slos.Count; i++)
        {
            var (current, previous) = (last.Slos[i], before.Slos[i]);
            if (
                !current.Met
                && DistanceTo(current.Actual, current.Bound) is { } distance
                && DistanceTo(previous.Actual, previous.Bound) is { } previousDistance
                && distance - ((previousDistance - distance) / ((before.Level / last.Level) - 1)) > MinRemainingShare * distance
            )
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Reducing the load does not help: {current.Clause} is violated "
                        + $"at {last.Level:0.###} {unit} ({SloText.ValueOf(current)}) and at {before.Level:0.###} "
                        + $"({SloText.ValueOf(previous)})."
                );
            }
        }

        return null;
    }

    /// <summary>Returns why the knee is unknown after the last step of a search, or null if no further step would help.</summary>
    public static string? UnknownKneeReason(CapacitySearch search, SweepPlan plan, int steps) =>
        (search.Met, search.Failed) switch
        {
            (> SweepPlan.MaxLevel / 4, null) => string.Create(
                CultureInfo.InvariantCulture,
                $"No level failed up to {search.Met:0.###} {plan.Unit}, the maximum load of one load generator."
            ),
            (_, null) => $"No level failed within {plan.MaxSteps} steps: the knee is higher; increase --start.",
            (null, _) when steps < plan.MaxSteps => null,
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"The knee is not known to {plan.Precision:0.#%} after {steps} steps: increase --max-steps."
            ),
        };

    private static double? DistanceTo(double? actual, double bound) => actual is { } value ? Math.Abs(value - bound) : null;
}
