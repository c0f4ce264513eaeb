using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.Lists;
using AgentLoad.Agents.Problems.SetIntersection;
using AgentLoad.Agents.Problems.Sorting;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Simulation.Answers;

/// <summary>
/// Splits, merges and improves lists. With skill s and n numbers in the result: each number of a split or merged part is correct with
/// probability 1 − (1 − s) / 16, half the error of solving it; an improvement is correct with probability s.
/// </summary>
internal sealed class PartsExpert : IExpert
{
    /// <inheritdoc/>
    public SimulatedReply? TryAnswer(Exchange exchange)
    {
        var text = exchange.Text;
        var lists = NumberLists.ReadAll(text);
        if (Last(text, ListParts.SplitMark) is var split and >= 0 && ReadNumber(text, split) is { } parts && lists.Count > 0)
        {
            return WorkedReply.Text(string.Join('\n', Split(exchange, lists[0], parts)));
        }

        if (Last(text, SortingParts.MergeMark) >= 0)
        {
            return Merged(exchange, new SortingParts([.. lists.SelectMany(l => l)]));
        }

        if (Last(text, SetIntersectionParts.MergeMark) >= 0 && lists.SelectMany(l => l).Distinct().ToArray() is var union)
        {
            return Merged(exchange, new SetIntersectionParts(union, union));
        }

        if (Last(text, SortingParts.ImproveMark) >= 0 && lists.Count >= 2)
        {
            return Improved(exchange, new SortingParts(lists[^2]));
        }

        return Last(text, SetIntersectionParts.ImproveMark) >= 0 && lists.Count >= 3
            ? Improved(exchange, new SetIntersectionParts(lists[^3], lists[^2]))
            : null;
    }

    private static int Last(string text, string mark) => text.LastIndexOf(mark, StringComparison.Ordinal);

    private static int? ReadNumber(string text, int split)
    {
        var rest = text.AsSpan(split + ListParts.SplitMark.Length);
        var end = rest.IndexOf(' ');
        return end > 0 && int.TryParse(rest[..end], out var parts) && parts is >= 2 and <= 1000 ? parts : null;
    }

    private static IEnumerable<string> Split(Exchange exchange, IReadOnlyList<int> numbers, int parts)
    {
        var lost = exchange.Chance(Chance(exchange, numbers.Count)) ? -1 : exchange.Random.Next(Math.Max(1, numbers.Count));
        return ListParts.Split([.. numbers.Where((_, at) => at != lost)], parts);
    }

    private static SimulatedReply Merged(Exchange exchange, IDivisible parts) =>
        Solved(exchange, parts, exchange.Chance(Chance(exchange, ListParts.Numbers(parts.Whole).Count)));

    private static SimulatedReply Improved(Exchange exchange, IDivisible parts) => Solved(exchange, parts, exchange.Chance(exchange.Skill));

    private static SimulatedReply Solved(Exchange exchange, IDivisible parts, bool isRight) =>
        WorkedReply.Text(AnswerText.Write(parts.ShapedSolution(parts.Whole, isRight, exchange.Random)));

    private static double Chance(Exchange exchange, int numbers) => Math.Pow(1 - ((1 - exchange.Skill) / 16), numbers);
}
