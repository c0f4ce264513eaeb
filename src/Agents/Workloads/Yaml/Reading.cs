namespace AgentLoad.Agents.Workloads.Yaml;

/// <summary>One reading of a workload: its inputs and the errors found so far.</summary>
internal sealed class Reading(WorkloadInputs inputs)
{
    private const int MostErrors = 100;
    private readonly List<WorkloadError> _errors = [];

    public int Count => _errors.Count;

    public IReadOnlyList<WorkloadError> Errors =>
        _errors.Count <= MostErrors
            ? [.. _errors.OrderBy(e => e.Line)]
            : [.. _errors.OrderBy(e => e.Line).Take(MostErrors), new(0, "", $"{_errors.Count - MostErrors} more errors are not shown")];

    /// <summary>Reports an error; null, to return as "no value".</summary>
    public object? Fail(Node node, string path, string message) => Fail(node.Origin, path, message);

    public object? Fail(Origin origin, string path, string message)
    {
        _errors.Add(new(origin.Line, path, origin.Set is null ? message : $"--set {origin.Set}: {message}"));
        return null;
    }

    /// <summary>A scalar with the environment's values in it; null where that failed and was reported.</summary>
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

    /// <summary>The variable of a key that only others have, who make the calls; null where it is had here, or is to be.</summary>
    public string? KeyElsewhere(ScalarNode node) =>
        inputs.KeysAreElsewhere
        && Expansion.Of(node.Text, static _ => "").Variables is [var name]
        && node.Text == $"${{{name}}}"
        && inputs.Environment(name) is null
            ? name
            : null;

    /// <summary>A scalar with the environment's values in it; null, without a report, where that failed.</summary>
    public string? ExpandQuietly(ScalarNode node) => Expansion.Of(node.Text, inputs.Environment).Text;

    /// <summary>How a value is shown in a message: with the variables it came from, and without their values where those are secret.</summary>
    public static string Found(ScalarNode node, Expansion expansion) =>
        expansion.Variables.Count == 0 ? Redaction.Quote(expansion.Text!)
        : expansion.Variables.Any(Redaction.IsSecretName) ? $"the value of {node.Text}"
        : $"{Redaction.Quote(expansion.Text!)} from {Redaction.Quote(node.Text).Trim('\'')}";
}
