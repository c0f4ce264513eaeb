namespace AgentLoad.Client.Tests.Results;

/// <summary>What a summary leaves out must not be in run.db either: for a whole part of a summary that is null, the SQL that counts what there is of it.</summary>
internal static class AbsentValueSql
{
    /// <summary>The SQL, which is to give 0 or NULL; null where the part is a number, which has SQL of its own.</summary>
    public static string? SqlOf(string path, string row)
    {
        var parts = path.Split('.');
        return path switch
        {
            "servers" => "SELECT count(*) FROM server_samples",
            "calls.chunkGapSeconds" => "SELECT sum(count) FROM chunk_gap_histogram WHERE in_window AND NOT is_baseline",
            "strategies[].solved" => $"SELECT count(*) FROM t WHERE {row} AND state IN ('Solved', 'Unsolved', 'OutOfBudget')",
            "strategies[].score" => $"SELECT count(score) FROM t WHERE {row} AND state IN ('Solved', 'Unsolved')",
            "strategies[].criticalPathMean" => $"SELECT count(*) FROM t WHERE {row}",
            // Only beside direct calls on the same problems; the calls themselves are compared with nothing.
            "strategies[].amplification" =>
                $"SELECT count(*) FROM t JOIN t b USING (problem_id, agent_group) WHERE {row.Replace("AND is_baseline", "AND t.is_baseline", StringComparison.Ordinal).Replace("agent_group", "t.agent_group", StringComparison.Ordinal).Replace("problem =", "t.problem =", StringComparison.Ordinal).Replace("strategy =", "t.strategy =", StringComparison.Ordinal).Replace("in_window AND state", "t.in_window AND t.state", StringComparison.Ordinal)} AND NOT t.is_baseline AND b.is_baseline AND b.in_window AND t.state NOT IN ('Failed', 'Lost') AND b.state NOT IN ('Aborted', 'Failed', 'Lost')",
            _ when parts is ["calls", var column] && column.EndsWith("Seconds", StringComparison.Ordinal) =>
                $"SELECT count({SummarySqlComparison.CallColumn(column)}) FROM c WHERE NOT is_baseline",
            "calls.imageTokens" => $"SELECT count({SummarySqlComparison.CallColumn("imageTokens")}) FROM c WHERE NOT is_baseline",
            _ when parts is ["strategies[]", var column] && SummarySqlComparison.IsTaskColumn(column) =>
                $"SELECT count({SummarySqlComparison.TaskColumn(column)}) FROM t WHERE {row}",
            _ when path.StartsWith("servers.sources[", StringComparison.Ordinal) && path.EndsWith(".software", StringComparison.Ordinal) =>
                "SELECT 0",
            _ => null,
        };
    }
}
