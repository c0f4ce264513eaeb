namespace AgentLoad.Agents.Workloads.Yaml;

/// <summary>The state of reading a workload: its inputs and the errors found so far.</summary>
internal sealed class ParseContext(WorkloadInputs inputs)
{
    private const int MaxErrors = 100;
    private readonly List<WorkloadError> _errors = [];

    public int Count => _errors.Count;

    public IReadOnlyList<WorkloadError> Errors =>
        _errors.Count <= MaxErrors
            ? [.. _errors.OrderBy(e => e.Line)]
            : [.. _errors.OrderBy(e => e.Line).Take(MaxErrors), new(0, "", $"{_errors.Count - MaxErrors} more errors are not shown")];

    /// <summary>Reports an error. Returns null, so that callers can return it as "no value".</summary>
    public object? Fail(Node node, string path, string message) => Fail(node.Origin, path, message);

    public object? Fail(Origin origin, string path, string message)
    {
        _errors.Add(
            origin.Override is { } argument ? new(0, argument.PlaceOf(path), message, IsOverride: true) : new(origin.Line, path, message)
        );
        return null;
    }

    /// <summary>Expands the environment variables of a scalar; returns null if that failed and was reported.</summary>
    public Expansion? Expand(ScalarNode node, string path)
    {
        var expansion = Expansion.Of(node.Text, inputs.Environment);
        if (expansion.Error is null)
        {
            return expansion;
        }

        Fail(node, path, expansion.Error);
        return null;
    }

    /// <summary>Returns the variable of an API key that only other hosts can resolve; null if the key must be resolved here.</summary>
    public string? RemoteKeyVariable(ScalarNode node) =>
        inputs.HasRemoteApiKeys
        && Expansion.Of(node.Text, static _ => "").Variables is [var name]
        && node.Text == $"${{{name}}}"
        && inputs.Environment(name) is null
            ? name
            : null;

    /// <summary>Expands the environment variables of a scalar; returns null, without a report, if that failed.</summary>
    public string? ExpandQuietly(ScalarNode node) => Expansion.Of(node.Text, inputs.Environment).Text;

    /// <summary>Formats a value for a message, with the variables it came from; values of secret variables are omitted.</summary>
    public static string Found(ScalarNode node, Expansion expansion) =>
        expansion.Variables.Count == 0 ? Redaction.Quote(expansion.Text!)
        : expansion.Variables.Any(Redaction.IsSecretName) ? $"the value of {node.Text}"
        : $"{Redaction.Quote(expansion.Text!)} from {Redaction.Quote(node.Text).Trim('\'')}";
}
