using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.Search;

/// <summary>Evaluates a state with parallel calls and computes the mean.</summary>
internal sealed class StateJudge(Session session, ISearchSpace search, string name, int evaluations, double temperature, string role)
{
    /// <summary>Evaluates a state. Evaluations that cannot be parsed count as parse failures and are excluded from the mean.</summary>
    /// <param name="node">The node of the state; its number and the index determine the keys of the calls.</param>
    /// <param name="index">Index of the state among its siblings, from 0.</param>
    /// <param name="cancellationToken">Cancels the branch.</param>
    public Task<Judgement> JudgeAsync(NodeContext node, int index, CancellationToken cancellationToken) =>
        JudgeAsync(node, SearchPath.Messages(node.Header, node.Thoughts, Ask(node.State)), index, cancellationToken);

    /// <summary>Returns the request to evaluate a state.</summary>
    public string Ask(string state) => SearchPath.Judge(search, state);

    /// <summary>Evaluates a state with a conversation that ends with <see cref="Ask"/>.</summary>
    /// <param name="node">The node of the state.</param>
    /// <param name="messages">The conversation.</param>
    /// <param name="index">Index of the state among its siblings, from 0.</param>
    /// <param name="cancellationToken">Cancels the branch.</param>
    public async Task<Judgement> JudgeAsync(
        NodeContext node,
        IReadOnlyList<ChatMessage> messages,
        int index,
        CancellationToken cancellationToken
    )
    {
        var specs = new CallSpec[evaluations];
        for (var i = 0; i < evaluations; i++)
        {
            specs[i] = new CallSpec(name, StepKeys.Of(node.Level, name, node.Number, (index * evaluations) + i + 1), messages)
            {
                After = node.After,
                Uses = node.Uses,
                Temperature = temperature,
                Role = role,
            };
        }

        // Fast path for the common case of one evaluation.
        Reply[] replies =
            evaluations == 1
                ? [await session.CallAsync(specs[0], cancellationToken).ConfigureAwait(false)]
                : await Task.WhenAll(specs.Select(spec => session.CallAsync(spec, cancellationToken))).ConfigureAwait(false);
        double sum = 0;
        var read = 0;
        var steps = new int[replies.Length];
        var good = 0;
        for (var i = 0; i < replies.Length; i++)
        {
            steps[i] = replies[i].Step;
            if (!replies[i].IsGood)
            {
                continue;
            }

            good++;
            if (session.Behaviour.ReadValue(search, node.State, replies[i], specs[i].Key) is { } value)
            {
                (sum, read) = (sum + value, read + 1);
            }
            else
            {
                session.CountParseFailure();
            }
        }

        return new Judgement(
            read == 0 ? null : sum / read,
            steps,
            good == steps.Length ? steps : [.. replies.Where(r => r.IsGood).Select(r => r.Step)]
        );
    }
}

/// <summary>An evaluation with its calls.</summary>
/// <param name="Value">Mean on the problem's scale; null if no reply could be parsed.</param>
/// <param name="Steps">All calls.</param>
/// <param name="Good">Successful calls.</param>
internal sealed record Judgement(double? Value, IReadOnlyList<int> Steps, IReadOnlyList<int> Good)
{
    /// <summary>No evaluation.</summary>
    public static Judgement None { get; } = new(null, [], []);

    /// <summary>
    /// Normalizes a value to 0 (worst or none) to below 1: v / (1 + v), which preserves the order for any nonnegative scale.
    /// </summary>
    public static double Normalize(double? value) =>
        value is > 0 and var v
            ? double.IsPositiveInfinity(v)
                ? 1
                : v / (1 + v)
            : 0;
}
