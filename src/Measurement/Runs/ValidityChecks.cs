using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Runs;

/// <summary>Checks that every planned task ended in exactly one state.</summary>
internal sealed class ValidityChecks(RunFacts facts)
{
    private readonly HashSet<long> _ids = [];
    private readonly SortedSet<long> _duplicates = [];

    public void Add(TaskRecord task)
    {
        if (!_ids.Add(task.Id))
        {
            _duplicates.Add(task.Id);
        }
    }

    public IEnumerable<string> Reasons(long ended)
    {
        if (facts.PlannedTasks is { } planned && planned != ended)
        {
            yield return $"{planned} tasks were planned but {ended} ended. Records are missing: do not use the results, and report "
                + "this as a bug.";
        }

        if (_duplicates.Count > 0)
        {
            yield return $"{_duplicates.Count} tasks are recorded more than once, the first one is task {_duplicates.Min}. Do not use the "
                + "results, and report this as a bug.";
        }
    }
}
