using AgentLoad.Client.Results;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Statistics;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Client.Reports.Csv;

/// <summary>Exports a run as CSV, one file per table. Columns are named after the metrics; durations are in seconds.</summary>
internal static class CsvFiles
{
    /// <summary>Writes <c>tasks.csv</c>, <c>steps.csv</c>, <c>strategies.csv</c> and <c>slos.csv</c> in one pass over the run.</summary>
    /// <returns>The output folder.</returns>
    public static async Task<string> WriteAsync(RunArchive archive, string? output, CancellationToken cancellationToken)
    {
        var folder = output ?? Path.Combine(archive.Folder, "csv");
        Directory.CreateDirectory(folder);
        await using var tasks = new CsvWriter(
            Path.Combine(folder, "tasks.csv"),
            "task_id",
            "attempt",
            "agent",
            "agent_group",
            "problem",
            "problem_id",
            "strategy",
            "is_baseline",
            "in_window",
            "intended_start_s",
            "start_s",
            "end_s",
            "state",
            "score",
            "latency_s",
            "effective_latency_s",
            "calls",
            "tool_calls",
            "depth",
            "peak_calls",
            "parallelism",
            "critical_path_s",
            "prompt_tokens",
            "cached_tokens",
            "completion_tokens",
            "total_tokens",
            "resent_tokens",
            "distinct_prompt_tokens",
            "wasted_tokens",
            "retries",
            "parse_failures",
            "answer",
            "error"
        );
        await using var steps = new CsvWriter(
            Path.Combine(folder, "steps.csv"),
            "task_id",
            "attempt",
            "step_id",
            "step_key",
            "kind",
            "name",
            "asked_s",
            "sent_s",
            "end_s",
            "in_window",
            "on_answer_path",
            "on_critical_path",
            "after",
            "tool_error",
            "endpoint",
            "model",
            "outcome",
            "http_status",
            "retry_of",
            "ttft_s",
            "ttfo_s",
            "tpot_s",
            "images",
            "prompt_tokens",
            "cached_tokens",
            "completion_tokens",
            "reasoning_tokens",
            "resent_tokens",
            "provenance",
            "server_queue_s",
            "server_load_s",
            "server_prefill_s",
            "server_decode_s",
            "error"
        );
        var window = MeasuredWindow.Of(archive.Facts);
        foreach (var task in archive.ReadTasks(cancellationToken))
        {
            Write(tasks, task, TaskMetrics.Of(task), window);
            foreach (var step in task.Steps)
            {
                Write(steps, task, step, window);
            }
        }

        var summary = archive.ReadSummary() ?? ArchiveSummary.Recover(archive);
        await WriteStrategiesAsync(summary, folder);
        await WriteSlosAsync(summary, folder);
        return folder;
    }

    private static void Write(CsvWriter csv, TaskRecord task, TaskMetrics m, MeasuredWindow window) =>
        csv.Row(
            task.Id,
            task.Attempt,
            task.Agent,
            task.Group,
            task.Problem,
            task.ProblemId,
            task.Strategy,
            task.IsBaseline,
            window.Began(task),
            task.IntendedStart,
            task.Start,
            task.End,
            task.State.ToString(),
            task.Score,
            m.LatencySeconds,
            m.EffectiveLatencySeconds,
            m.Calls,
            m.ToolCalls,
            m.Depth,
            m.PeakCalls,
            m.Parallelism,
            m.CriticalPathSeconds,
            m.PromptTokens,
            m.CachedTokens,
            m.CompletionTokens,
            m.TotalTokens,
            m.ResentTokens,
            m.DistinctPromptTokens,
            m.WastedTokens,
            m.Retries,
            m.ParseFailures,
            task.Answer,
            task.Error
        );

    private static void Write(CsvWriter csv, TaskRecord task, StepRecord step, MeasuredWindow window)
    {
        var call = step.Call;
        csv.Row(
            task.Id,
            task.Attempt,
            step.Id,
            step.Key,
            step.Kind.ToString(),
            step.Name,
            step.Asked,
            step.Sent,
            step.End,
            window.Ended(step),
            step.OnAnswerPath,
            step.OnCriticalPath,
            string.Join(' ', step.After),
            step.ToolError,
            call?.Endpoint,
            call?.Model,
            call?.Outcome.ToString(),
            call?.HttpStatus,
            call?.RetryOf,
            call?.Ttft,
            call?.Ttfo,
            call?.Tpot,
            call?.Images,
            call?.PromptTokens,
            call?.CachedTokens,
            call?.CompletionTokens,
            call?.ReasoningTokens,
            call?.ResentTokens,
            call?.Provenance.ToString(),
            call?.ServerQueue,
            call?.ServerLoad,
            call?.ServerPrefill,
            call?.ServerDecode,
            call?.Error
        );
    }

    private static async Task WriteStrategiesAsync(RunSummary summary, string folder)
    {
        await using var csv = new CsvWriter(
            Path.Combine(folder, "strategies.csv"),
            "simulated",
            "agent_group",
            "problem",
            "strategy",
            "is_baseline",
            "tasks",
            "solved",
            "solved_low",
            "solved_high",
            "score",
            "score_low",
            "score_high",
            "calls_mean",
            "prompt_tokens_mean",
            "completion_tokens_mean",
            "total_tokens_mean",
            "latency_p50_s",
            "latency_p95_s",
            "latency_p95_certified",
            "critical_path_mean_s",
            "parallelism_mean",
            "wasted_share",
            "resent_share",
            "amplification",
            "amplification_low",
            "amplification_high"
        );
        foreach (var row in summary.Strategies)
        {
            var ratio = row.Amplification?.TotalTokens;
            csv.Row(
                summary.Run.Simulated,
                row.Group,
                row.Problem,
                row.Strategy,
                row.IsBaseline,
                row.Tasks,
                row.Solved?.Rate,
                row.Solved?.Low,
                row.Solved?.High,
                row.Score?.Mean,
                row.Score?.Low,
                row.Score?.High,
                row.Calls?.Mean,
                row.PromptTokens?.Mean,
                row.CompletionTokens?.Mean,
                row.TotalTokens?.Mean,
                row.LatencySeconds?.P50,
                row.LatencySeconds?.P95,
                row.LatencySeconds is { } latency ? TailCertification.IsCertified(0.95, latency.Count) : null,
                row.CriticalPathSeconds?.Mean,
                row.Parallelism?.Mean,
                row.WastedShare,
                row.ResentShare,
                ratio?.Ratio,
                ratio?.Low,
                ratio?.High
            );
        }
    }

    private static async Task WriteSlosAsync(RunSummary summary, string folder)
    {
        await using var csv = new CsvWriter(Path.Combine(folder, "slos.csv"), "clause", "met", "actual", "bound", "samples", "certified");
        foreach (var slo in summary.Slos)
        {
            csv.Row(slo.Clause, slo.Met, slo.Actual, slo.Bound, slo.Samples, slo.Certified);
        }
    }
}
