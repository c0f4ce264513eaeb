using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Behaviour;

/// <summary>
/// Decides what an agent does next. Live behavior parses the model's reply. Shaped behavior ignores the text and draws decisions from a
/// seeded model, so that the same seed produces the same call graph on any server. Every decision has a key. A shaped decision
/// depends only on the task's seed and the key, not on the order in which calls complete.
/// </summary>
internal interface IBehaviour
{
    /// <summary>True if decisions ignore the model's text.</summary>
    bool IsShaped { get; }

    /// <summary>Reads the answer of a reply in normalized form, which votes are compared by; null if there is none.</summary>
    string? ReadAnswer(Problem problem, Reply reply, string key);

    /// <summary>Reads the states proposed by a reply.</summary>
    IReadOnlyList<string> ReadProposals(ISearchSpace search, string state, Reply reply, string key);

    /// <summary>Reads the value of a state from a reply; null if there is none.</summary>
    double? ReadValue(ISearchSpace search, string state, Reply reply, string key);

    /// <summary>Reads a vote, from 0 to <paramref name="choices"/> − 1; null if there is none.</summary>
    int? ReadVote(int choices, Reply reply, string key);

    /// <summary>Reads the parts of a split; null if there are none.</summary>
    IReadOnlyList<string>? ReadSplit(IDivisible divisible, int parts, Reply reply, string key);

    /// <summary>Reads the solution of a part; null if there is none.</summary>
    string? ReadSolution(IDivisible divisible, string part, Reply reply, string key);

    /// <summary>
    /// Reads the next action of a tool-using agent: a tool call, an answer as <see cref="ReadAnswer"/> reads it, or neither if the reply
    /// cannot be parsed.
    /// </summary>
    AgentAction ReadAction(Problem problem, Reply reply, int turn, string key);

    /// <summary>
    /// Reads the score, 0 to 1, of a verifier or grader; null if there is none. A live score is parsed from the reply
    /// (<see cref="Replies.GradeText"/>). A shaped score is drawn from a distribution that depends on whether the answer is correct.
    /// </summary>
    /// <param name="problem">The problem.</param>
    /// <param name="reply">The grader's reply.</param>
    /// <param name="key">Key of the grader's call.</param>
    /// <param name="answer">The graded answer, as returned by <see cref="ReadAnswer"/>; null if the graded text is not an answer.</param>
    double? ReadScore(Problem problem, Reply reply, string key, string? answer = null);

    /// <summary>Reads a yes or no verdict, for example on "is this correct?"; null if there is none. See <see cref="ReadScore"/>.</summary>
    bool? ReadVerdict(Problem problem, Reply reply, string key, string? answer = null);

    /// <summary>Reads the plan of a reply; empty if there is none.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="reply">The planner's reply.</param>
    /// <param name="maxSteps">Maximum number of steps.</param>
    /// <param name="ofTools">True for a plan of calls to the problem's tools.</param>
    /// <param name="key">Key of the planner's call.</param>
    IReadOnlyList<PlanStep> ReadPlan(Problem problem, Reply reply, int maxSteps, bool ofTools, string key);

    /// <summary>Returns the exact output length to request for a shaped call, or null to let the model decide.</summary>
    int? OutputTokens(string name, string key);

    /// <summary>
    /// Returns the behavior of a nested strategy. The keys of a nested strategy do not include its place, for example "worker/2", so a
    /// behavior that depends on keys has to add it. Returns this instance if decisions do not depend on keys.
    /// </summary>
    IBehaviour ForNested(string place) => this;
}

/// <summary>The next action of a tool-using agent: a tool call, an answer, or neither.</summary>
/// <param name="Tool">The tool call; null if there is none.</param>
/// <param name="Answer">The final answer; null if there is none.</param>
internal sealed record AgentAction(ToolCall? Tool, string? Answer)
{
    /// <summary>Nothing that can be parsed.</summary>
    public static AgentAction None { get; } = new(null, null);
}
