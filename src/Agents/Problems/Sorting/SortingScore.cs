namespace AgentLoad.Agents.Problems.Sorting;

/// <summary>
/// The score of the sorting task of Graph of Thoughts (Besta et al. 2023, arXiv 2308.09687, section 4.1): 1 − errors / length, at least 0.
/// Errors are adjacent pairs in the wrong order plus, for each number, the difference of its counts in input and answer.
/// </summary>
internal static class SortingScore
{
    /// <summary>Computes the score, from 0 to 1 (no errors).</summary>
    public static double Of(IReadOnlyList<int> input, IReadOnlyList<int> answer)
    {
        var inversions = Enumerable.Range(0, Math.Max(0, answer.Count - 1)).Count(at => answer[at] > answer[at + 1]);
        var counts = new Dictionary<int, int>();
        foreach (var number in input)
        {
            counts[number] = counts.GetValueOrDefault(number) + 1;
        }

        foreach (var number in answer)
        {
            counts[number] = counts.GetValueOrDefault(number) - 1;
        }

        var errors = inversions + counts.Values.Sum(Math.Abs);
        return errors == 0 ? 1 : Math.Max(0, 1 - ((double)errors / Math.Max(1, input.Count)));
    }
}
