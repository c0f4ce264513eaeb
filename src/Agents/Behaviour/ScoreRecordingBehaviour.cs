using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Behaviour;

/// <summary>Decorates a behavior: reports the scores that evaluation calls return, for any strategy.</summary>
/// <param name="inner">The decorated behavior.</param>
/// <param name="record">Receives the id of a step and its score; a verdict is 1 for yes and 0 for no.</param>
internal sealed class ScoreRecordingBehaviour(IBehaviour inner, Action<int, double> record) : IBehaviour
{
    /// <inheritdoc/>
    public bool IsShaped => inner.IsShaped;

    /// <inheritdoc/>
    public string? ReadAnswer(Problem problem, Reply reply, string key) => inner.ReadAnswer(problem, reply, key);

    /// <inheritdoc/>
    public IReadOnlyList<string> ReadProposals(ISearchSpace search, string state, Reply reply, string key) =>
        inner.ReadProposals(search, state, reply, key);

    /// <inheritdoc/>
    public double? ReadValue(ISearchSpace search, string state, Reply reply, string key) =>
        Record(reply, inner.ReadValue(search, state, reply, key));

    /// <inheritdoc/>
    public int? ReadVote(int choices, Reply reply, string key) => inner.ReadVote(choices, reply, key);

    /// <inheritdoc/>
    public IReadOnlyList<string>? ReadSplit(IDivisible divisible, int parts, Reply reply, string key) =>
        inner.ReadSplit(divisible, parts, reply, key);

    /// <inheritdoc/>
    public string? ReadSolution(IDivisible divisible, string part, Reply reply, string key) =>
        inner.ReadSolution(divisible, part, reply, key);

    /// <inheritdoc/>
    public AgentAction ReadAction(Problem problem, Reply reply, int turn, string key) => inner.ReadAction(problem, reply, turn, key);

    /// <inheritdoc/>
    public double? ReadScore(Problem problem, Reply reply, string key, string? answer = null) =>
        Record(reply, inner.ReadScore(problem, reply, key, answer));

    /// <inheritdoc/>
    public bool? ReadVerdict(Problem problem, Reply reply, string key, string? answer = null)
    {
        var verdict = inner.ReadVerdict(problem, reply, key, answer);
        Record(reply, verdict is { } yes ? (yes ? 1 : 0) : null);
        return verdict;
    }

    /// <inheritdoc/>
    public IReadOnlyList<PlanStep> ReadPlan(Problem problem, Reply reply, int maxSteps, bool ofTools, string key) =>
        inner.ReadPlan(problem, reply, maxSteps, ofTools, key);

    /// <inheritdoc/>
    public int? OutputTokens(string name, string key) => inner.OutputTokens(name, key);

    /// <inheritdoc/>
    public IBehaviour ForNested(string place) => new ScoreRecordingBehaviour(inner.ForNested(place), record);

    private double? Record(Reply reply, double? score)
    {
        if (score is { } value && double.IsFinite(value))
        {
            record(reply.Step, value);
        }

        return score;
    }
}
