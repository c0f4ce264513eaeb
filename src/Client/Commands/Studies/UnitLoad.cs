namespace AgentLoad.Client.Commands.Studies;

/// <summary>
/// The load that a unit caused while all of its agents worked: from the first start of a task to the last one, because agents without
/// further tasks then leave one after another. A task contributes in proportion to the part of its duration within that time. If all tasks
/// started together, the whole duration counts.
/// </summary>
/// <param name="TokensPerSecond">Prompt and completion tokens per second.</param>
/// <param name="CallsInFlight">Mean number of concurrent calls.</param>
internal sealed record UnitLoad(double TokensPerSecond, double CallsInFlight)
{
    private const double MinShare = 0.2;

    /// <summary>Computes the load from the tasks of one unit; null if it has no duration.</summary>
    public static UnitLoad? Of(IReadOnlyCollection<StudyTask> tasks)
    {
        if (tasks.Count == 0)
        {
            return null;
        }

        var (start, lastStart, end) = (
            tasks.Min(t => t.StartSeconds),
            tasks.Max(t => t.StartSeconds),
            tasks.Max(t => t.StartSeconds + t.LatencySeconds)
        );
        var until = lastStart - start > MinShare * (end - start) ? lastStart : end;
        var seconds = until - start;
        if (!(seconds > 0))
        {
            return null;
        }

        double tokens = 0,
            calls = 0;
        foreach (var task in tasks)
        {
            var share = task.LatencySeconds > 0 ? Math.Clamp((until - task.StartSeconds) / task.LatencySeconds, 0, 1) : 1;
            tokens += share * (task.TotalTokens ?? 0);
            calls += share * task.CallSeconds;
        }

        return new UnitLoad(tokens / seconds, calls / seconds);
    }
}
