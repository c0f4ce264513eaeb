using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Measurement.Live;

/// <summary>
/// Totals since the start of a run. Totals of several hosts can be added; a later report of a host replaces its earlier one.
/// </summary>
internal sealed class LiveTotals
{
    private readonly EnumCounts<CallOutcome> _outcomes = new();
    private readonly EnumCounts<TaskState> _states = new();

    /// <summary>Tasks started.</summary>
    public long StartedTasks { get; set; }

    /// <summary>Baseline tasks among the started tasks. A task that moved to another host counts on both.</summary>
    public long StartedBaselines { get; set; }

    /// <summary>Calls sent.</summary>
    public long StartedCalls { get; set; }

    /// <summary>Agents that currently wait for a model.</summary>
    public long AgentsInCalls { get; set; }

    /// <summary>Agents that currently wait for a tool and not for a model.</summary>
    public long AgentsInTools { get; set; }

    /// <summary>Prompt tokens of ended calls, as reported.</summary>
    public long PromptTokens { get; set; }

    /// <summary>Completion tokens of ended calls, as reported.</summary>
    public long CompletionTokens { get; set; }

    /// <summary>TTFT of ended calls.</summary>
    public LogLinearHistogram Ttft { get; } = new();

    /// <summary>Latency of ended calls that did not fail.</summary>
    public LogLinearHistogram Latency { get; } = new();

    /// <summary>Ended calls by outcome; contains every outcome, including those with count 0.</summary>
    public IReadOnlyDictionary<CallOutcome, long> ByOutcome => _outcomes.ToDictionary();

    /// <summary>Ended tasks by state; contains every state, including those with count 0.</summary>
    public IReadOnlyDictionary<TaskState, long> ByState => _states.ToDictionary();

    /// <summary>Ended calls.</summary>
    public long EndedCalls => _outcomes.Total;

    /// <summary>Ended tasks.</summary>
    public long EndedTasks => _states.Total;

    /// <summary>Adds ended calls.</summary>
    public void Add(CallOutcome outcome, long count = 1) => _outcomes.Add(outcome, count);

    /// <summary>Adds ended tasks.</summary>
    public void Add(TaskState state, long count = 1) => _states.Add(state, count);

    /// <summary>Adds the totals of another host.</summary>
    public void Add(LiveTotals other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _outcomes.Add(other._outcomes);
        _states.Add(other._states);
        StartedTasks += other.StartedTasks;
        StartedBaselines += other.StartedBaselines;
        StartedCalls += other.StartedCalls;
        AgentsInCalls += other.AgentsInCalls;
        AgentsInTools += other.AgentsInTools;
        PromptTokens += other.PromptTokens;
        CompletionTokens += other.CompletionTokens;
        Ttft.Merge(other.Ttft);
        Latency.Merge(other.Latency);
    }

    /// <summary>Removes the tasks and calls in flight of a lost host: tasks no longer count as started, calls count as aborted.</summary>
    public void DropInFlight()
    {
        StartedTasks = EndedTasks;
        (AgentsInCalls, AgentsInTools) = (0, 0);
        Add(CallOutcome.Aborted, StartedCalls - EndedCalls);
    }
}
