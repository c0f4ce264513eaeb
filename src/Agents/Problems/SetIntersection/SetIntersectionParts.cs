using AgentLoad.Agents.Problems.Lists;

namespace AgentLoad.Agents.Problems.SetIntersection;

/// <summary>Set intersection by parts: split the first set, intersect each part with the second set, and merge.</summary>
/// <param name="first">The set to split.</param>
/// <param name="second">The set to intersect each part with.</param>
internal sealed class SetIntersectionParts(IReadOnlyList<int> first, IReadOnlyList<int> second) : IDivisible
{
    /// <summary>Start of the prompt to merge solutions.</summary>
    public const string MergeMark = "Join these sets into one that has every number once:";

    /// <summary>Start of the prompt to correct a solution.</summary>
    public const string ImproveMark =
        "The third list should hold the numbers that are in both of the first two, but may have errors. Correct it.";

    /// <inheritdoc/>
    public string Whole => NumberLists.Write(first);

    /// <inheritdoc/>
    public string SplitPrompt(int parts) => ListParts.SplitPrompt(first, parts);

    /// <inheritdoc/>
    public IReadOnlyList<string>? ReadSplit(int parts, string reply) => ListParts.ReadSplit(parts, reply);

    /// <inheritdoc/>
    public IReadOnlyList<string> ShapedSplit(int parts) => ListParts.Split(first, parts);

    /// <inheritdoc/>
    public string Join(IReadOnlyList<string> parts) => ListParts.Join(parts);

    /// <inheritdoc/>
    public string SolvePrompt(string part) => PromptParts.Direct(SetIntersectionProblem.Ask(part, second), ListParts.Form);

    /// <inheritdoc/>
    public string MergePrompt(IReadOnlyList<string> solutions) =>
        PromptParts.Direct($"{MergeMark}\n{string.Join('\n', solutions)}", ListParts.Form);

    /// <inheritdoc/>
    public string ImprovePrompt(string part, string solution) =>
        PromptParts.Direct($"{ImproveMark}\nFirst: {part}\nSecond: {NumberLists.Write(second)}\nThird: {solution}", ListParts.Form);

    /// <inheritdoc/>
    public string? ReadSolution(string reply) => NumberLists.ReadAnswer(reply) is { } list ? NumberLists.Write(list.Order()) : null;

    /// <inheritdoc/>
    public double Score(string part, string solution)
    {
        if (NumberLists.ReadOne(solution) is not { } answer)
        {
            return 0;
        }

        var common = ListParts.Numbers(part).Intersect(second).ToHashSet();
        var both = answer.Distinct().Count(common.Contains);
        var either = common.Count + answer.Count - both;
        return either == 0 ? 1 : (double)both / either;
    }

    /// <summary>Returns the common numbers; a wrong solution has one to three missing or extra numbers.</summary>
    public string ShapedSolution(string part, bool right, Random random)
    {
        var numbers = ListParts.Numbers(part);
        var common = numbers.Intersect(second).ToHashSet();
        var answer = common.ToHashSet();
        for (var slips = right ? 0 : random.Next(1, 4); slips > 0; slips--)
        {
            if (answer.Count > 0 && random.Next(2) == 0)
            {
                answer.Remove(answer.ElementAt(random.Next(answer.Count)));
            }
            else if (numbers.Except(second).ToArray() is { Length: > 0 } others)
            {
                answer.Add(others[random.Next(others.Length)]);
            }
        }

        if (!right && answer.SetEquals(common))
        {
            answer.Add(Enumerable.Range(0, int.MaxValue).First(n => !common.Contains(n)));
        }

        return NumberLists.Write(answer.Order());
    }
}
