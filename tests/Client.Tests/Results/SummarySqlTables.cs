namespace AgentLoad.Client.Tests.Results;

/// <summary>Temporary tables with the metrics of a run, computed from run.db by SQL according to docs/reference/metrics.md.</summary>
internal static class SummarySqlTables
{
    public const string Sql = """
        CREATE TEMP TABLE f AS SELECT json_extract(facts, '$.openLoop') open, json_extract(facts, '$.windowStartSeconds') ws,
          json_extract(facts, '$.windowEndSeconds') we,
          json_extract(facts, '$.windowEndSeconds') - json_extract(facts, '$.windowStartSeconds') seconds, json_extract(facts,
            '$.notStarted') not_started FROM runs;

        CREATE TEMP TABLE s AS SELECT s.*, c.endpoint, c.model, c.outcome, c.provenance, c.retry_of, c.ttft_s, c.ttfo_s,
          c.last_chunk_s, c.images, c.prompt_tokens, c.cached_tokens,
            c.completion_tokens, c.reasoning_tokens, c.resent_tokens, c.shared_tokens,
            c.server_queue_s, c.server_load_s, c.server_prefill_s,
              c.server_decode_s, c.cost,
            CASE WHEN c.prompt_tokens IS NULL AND c.completion_tokens IS NULL THEN NULL ELSE ifnull(c.prompt_tokens,
              0) + ifnull(c.completion_tokens, 0) END tokens,
            max(0, s.end_s - s.asked_s) length, min(max(0, s.sent_s - s.asked_s), max(0, s.end_s - s.asked_s)) queue,
            max(0, ifnull(c.server_queue_s, 0)) + max(0, ifnull(c.server_load_s, 0)) + max(0, ifnull(c.server_prefill_s, 0)) + max(0,
              ifnull(c.server_decode_s, 0)) reported
          FROM steps s LEFT JOIN calls c USING (task_id, attempt, step_id);
        CREATE INDEX temp.s_by_task ON s (task_id, attempt, step_id);

        CREATE TEMP TABLE parts AS
          SELECT task_id, attempt, sum(queue) client_queue, sum(scale * max(0, ifnull(server_queue_s, 0))) server_queue,
            sum(scale * max(0, ifnull(server_load_s, 0))) load,
            sum(scale * max(0, ifnull(server_prefill_s, 0))) prefill, sum(scale * max(0, ifnull(server_decode_s, 0))) decode,
            sum(CASE kind WHEN 'Tool' THEN length - queue ELSE 0 END) tool, sum(wait) joins,
              sum(CASE WHEN kind = 'Tool' OR unsplit THEN 0 ELSE max(0, length - queue - (reported * scale)) END) other,
              sum(CASE WHEN unsplit THEN first_token ELSE 0 END) to_first,
              sum(CASE WHEN unsplit THEN length - queue - first_token ELSE 0 END) after_first
          FROM (SELECT *, kind = 'Call' AND coalesce(server_queue_s, server_load_s, server_prefill_s, server_decode_s) IS NULL unsplit,
              max(0, min(ifnull(ttft_s, length - queue), length - queue)) first_token,
              CASE WHEN reported > length - queue THEN (length - queue) / reported ELSE 1 END scale,
              max(0, asked_s - ifnull(lag(end_s) OVER (PARTITION BY task_id, attempt ORDER BY step_id),
                asked_s)) wait FROM s WHERE on_critical_path)
          GROUP BY task_id, attempt;

        CREATE TEMP TABLE depths AS
          WITH RECURSIVE d(task_id, attempt, step_id, depth) AS (
            SELECT task_id, attempt, step_id, 1 FROM steps
            UNION SELECT e.task_id, e.attempt, e.step_id, d.depth + 1 FROM d JOIN edges e ON (e.task_id, e.attempt,
              e.from_step_id) = (d.task_id, d.attempt, d.step_id) WHERE e.kind = 'after')
          SELECT task_id, attempt, max(depth) depth FROM d GROUP BY task_id, attempt;

        CREATE TEMP TABLE peaks AS
          SELECT task_id, attempt, max(n) peak FROM (
            SELECT a.task_id, a.attempt, max(1, (SELECT count(*) FROM s b WHERE (b.task_id, b.attempt) = (a.task_id,
              a.attempt) AND b.kind = 'Call' AND b.sent_s <= a.sent_s AND b.end_s > a.sent_s)) n
            FROM s a WHERE a.kind = 'Call') GROUP BY task_id, attempt;

        CREATE TEMP TABLE t AS
          SELECT t.*, t.start_s BETWEEN (SELECT ws FROM f) AND (SELECT we FROM f) began, t.end_s - t.start_s latency,
            t.end_s - t.intended_start_s effective, ifnull(n.calls, 0) calls, ifnull(n.tools,
            0) tool_calls, ifnull(d.depth, 0) depth, ifnull(p.peak, 0) peak,
            n.prompt, n.cached, n.completion, n.reasoning, n.total, n.resent, n.wasted, n.server_s, n.cost, ifnull(n.retries,
              0) retries, n.retry_tokens,
            ifnull(x.client_queue, 0) client_queue, ifnull(x.server_queue, 0) server_queue, ifnull(x.load, 0) load, ifnull(x.prefill,
              0) prefill, ifnull(x.decode, 0) decode,
            ifnull(x.tool, 0) tool, ifnull(x.joins, 0) joins, ifnull(x.other, 0) other,
            ifnull(x.to_first, 0) to_first, ifnull(x.after_first, 0) after_first,
            ifnull(x.client_queue + x.server_queue + x.load + x.prefill + x.decode + x.tool + x.joins + x.other + x.to_first
              + x.after_first, 0) critical,
              ifnull(n.length, 0) length
          FROM tasks t LEFT JOIN depths d USING (task_id, attempt) LEFT JOIN peaks p USING (task_id,
            attempt) LEFT JOIN parts x USING (task_id, attempt) LEFT JOIN (
            SELECT s.task_id, s.attempt, sum(s.kind = 'Call') calls, sum(s.kind = 'Tool') tools, sum(s.prompt_tokens) prompt,
              sum(s.cached_tokens) cached, sum(s.completion_tokens) completion,
              sum(s.reasoning_tokens) reasoning, sum(s.tokens) total, sum(s.resent_tokens) resent,
                sum(CASE WHEN s.on_answer_path AND t.answer IS NOT NULL THEN s.tokens * 0 ELSE s.tokens END) wasted,
              sum(CASE WHEN s.server_prefill_s IS NOT NULL OR s.server_decode_s IS NOT NULL THEN ifnull(s.server_prefill_s,
                0) + ifnull(s.server_decode_s, 0) END) server_s,
              sum(s.cost) cost, sum(s.retry_of IS NOT NULL) retries, sum(CASE WHEN s.retry_of IS NOT NULL
                THEN s.tokens END) retry_tokens, sum(s.length) length
            FROM s JOIN tasks t USING (task_id, attempt) GROUP BY s.task_id, s.attempt) n USING (task_id, attempt);

        CREATE TEMP TABLE c AS
          SELECT s.*, t.is_baseline, s.sent_s - (s.asked_s - late) schedule_delay, s.end_s - s.sent_s latency,
            s.end_s - (s.asked_s - late) effective,
            CASE WHEN completion_tokens > 1 AND last_chunk_s > ttft_s THEN (last_chunk_s - ttft_s) / (completion_tokens - 1) END tpot,
            CASE WHEN completion_tokens > 1 AND server_decode_s > 0 THEN server_decode_s / completion_tokens END server_tpot,
            outcome IN ('Completed', 'LengthLimited') good, outcome NOT IN ('Completed', 'LengthLimited', 'Cancelled', 'Aborted') failed
          FROM (SELECT s.*, CASE WHEN (SELECT open FROM f) AND s.retry_of IS NULL
                AND NOT EXISTS (SELECT 1 FROM edges e WHERE (e.task_id, e.attempt, e.step_id) = (s.task_id, s.attempt,
                  s.step_id) AND e.kind = 'after') THEN max(0, t.start_s - t.intended_start_s) ELSE 0 END late
              FROM s JOIN tasks t USING (task_id, attempt) WHERE s.kind = 'Call' AND s.outcome IS NOT NULL) s
            JOIN tasks t USING (task_id, attempt) WHERE s.end_s BETWEEN (SELECT ws FROM f) AND (SELECT we FROM f);

        CREATE TEMP TABLE gpu_energy AS
          WITH steps AS (
            SELECT source, at_s a, lead(at_s) OVER w b, gpu_energy_j ea, lead(gpu_energy_j) OVER w eb, gpu_power_w pa,
              lead(gpu_power_w) OVER w pb
            FROM server_samples WHERE source IN (SELECT source FROM server_samples
              WHERE gpu_power_w IS NOT NULL) WINDOW w AS (PARTITION BY source ORDER BY at_s)),
          parts AS (
            SELECT source, b - a length, min(we, b) - max(ws, a) inside, CASE WHEN eb - ea >= 0
              THEN eb - ea ELSE (pa + pb) / 2 * (b - a) END e,
              row_number() OVER (ORDER BY b - a) r, count(*) OVER () n
            FROM steps, f WHERE b > a)
          SELECT source, CASE WHEN sum(inside) >= 0.95 * seconds THEN sum(e * inside / length) * seconds / sum(inside) END joules
          FROM parts, f WHERE inside > 0 AND e IS NOT NULL AND length <= 3 * (SELECT length FROM parts WHERE r = n / 2 + 1);
        """;
}
