using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Behaviour;

/// <summary>
/// Who decides what an agent does next. Live: the model's reply is read. Shaped: a seeded behaviour model decides, whatever the
/// text says, so that the same seed gives the same call graph on any server. Every decision has a key; shaped decisions depend
/// on the task's seed and that key alone, never on the order in which calls end.
/// </summary>
public interface IBehaviour
{
    /// <summary>True where decisions ignore the model's text.</summary>
    bool IsShaped { get; }

    /// <summary>The answer in a reply, in the form that votes are counted by; null where there is none.</summary>
    string? ReadAnswer(Problem problem, Reply reply, string key);

    /// <summary>The states that a propose reply leads to.</summary>
    IReadOnlyList<string> ReadProposals(ISearchSpace search, string state, Reply reply, string key);

    /// <summary>The judgement in a value reply; null where there is none.</summary>
    double? ReadValue(ISearchSpace search, string state, Reply reply, string key);

    /// <summary>The choice in a vote reply, from 0 to below <paramref name="choices"/>; null where there is none.</summary>
    int? ReadVote(int choices, Reply reply, string key);

    /// <summary>The parts in a split reply; null where there are none.</summary>
    IReadOnlyList<string>? ReadSplit(IDivisible divisible, int parts, Reply reply, string key);

    /// <summary>The solution of a part in a reply; null where there is none.</summary>
    string? ReadSolution(IDivisible divisible, string part, Reply reply, string key);

    /// <summary>
    /// What a tool-using agent does next: a tool to call, an answer, or neither where the reply holds nothing that can be parsed.
    /// </summary>
    AgentAction ReadAction(Problem problem, Reply reply, int turn, string key);

    /// <summary>
    /// The score, 0 to 1, that a verifier or grader gives; null where there is none. A live score is what the reply says
    /// (<see cref="GradeText"/>); a shaped one is drawn, for a right answer otherwise than for a wrong one.
    /// </summary>
    /// <param name="problem">The problem.</param>
    /// <param name="reply">The grader's reply.</param>
    /// <param name="key">Key of the grader's call.</param>
    /// <param name="answer">The answer that is graded, as <see cref="ReadAnswer"/> gives it; null where what is graded is no answer.</param>
    double? ReadScore(Problem problem, Reply reply, string key, string? answer = null);

    /// <summary>A yes or no, such as "is this correct", "good enough" or "done"; null where there is none. See <see cref="ReadScore"/>.</summary>
    bool? ReadVerdict(Problem problem, Reply reply, string key, string? answer = null);

    /// <summary>The plan in a reply, at most so many steps; empty where there is none.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="reply">The planner's reply.</param>
    /// <param name="most">Most steps.</param>
    /// <param name="ofTools">True for a plan of calls to the problem's tools.</param>
    /// <param name="key">Key of the planner's call.</param>
    IReadOnlyList<PlanStep> ReadPlan(Problem problem, Reply reply, int most, bool ofTools, string key);

    /// <summary>The exact output length a shaped call asks for, or null to leave the length to the model.</summary>
    int? OutputTokens(string name, string key);

    /// <summary>
    /// What decides for a strategy that works inside another at a place such as "worker/2", whose keys do not name that place:
    /// itself where decisions do not go by keys.
    /// </summary>
    IBehaviour ForNested(string place) => this;
}

/// <summary>What a tool-using agent does next: exactly one of tool and answer, or neither.</summary>
/// <param name="Tool">Tool to call, with its arguments.</param>
/// <param name="Answer">Final answer.</param>
public sealed record AgentAction(ToolCall? Tool, string? Answer)
{
    /// <summary>Nothing that can be parsed.</summary>
    public static AgentAction None { get; } = new(null, null);
}
