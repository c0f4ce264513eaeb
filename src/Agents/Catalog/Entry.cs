namespace AgentLoad.Agents.Catalog;

/// <summary>A strategy or problem kind that a workload can reference.</summary>
/// <typeparam name="T">Type of the created object.</typeparam>
/// <param name="Name">Name in workloads.</param>
/// <param name="Summary">One-line description.</param>
/// <param name="Formula">Number of calls as a function of the parameters (strategies), or the verification method (problems).</param>
/// <param name="Source">Paper or reference implementation.</param>
/// <param name="Parameters">The settings.</param>
/// <param name="Create">Creates the object from validated settings.</param>
internal sealed record Entry<T>(
    string Name,
    string Summary,
    string Formula,
    string Source,
    IReadOnlyList<Parameter> Parameters,
    Func<Settings, T> Create
)
{
    /// <summary>Short names that workloads and options accept too ("tot"). Records and results contain <see cref="Name"/>.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>
    /// Returns a one-line reason why a strategy does not support the kind of the given problem, or null if it does. If this property is
    /// null, all problems are supported.
    /// </summary>
    public Func<Problems.Problem, string?>? FindIncompatibility { get; init; }

    /// <summary>
    /// Returns the roles of a strategy with the given settings, in addition to "default" and the roles of nested strategies.
    /// </summary>
    public Func<Settings, IEnumerable<string>> Roles { get; init; } = static _ => [];

    /// <summary>Creates the object from the given values and the defaults of all other parameters.</summary>
    public T CreateWith(params (string Name, object Value)[] named) =>
        Create(new Settings(Parameters, named.ToDictionary(n => n.Name, n => n.Value, StringComparer.Ordinal)));
}
