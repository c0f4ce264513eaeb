using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Behaviour;

/// <summary>Keeps what judging steps said beside the steps themselves, whatever strategy asked.</summary>
/// <param name="inner">Who decides.</param>
/// <param name="keep">Takes a step's id and its score; yes is 1 and no is 0.</param>
public sealed class ScoreRecordingBehaviour(IBehaviour inner, Action<int, double> keep) : IBehaviour
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
        Kept(reply, inner.ReadValue(search, state, reply, key));

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
        Kept(reply, inner.ReadScore(problem, reply, key, answer));

    /// <inheritdoc/>
    public bool? ReadVerdict(Problem problem, Reply reply, string key, string? answer = null)
    {
        var verdict = inner.ReadVerdict(problem, reply, key, answer);
        Kept(reply, verdict is { } yes ? (yes ? 1 : 0) : null);
        return verdict;
    }

    /// <inheritdoc/>
    public IReadOnlyList<PlanStep> ReadPlan(Problem problem, Reply reply, int most, bool ofTools, string key) =>
        inner.ReadPlan(problem, reply, most, ofTools, key);

    /// <inheritdoc/>
    public int? OutputTokens(string name, string key) => inner.OutputTokens(name, key);

    /// <inheritdoc/>
    public IBehaviour ForNested(string place) => new ScoreRecordingBehaviour(inner.ForNested(place), keep);

    private double? Kept(Reply reply, double? score)
    {
        if (score is { } said && double.IsFinite(said))
        {
            keep(reply.Step, said);
        }

        return score;
    }
}
