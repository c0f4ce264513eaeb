namespace AgentLoad.Measurement.Slo;

/// <summary>
/// Edit distance of words without regard to case: the minimum number of insertions, deletions, replacements and swaps of neighbors that
/// turn one word into another (optimal string alignment).
/// </summary>
internal static class EditDistance
{
    public static int Between(string left, string right)
    {
        var (beforeLast, last, row) = (
            new int[right.Length + 1],
            new int[right.Length + 1],
            Enumerable.Range(0, right.Length + 1).ToArray()
        );
        for (var i = 1; i <= left.Length; i++)
        {
            (beforeLast, last, row) = (last, row, beforeLast);
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                row[j] = Math.Min(last[j - 1] + (Same(i - 1, j - 1) ? 0 : 1), Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(i - 1, j - 2) && Same(i - 2, j - 1))
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }
        }

        return row[^1];

        bool Same(int i, int j) => char.ToLowerInvariant(left[i]) == char.ToLowerInvariant(right[j]);
    }
}
