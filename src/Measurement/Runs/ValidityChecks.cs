using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Runs;

/// <summary>Checks that every planned task ended in exactly one state.</summary>
internal sealed class ValidityChecks(RunFacts facts)
{
    private readonly HashSet<long> _ids = [];
    private readonly SortedSet<long> _twice = [];

    public void See(TaskRecord task)
    {
        if (!_ids.Add(task.Id))
        {
            _twice.Add(task.Id);
        }
    }

    public IEnumerable<string> Reasons(long ended)
    {
        if (facts.PlannedTasks is { } planned && planned != ended)
        {
            yield return $"{planned} tasks were planned but {ended} ended.";
        }

        if (_twice.Count > 0)
        {
            yield return $"{_twice.Count} tasks are recorded more than once, the first of them task {_twice.Min}.";
        }
    }
}
