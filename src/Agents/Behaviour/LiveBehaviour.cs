using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Behaviour;

/// <summary>Takes every decision from the model's output. Stateless: one instance serves all tasks.</summary>
internal sealed partial class LiveBehaviour : IBehaviour
{
    /// <inheritdoc/>
    public bool IsShaped => false;

    /// <inheritdoc/>
    public string? ReadAnswer(Problem problem, Reply reply, string key) => problem.ExtractAnswer(reply.Text);

    /// <inheritdoc/>
    public IReadOnlyList<string> ReadProposals(ISearchSpace search, string state, Reply reply, string key) =>
        search.ReadProposals(state, reply.Text);

    /// <inheritdoc/>
    public double? ReadValue(ISearchSpace search, string state, Reply reply, string key) => search.ReadValue(state, reply.Text);

    /// <summary>Reads the last "best choice is N" of the reply.</summary>
    public int? ReadVote(int choices, Reply reply, string key) =>
        BestChoice().Matches(reply.Text) is [.., var last]
        && int.TryParse(last.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var choice)
        && choice >= 1
        && choice <= choices
            ? choice - 1
            : null;

    /// <inheritdoc/>
    public IReadOnlyList<string>? ReadSplit(IDivisible divisible, int parts, Reply reply, string key) =>
        divisible.ReadSplit(parts, reply.Text);

    /// <inheritdoc/>
    public string? ReadSolution(IDivisible divisible, string part, Reply reply, string key) => divisible.ReadSolution(reply.Text);

    /// <summary>
    /// Returns the first native tool call; if there is none, the action that <see cref="ActionText"/> parses from the text.
    /// </summary>
    public AgentAction ReadAction(Problem problem, Reply reply, int turn, string key) =>
        reply.ToolCalls is [var call, ..] ? new AgentAction(call, null) : ActionText.Parse(reply.Text, key);

    /// <inheritdoc/>
    public double? ReadScore(Problem problem, Reply reply, string key, string? answer = null) => GradeText.Score(reply.Text);

    /// <inheritdoc/>
    public bool? ReadVerdict(Problem problem, Reply reply, string key, string? answer = null) => GradeText.Verdict(reply.Text);

    /// <inheritdoc/>
    public IReadOnlyList<PlanStep> ReadPlan(Problem problem, Reply reply, int maxSteps, bool ofTools, string key) =>
        ofTools ? PlanText.Calls(reply.Text, maxSteps, key) : PlanText.Steps(reply.Text, maxSteps);

    /// <inheritdoc/>
    public int? OutputTokens(string name, string key) => null;

    [GeneratedRegex(@"best\s+choice\s+is\W*(\d+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BestChoice();
}
