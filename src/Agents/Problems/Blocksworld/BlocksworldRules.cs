using System.Text.RegularExpressions;
using AgentLoad.Agents.Problems.Moves;

namespace AgentLoad.Agents.Problems.Blocksworld;

/// <summary>Blocksworld: a move takes the top block of a stack to the table or to the top of another stack.</summary>
/// <param name="start">Initial stacks, bottom up, formatted by <see cref="Position"/>.</param>
/// <param name="goal">Goal stacks.</param>
internal sealed partial class BlocksworldRules(string start, string goal) : MoveRules
{
    private const int MaxBlocks = 8;

    /// <inheritdoc/>
    public override string Question =>
        "Blocksworld: one move takes the top block of a stack and puts it on the table or on top of another stack. "
        + $"Stacks are written from the bottom up.\nStart: {start}\nGoal: {goal}";

    /// <inheritdoc/>
    public override string Hint => "Write down the stacks after each move.";

    /// <inheritdoc/>
    public override string AnswerFormat => "<block> to <block or table>, <block> to <block or table>, ...";

    /// <inheritdoc/>
    public override string Start => start;

    /// <summary>Formats stacks in alphabetical order: "[AB] [C]".</summary>
    public static string Position(IEnumerable<string> stacks) =>
        string.Join(' ', stacks.Where(s => s.Length > 0).Order(StringComparer.Ordinal).Select(s => $"[{s}]"));

    /// <inheritdoc/>
    public override bool IsGoal(string position) => position == goal;

    /// <inheritdoc/>
    public override IEnumerable<Move> Moves(string position)
    {
        var stacks = Stacks(position);
        for (var from = 0; from < stacks.Length; from++)
        {
            for (var to = 0; to <= stacks.Length; to++)
            {
                // Moving a single block from the table to the table is not a move.
                if (to == from || (to == stacks.Length && stacks[from].Length == 1))
                {
                    continue;
                }

                var next = stacks.Append("").ToArray();
                next[from] = stacks[from][..^1];
                next[to] += stacks[from][^1];
                yield return new Move($"{stacks[from][^1]} to {(to == stacks.Length ? "table" : stacks[to][^1])}", Position(next));
            }
        }
    }

    /// <summary>Counts the blocks that are not in their goal position: each has to move at least once.</summary>
    public override int Estimate(string position)
    {
        var goals = Stacks(goal);
        return Stacks(position).Sum(stack => stack.Length - goals.Max(g => stack.Zip(g).TakeWhile(p => p.First == p.Second).Count()));
    }

    /// <inheritdoc/>
    public override string? ReadMove(string text) =>
        MoveText().Match(text) is { Success: true } match
            ? $"{match.Groups["block"].Value} to {(match.Groups["onto"].ValueSpan is [var only] ? only.ToString() : "table")}"
            : null;

    /// <summary>Parses the last Blocksworld puzzle of a text; null if there is no solvable one. Never throws.</summary>
    public static BlocksworldRules? Read(string text) =>
        Asked().Match(text) is { Success: true } match
        && Stacks(match.Groups["start"].Value) is var first
        && Stacks(match.Groups["goal"].Value) is var last
        && string.Concat(first).Order().ToArray() is { Length: <= MaxBlocks } blocks
        && blocks.Distinct().Count() == blocks.Length
        && string.Concat(last).Order().SequenceEqual(blocks)
        && Position(first) != Position(last)
            ? new BlocksworldRules(Position(first), Position(last))
            : null;

    private static string[] Stacks(string position) => position.Split(['[', ']', ' '], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(
        @"\b(?<block>[A-Z])\s{1,3}(?i:from\s{1,3}(?:the\s{1,3})?(?:table|[A-Z])\s{1,3})?(?i:to|onto|on top of|on)\s{1,3}"
            + @"(?i:the\s{1,3})?(?i:block\s{1,3})?(?<onto>(?i:table)|[A-Z])\b",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex MoveText();

    [GeneratedRegex(
        @"^Start: (?<start>\[[A-Z]{1,10}\](?: \[[A-Z]{1,10}\]){0,9})\r?\nGoal: (?<goal>\[[A-Z]{1,10}\](?: \[[A-Z]{1,10}\]){0,9})",
        RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.RightToLeft
    )]
    private static partial Regex Asked();
}
