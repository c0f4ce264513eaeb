namespace AgentLoad.Client.Tests.Results;

/// <summary>SQL for parts of a summary that are null: a part may only be null if run.db has no data for it.</summary>
internal static class AbsentValueSql
{
    private static readonly (string Column, string Qualified)[] Qualified =
    [
        ("AND is_baseline", "AND t.is_baseline"),
        ("agent_group", "t.agent_group"),
        ("problem =", "t.problem ="),
        ("strategy =", "t.strategy ="),
        ("began AND state", "t.began AND t.state"),
    ];

    /// <summary>
    /// Returns SQL that must yield 0 or NULL for the part; null if the part is a number and has a query in <see cref="SummaryQueries"/>.
    /// </summary>
    public static string? SqlOf(string path, string row)
    {
        var parts = path.Split('.');
        return path switch
        {
            "calls.promptCache" => "SELECT count(*) FROM c WHERE NOT is_baseline AND good AND prompt_tokens > 0",
            "throughput.tokensPerDay" => "SELECT count(*) FROM c WHERE NOT is_baseline AND good",
            "servers" => "SELECT count(*) FROM server_samples",
            "calls.chunkGapSeconds" => "SELECT sum(count) FROM chunk_gap_histogram WHERE in_window AND NOT is_baseline",
            "strategies[].solved" =>
                $"SELECT count(*) FROM t WHERE {SummaryQueries.AllOfRow} AND has_verifier AND state NOT IN ('Failed', 'Lost')",
            "strategies[].score" => $"SELECT count(score) FROM t WHERE {row}",
            "strategies[].adjustedLatencySeconds" or "strategies[].adjustedEffectiveLatencySeconds" =>
                $"SELECT count(*) FROM t WHERE {SummaryQueries.AllOfRow} AND state IN ('Failed', 'Lost', 'Aborted')",
            "calls.adjustedLatencySeconds" or "calls.adjustedTtftSeconds" => "SELECT count(*) FROM c WHERE NOT is_baseline AND failed",
            "strategies[].criticalPathMean" => $"SELECT count(*) FROM t WHERE {row}",
            // Requires baseline tasks on the same problems; the baseline itself has no amplification.
            "strategies[].amplification" => Amplification(row),
            _ when parts is ["calls", var column] && column.EndsWith("Seconds", StringComparison.Ordinal) =>
                $"SELECT count({SummaryColumns.OfCall(column)}) FROM c WHERE NOT is_baseline",
            "calls.imageTokens" => $"SELECT count({SummaryColumns.OfCall("imageTokens")}) FROM c WHERE NOT is_baseline",
            _ when parts is ["strategies[]", var column] && SummaryColumns.IsTaskColumn(column) =>
                $"SELECT count({SummaryColumns.OfTask(column)}) FROM t WHERE {row}",
            _ when path.StartsWith("servers.sources[", StringComparison.Ordinal) && path.EndsWith(".software", StringComparison.Ordinal) =>
                "SELECT 0",
            _ => null,
        };
    }

    private static string Amplification(string row)
    {
        foreach (var (column, qualified) in Qualified)
        {
            row = row.Replace(column, qualified, StringComparison.Ordinal);
        }

        return $"""
            SELECT count(*) FROM t JOIN t b USING (problem_id) WHERE {row} AND NOT t.is_baseline AND b.is_baseline
            AND (b.agent_group = t.agent_group
              OR NOT EXISTS (SELECT 1 FROM t g WHERE g.is_baseline AND g.agent_group = t.agent_group))
            AND b.began AND t.state NOT IN ('Failed', 'Lost') AND b.state NOT IN ('Aborted', 'Failed', 'Lost')
            """;
    }
}
