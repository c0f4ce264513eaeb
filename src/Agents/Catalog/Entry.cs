namespace AgentLoad.Agents.Catalog;

/// <summary>A strategy or kind of problem that a workload can name.</summary>
/// <typeparam name="T">What it makes.</typeparam>
/// <param name="Name">Its name in workloads.</param>
/// <param name="Summary">What it is, in one line.</param>
/// <param name="Formula">Calls as a function of the parameters (strategies), or how it is verified (problems).</param>
/// <param name="Source">Paper or reference implementation.</param>
/// <param name="Parameters">Its settings.</param>
/// <param name="Create">Makes it from validated settings.</param>
public sealed record Entry<T>(
    string Name,
    string Summary,
    string Formula,
    string Source,
    IReadOnlyList<Parameter> Parameters,
    Func<Settings, T> Create
)
{
    /// <summary>Says in one line why a strategy cannot work on a kind of problem, given one of that kind, or gives null; without it, it works on any.</summary>
    public Func<Problems.Problem, string?>? FindIncompatibility { get; init; }

    /// <summary>Makes it with the named values and the defaults of the rest.</summary>
    public T CreateWith(params (string Name, object Value)[] named) =>
        Create(new Settings(Parameters, named.ToDictionary(n => n.Name, n => n.Value, StringComparer.Ordinal)));
}
