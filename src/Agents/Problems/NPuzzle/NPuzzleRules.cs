using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Problems.Moves;

namespace AgentLoad.Agents.Problems.NPuzzle;

/// <summary>A sliding puzzle: tiles on a square board with one gap. A move slides an adjacent tile into the gap.</summary>
/// <param name="size">Number of tiles per side.</param>
/// <param name="start">The initial board, row by row, formatted like <see cref="Ordered"/>.</param>
/// <param name="goal">The goal board.</param>
internal sealed partial class NPuzzleRules(int size, string start, string goal) : MoveRules
{
    private const string Gap = "_";
    private static readonly (string Name, int Row, int Column)[] Directions =
    [
        ("up", -1, 0),
        ("down", 1, 0),
        ("left", 0, -1),
        ("right", 0, 1),
    ];
    private readonly Dictionary<string, int> _places = Cells(goal)
        .Select((tile, at) => (tile, at))
        .ToDictionary(t => t.tile, t => t.at, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string Question =>
        "Sliding puzzle: a move swaps the gap _ with the tile above (up), below (down), left (left) or right (right) of it. "
        + $"Rows are separated by /.\nStart: {start}\nGoal: {goal}";

    /// <inheritdoc/>
    public override string Hint => "Write down the board after each move.";

    /// <inheritdoc/>
    public override string AnswerFormat => "<up, down, left or right>, <up, down, left or right>, ...";

    /// <inheritdoc/>
    public override string Start => start;

    /// <summary>Returns the board with ordered tiles and the gap at the given index: "1 2 3 / 4 _ 5 / 6 7 8".</summary>
    public static string Ordered(int size, int gap)
    {
        var tile = 0;
        return Board(
            size,
            [.. Enumerable.Range(0, size * size).Select(at => at == gap ? Gap : (++tile).ToString(CultureInfo.InvariantCulture))]
        );
    }

    /// <inheritdoc/>
    public override bool IsGoal(string position) => position == goal;

    /// <inheritdoc/>
    public override IEnumerable<Move> Moves(string position)
    {
        var cells = Cells(position);
        var gap = Array.IndexOf(cells, Gap);
        foreach (var (name, down, right) in Directions)
        {
            var (row, column) = ((gap / size) + down, (gap % size) + right);
            if (row < 0 || row >= size || column < 0 || column >= size)
            {
                continue;
            }

            var next = (string[])cells.Clone();
            var to = (row * size) + column;
            (next[gap], next[to]) = (next[to], next[gap]);
            yield return new Move(name, Board(size, next));
        }
    }

    /// <summary>Returns the sum of the Manhattan distances of all tiles.</summary>
    public override int Estimate(string position)
    {
        var cells = Cells(position);
        var sum = 0;
        for (var at = 0; at < cells.Length; at++)
        {
            if (cells[at] == Gap)
            {
                continue;
            }

            var place = _places[cells[at]];
            sum += Math.Abs((place / size) - (at / size)) + Math.Abs((place % size) - (at % size));
        }

        return sum;
    }

    /// <inheritdoc/>
    public override string? ReadMove(string text) =>
        Direction().Match(text) is { Success: true } match ? match.Value.ToLowerInvariant() : null;

    /// <summary>Parses the last sliding puzzle of a text; null if there is none that is solvable in 20 moves. Never throws.</summary>
    public static NPuzzleRules? Read(string text)
    {
        if (Asked().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var (first, last) = (Cells(match.Groups["start"].Value), Cells(match.Groups["goal"].Value));
        var size = (int)Math.Sqrt(first.Length);
        var isBoard =
            size is 3 or 4
            && first.Length == size * size
            && first.Order(StringComparer.Ordinal).SequenceEqual(last.Order(StringComparer.Ordinal))
            && first.Distinct(StringComparer.Ordinal).Count() == first.Length
            && first.Contains(Gap)
            && !first.SequenceEqual(last);
        if (!isBoard || !IsReachable(size, first, last))
        {
            return null;
        }

        var rules = new NPuzzleRules(size, Board(size, first), Board(size, last));
        return MovePlan.Find(rules, rules.Start, NPuzzleSource.MaxMoves) is null ? null : rules;
    }

    // Parity argument of Johnson and Story 1879: each move is a swap and moves the gap by one cell.
    private static bool IsReachable(int size, string[] first, string[] last)
    {
        var order = first.Select(tile => Array.IndexOf(last, tile)).ToArray();
        var swaps = Enumerable.Range(0, order.Length).Sum(a => Enumerable.Range(a, order.Length - a).Count(b => order[b] < order[a]));
        var (from, to) = (Array.IndexOf(first, Gap), Array.IndexOf(last, Gap));
        var way = Math.Abs((from / size) - (to / size)) + Math.Abs((from % size) - (to % size));
        return swaps % 2 == way % 2;
    }

    private static string[] Cells(string board) => board.Split([' ', '/'], StringSplitOptions.RemoveEmptyEntries);

    private static string Board(int size, string[] cells) => string.Join(" / ", cells.Chunk(size).Select(row => string.Join(' ', row)));

    [GeneratedRegex(@"\b(?:up|down|left|right)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Direction();

    [GeneratedRegex(
        @"^Start: (?<start>[0-9_ /]{17,60})\r?\nGoal: (?<goal>[0-9_ /]{17,60})\r?$",
        RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.RightToLeft
    )]
    private static partial Regex Asked();
}
