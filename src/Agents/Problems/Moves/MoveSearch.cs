using System.Collections.Concurrent;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Problems.Moves;

/// <summary>
/// A puzzle as a search tree: a thought is a move, a state is the moves so far, one per line. The depth is the length of the optimal
/// solution. Values are those of the Game of 24: sure 20, likely 1 and impossible 0.001.
/// </summary>
/// <param name="problem">The puzzle.</param>
internal sealed class MoveSearch(MoveProblem problem) : ISearchSpace
{
    private const int MaxLines = 200;
    private readonly ConcurrentDictionary<string, double> _oracle = new();

    /// <inheritdoc/>
    public int Depth => problem.Plan.Moves.Count;

    /// <inheritdoc/>
    public string ProposePrompt(string state) =>
        $"{State(state)}\n{PromptParts.ProposeMark}, each on a line of its own and nothing else, the most promising first. "
        + $"A step is written like those in: {problem.Rules.AnswerFormat}";

    /// <summary>Parses the legal moves of a reply. The only successor of a goal state is the state itself.</summary>
    public IReadOnlyList<string> ReadProposals(string state, string reply)
    {
        if (Position(state) is not { } position)
        {
            return [];
        }

        if (problem.Rules.IsGoal(position))
        {
            return [state];
        }

        var legal = problem.Rules.Moves(position).Select(m => m.Text).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Chatter
                .ContentLines(PlainText.Of(reply))
                .Take(MaxLines)
                .Select(problem.Rules.ReadMove)
                .OfType<string>()
                .Where(legal.Contains)
                .Distinct(StringComparer.Ordinal)
                .Select(move => $"{state}{move}\n"),
        ];
    }

    /// <inheritdoc/>
    public string ValuePrompt(string state) =>
        $"""
            {State(state)}
            {PromptParts.ValueMark} in at most {Math.Max(0, Depth - Lines(state).Length)} more steps, at the least cost.
            End with one word on the last line: sure, likely or impossible.
            """;

    /// <inheritdoc/>
    public double? ReadValue(string state, string reply) => StateText.Read(reply);

    /// <summary>Returns sure if an optimal solution begins with these moves, else impossible.</summary>
    public double OracleValue(string state) =>
        _oracle.GetOrAdd(
            state,
            text =>
                problem.Play(Lines(text)) is { } end && MovePlan.Find(problem.Rules, end.Position, problem.Plan.Cost - end.Cost) is not null
                    ? StateText.Sure
                    : StateText.Impossible
        );

    /// <inheritdoc/>
    public IReadOnlyList<string> ShapedProposals(string state, int count, Random random)
    {
        if (count <= 0 || Position(state) is not { } position)
        {
            return [];
        }

        if (problem.Rules.IsGoal(position))
        {
            return [state];
        }

        var moves = problem.Rules.Moves(position).ToArray();
        random.Shuffle(moves);
        return [.. moves.Take(count).Select(move => $"{state}{move.Text}\n")];
    }

    /// <inheritdoc/>
    public string? Answer(string state) =>
        Lines(state) is { Length: > 0 } lines && Position(state) is { } position && problem.Rules.IsGoal(position)
            ? problem.Rules.FormatMoves(lines)
            : null;

    private string? Position(string state) => problem.Play(Lines(state))?.Position;

    private static string[] Lines(string state) => state.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private string State(string state) =>
        $"{problem.Question}\n{PromptParts.SoFarMark}\n{(state.Length == 0 ? "none\n" : state)}"
        + $"{PromptParts.NowMark} {Position(state) ?? "unknown"}";
}
