using AgentLoad.Agents.Problems.Lists;

namespace AgentLoad.Agents.Problems.Sorting;

/// <summary>Sorting by parts: split, sort, merge and improve.</summary>
/// <param name="digits">The complete list.</param>
internal sealed class SortingParts(IReadOnlyList<int> digits) : IDivisible
{
    /// <summary>Start of the prompt to merge solutions.</summary>
    public const string MergeMark = "Merge these sorted lists into one sorted list, keeping every repetition:";

    /// <summary>Start of the prompt to correct a solution.</summary>
    public const string ImproveMark =
        "The second list should be the first one in ascending order with every repetition, but may have errors. Correct it.";

    /// <inheritdoc/>
    public string Whole => NumberLists.Write(digits);

    /// <inheritdoc/>
    public string SplitPrompt(int parts) => ListParts.SplitPrompt(digits, parts);

    /// <inheritdoc/>
    public IReadOnlyList<string>? ReadSplit(int parts, string reply) => ListParts.ReadSplit(parts, reply);

    /// <inheritdoc/>
    public IReadOnlyList<string> ShapedSplit(int parts) => ListParts.Split(digits, parts);

    /// <inheritdoc/>
    public string Join(IReadOnlyList<string> parts) => ListParts.Join(parts);

    /// <inheritdoc/>
    public string SolvePrompt(string part) => PromptParts.Direct(SortingProblem.QuestionStart + part, ListParts.Form);

    /// <inheritdoc/>
    public string MergePrompt(IReadOnlyList<string> solutions) =>
        PromptParts.Direct($"{MergeMark}\n{string.Join('\n', solutions)}", ListParts.Form);

    /// <inheritdoc/>
    public string ImprovePrompt(string part, string solution) =>
        PromptParts.Direct($"{ImproveMark}\nFirst: {part}\nSecond: {solution}", ListParts.Form);

    /// <inheritdoc/>
    public string? ReadSolution(string reply) => NumberLists.ReadAnswer(reply) is { } list ? NumberLists.Write(list) : null;

    /// <inheritdoc/>
    public double Score(string part, string solution) =>
        NumberLists.ReadOne(solution) is { } list ? SortingScore.Of(ListParts.Numbers(part), list) : 0;

    /// <summary>Returns the sorted part; a wrong solution has one to three errors: a digit dropped, duplicated or misplaced.</summary>
    public string ShapedSolution(string part, bool right, Random random)
    {
        List<int> sorted = [.. ListParts.Numbers(part).Order()];
        var answer = sorted.ToList();
        for (var slips = right ? 0 : random.Next(1, 4); slips > 0 && answer.Count > 0; slips--)
        {
            var at = random.Next(answer.Count);
            if (random.Next(2) == 0)
            {
                answer.RemoveAt(at);
            }
            else
            {
                answer.Insert(random.Next(answer.Count), answer[at]);
            }
        }

        if (!right && answer.SequenceEqual(sorted))
        {
            answer.Add(0);
        }

        return NumberLists.Write(answer);
    }
}
