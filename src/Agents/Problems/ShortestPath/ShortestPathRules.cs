using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Problems.Moves;

namespace AgentLoad.Agents.Problems.ShortestPath;

/// <summary>A bidirectional road between two places.</summary>
/// <param name="First">One end.</param>
/// <param name="Second">The other end.</param>
/// <param name="Cost">Cost, 1 to 9.</param>
internal sealed record Road(string First, string Second, int Cost);

/// <summary>Shortest path: each move takes a road. Of paths with equal cost, the search prefers the one with fewer roads.</summary>
internal sealed partial class ShortestPathRules : MoveRules
{
    private const int Scale = 10_000;
    private const int MaxRoads = 1000;
    private readonly IReadOnlyList<Road> _roads;
    private readonly ILookup<string, Move> _moves;
    private readonly string _to;

    /// <summary>Creates a map with start and destination.</summary>
    public ShortestPathRules(IReadOnlyList<Road> roads, string from, string to)
    {
        (this._roads, Start, this._to) = (roads, from, to);
        _moves = roads
            .SelectMany(r => new[] { (r.First, To: r.Second, r.Cost), (First: r.Second, To: r.First, r.Cost) })
            .ToLookup(r => r.First, r => new Move(r.To, r.To, (r.Cost * Scale) + 1), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public override string Question =>
        $"Find the cheapest way from {Start} to {_to} along these roads, each with its cost in both directions: "
        + string.Join(", ", _roads.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.First}-{r.Second} {r.Cost}")))
        + ".";

    /// <inheritdoc/>
    public override string Hint => "Compare the costs of the ways to each place.";

    /// <inheritdoc/>
    public override string AnswerFormat => $"{Start} -> <place> -> ... -> {_to}";

    /// <inheritdoc/>
    public override string Start { get; }

    /// <inheritdoc/>
    public override bool IsGoal(string position) => position == _to;

    /// <inheritdoc/>
    public override IEnumerable<Move> Moves(string position) => _moves[position];

    /// <summary>Returns 0: the search is Dijkstra's algorithm.</summary>
    public override int Estimate(string position) => 0;

    /// <inheritdoc/>
    public override string? ReadMove(string text) => Place().Match(text) is { Success: true } match ? match.Groups["place"].Value : null;

    /// <inheritdoc/>
    public override string FormatMoves(IEnumerable<string> moves) => string.Join(" -> ", moves.Prepend(Start));

    /// <inheritdoc/>
    public override IReadOnlyList<string> NormalizeMoves(IReadOnlyList<string> moves) =>
        moves is [var first, ..] && first == Start ? [.. moves.Skip(1)] : moves;

    /// <summary>Returns the cost of the roads, without the tie-break.</summary>
    public override int ComparableCost(int cost) => cost / Scale;

    /// <summary>Parses the last map of a text; null if there is none or no path exists. Never throws.</summary>
    public static ShortestPathRules? Read(string text)
    {
        if (Asked().Match(text) is not { Success: true } match || match.Groups["road"].Captures is not { Count: <= MaxRoads } captures)
        {
            return null;
        }

        var roads = captures.Select(c => c.Value.Split(['-', ' '])).Select(p => new Road(p[0], p[1], p[2][0] - '0')).Reverse().ToArray();
        var rules = new ShortestPathRules(roads, match.Groups["from"].Value, match.Groups["to"].Value);
        return rules.Start != rules._to && MovePlan.Find(rules, rules.Start) is not null ? rules : null;
    }

    [GeneratedRegex(@"^\W*(?:(?i:go)\s+)?(?:(?i:to)\s+)?(?<place>[A-Z]{1,2})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Place();

    [GeneratedRegex(
        @"cheapest way from (?<from>[A-Z]{1,2}) to (?<to>[A-Z]{1,2}) along these roads, each with its cost in both directions: "
            + @"(?<road>[A-Z]{1,2}-[A-Z]{1,2} [1-9])(?:, (?<road>[A-Z]{1,2}-[A-Z]{1,2} [1-9]))*\.",
        RegexOptions.CultureInvariant | RegexOptions.RightToLeft
    )]
    private static partial Regex Asked();
}
