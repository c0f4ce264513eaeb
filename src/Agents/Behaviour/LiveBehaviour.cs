using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Behaviour;

/// <summary>Takes every decision from the model's output. Stateless: one instance serves all tasks.</summary>
internal sealed class LiveBehaviour : IBehaviour
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

    /// <inheritdoc/>
    public int? ReadVote(int choices, Reply reply, string key) => VoteText.Read(reply.Text, choices);

    /// <inheritdoc/>
    public IReadOnlyList<string>? ReadSplit(IDivisible divisible, int parts, Reply reply, string key) =>
        divisible.ReadSplit(parts, reply.Text);

    /// <inheritdoc/>
    public string? ReadSolution(IDivisible divisible, string part, Reply reply, string key) => divisible.ReadSolution(reply.Text);

    /// <summary>
    /// Returns the first native tool call; if there is none, the action that <see cref="ActionText"/> reads from the text. The answer is
    /// the
    /// one that the problem reads from the text of the final answer. A tool call as text is never an answer.
    /// </summary>
    public AgentAction ReadAction(Problem problem, Reply reply, int turn, string key)
    {
        if (reply.ToolCalls is [var call, ..])
        {
            return new AgentAction(call, null);
        }

        var action = ActionText.Read(reply.Text, key, [.. problem.Tools.Select(tool => tool.Definition)]);
        return action.Answer is { } text ? ToAnswer(problem.ExtractAnswer(text)) : action;
    }

    /// <inheritdoc/>
    public double? ReadScore(Problem problem, Reply reply, string key, string? answer = null) => GradeText.Score(reply.Text);

    /// <inheritdoc/>
    public bool? ReadVerdict(Problem problem, Reply reply, string key, string? answer = null) => VerdictText.Read(reply.Text);

    /// <inheritdoc/>
    public IReadOnlyList<PlanStep> ReadPlan(Problem problem, Reply reply, int maxSteps, bool ofTools, string key) =>
        ofTools
            ? PlanText.Calls(reply.Text, maxSteps, key, [.. problem.Tools.Select(tool => tool.Definition)])
            : PlanText.Steps(reply.Text, maxSteps);

    /// <inheritdoc/>
    public int? OutputTokens(string name, string key) => null;

    private static AgentAction ToAnswer(string? answer) => answer is null ? AgentAction.None : new AgentAction(null, answer);
}
