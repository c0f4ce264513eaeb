namespace AgentLoad.Client.Results;

/// <summary>The tables of <c>run.db</c>. SQLite keeps the comments: <c>.schema</c> shows them.</summary>
internal static class Schema
{
    /// <summary>Kept as <c>user_version</c>; raised with every change that a reader must know of.</summary>
    public const int Version = 4;

    /// <summary>Marks the file as one of this program ("AgLd").</summary>
    public const int ApplicationId = 0x41674C64;

    public const string Ddl = """
        -- Times are REAL seconds; instants count from the start of the run. NULL: the server did not report it. Flags are 0 or 1.
        CREATE TABLE runs (                  -- one row: a file holds one run
          id TEXT PRIMARY KEY,               -- the name of the run's folder
          name TEXT NOT NULL,
          workload TEXT NOT NULL,            -- name of the workload
          started TEXT NOT NULL,             -- wall clock, ISO 8601, UTC
          version TEXT NOT NULL,             -- of agentload
          seed INTEGER NOT NULL,
          agents INTEGER NOT NULL,
          simulated INTEGER NOT NULL,        -- 1: at least one endpoint was a simulated node
          planned_tasks INTEGER,             -- baseline included; NULL: time ended the run
          completed INTEGER NOT NULL,        -- 0: the run is under way, or died
          facts TEXT NOT NULL                -- JSON: all of the above and the endpoints; times only where completed
        );
        CREATE TABLE tasks (                 -- one row per attempt of a task
          task_id INTEGER NOT NULL,
          attempt INTEGER NOT NULL,          -- from 1
          agent INTEGER NOT NULL,
          agent_group TEXT NOT NULL,
          problem TEXT NOT NULL,             -- kind: game24
          problem_id TEXT NOT NULL,          -- the very problem: game24/4-5-6-10
          strategy TEXT NOT NULL,
          is_baseline INTEGER NOT NULL,      -- 1: a direct call to compare with
          in_window INTEGER NOT NULL,        -- 1: ended in the measured window
          intended_start_s REAL NOT NULL,
          start_s REAL NOT NULL,
          end_s REAL NOT NULL,
          state TEXT NOT NULL,               -- Solved, Unsolved, Answered, OutOfBudget, Failed, Lost, Aborted
          answer TEXT,
          score REAL,                        -- how right the answer is, 0 to 1; 0 without one; NULL: no verifier, or cut off
          error TEXT,
          budget_reached TEXT,               -- Tokens, Calls, Time, Money: where state is OutOfBudget
          parse_failures INTEGER NOT NULL,   -- replies that held nothing to parse
          latency_s REAL AS (end_s - start_s),
          effective_latency_s REAL AS (end_s - intended_start_s),
          PRIMARY KEY (task_id, attempt)
        ) WITHOUT ROWID;
        CREATE TABLE steps (                 -- calls and tool calls
          task_id INTEGER NOT NULL,
          attempt INTEGER NOT NULL,
          step_id INTEGER NOT NULL,          -- 1, 2, … in the task attempt
          step_key TEXT NOT NULL,            -- place in the search: L2/propose/3
          kind TEXT NOT NULL,                -- Call, Tool
          name TEXT NOT NULL,                -- what for: propose, value, or the tool's name
          asked_s REAL NOT NULL,
          sent_s REAL NOT NULL,
          end_s REAL NOT NULL,
          tool_error TEXT,
          score REAL,                        -- what a judging step said: a value, a grade, 1 or 0 for yes or no
          on_answer_path INTEGER NOT NULL,   -- 0: wasted work
          on_critical_path INTEGER NOT NULL, -- 1: on the longest time-weighted path
          latency_s REAL AS (end_s - sent_s),
          PRIMARY KEY (task_id, attempt, step_id)
        ) WITHOUT ROWID;
        CREATE TABLE edges (                 -- the graph of a task
          task_id INTEGER NOT NULL,
          attempt INTEGER NOT NULL,
          step_id INTEGER NOT NULL,
          kind TEXT NOT NULL,                -- after: waited for; uses: its result went in
          position INTEGER NOT NULL,         -- from 0 in the list of the step
          from_step_id INTEGER NOT NULL,
          PRIMARY KEY (task_id, attempt, step_id, kind, position)
        ) WITHOUT ROWID;
        CREATE TABLE calls (                 -- one row per step of kind Call
          task_id INTEGER NOT NULL,
          attempt INTEGER NOT NULL,
          step_id INTEGER NOT NULL,
          endpoint TEXT NOT NULL,
          model TEXT NOT NULL,
          outcome TEXT NOT NULL,             -- Completed, LengthLimited, Overloaded, …
          http_status INTEGER,
          error TEXT,
          retry_of INTEGER,                  -- step_id of the call that this one repeats
          ttft_s REAL,
          ttfo_s REAL,
          last_chunk_s REAL,                 -- sent to last non-empty chunk
          images INTEGER NOT NULL,           -- in the prompt
          prompt_tokens INTEGER,             -- cached ones included
          cached_tokens INTEGER,
          completion_tokens INTEGER,         -- reasoning included
          reasoning_tokens INTEGER,
          resent_tokens INTEGER,             -- sent before in the same task
          requested_tokens INTEGER NOT NULL, -- limit in the request
          provenance TEXT NOT NULL,          -- of the token counts: Server, Estimated, Missing
          server_queue_s REAL,
          server_load_s REAL,
          server_prefill_s REAL,
          server_decode_s REAL,
          cost REAL,                         -- money, by the workload's prices
          tpot_s REAL AS (CASE WHEN completion_tokens > 1 THEN (last_chunk_s - ttft_s) / (completion_tokens - 1) END),
          PRIMARY KEY (task_id, attempt, step_id)
        ) WITHOUT ROWID;
        CREATE TABLE chunk_gap_histogram (   -- call.chunk_gap: how many gaps lay in [lower_us, lower_us + width_us)
          strategy TEXT NOT NULL,
          is_baseline INTEGER NOT NULL,
          in_window INTEGER NOT NULL,
          lower_us INTEGER NOT NULL,         -- microseconds
          width_us INTEGER NOT NULL,         -- at most 0.1 % of lower_us, or 1
          count INTEGER NOT NULL,
          PRIMARY KEY (strategy, is_baseline, in_window, lower_us)
        ) WITHOUT ROWID;
        CREATE TABLE snapshots (             -- the live view's numbers, as they were shown
          at_s REAL PRIMARY KEY,
          snapshot TEXT NOT NULL             -- JSON
        ) WITHOUT ROWID;
        CREATE TABLE server_samples (        -- what model servers said of themselves; NULL: not said
          source TEXT NOT NULL,              -- address that was asked
          at_s REAL NOT NULL,
          endpoint TEXT NOT NULL,            -- of the workload
          software TEXT,                     -- vLLM, SGLang, llama.cpp, DCGM, Ollama; NULL: no answer that can be used
          simulated INTEGER NOT NULL,        -- 1: it says that no GPU stands behind it
          running REAL,                      -- requests being worked on
          waiting REAL,                      -- requests that wait: the queue's depth
          kv_cache_use REAL,                 -- share in use; of several engines the fullest
          prompt_tokens REAL,                -- since the server began, as it counts them; so the next two
          cached_tokens REAL,
          completion_tokens REAL,
          gpu_power_w REAL,                  -- all GPUs together
          gpu_energy_j REAL,                 -- since they were switched on
          gpu_use REAL,                      -- mean share of time in which they worked
          gpu_memory_bytes REAL,
          loaded_models REAL,
          trouble TEXT,                      -- what was wrong with the answer
          PRIMARY KEY (source, at_s)
        ) WITHOUT ROWID;
        CREATE VIEW task_tokens AS           -- sums over the calls of a task attempt
          SELECT c.task_id, c.attempt, count(*) AS calls, sum(c.prompt_tokens) AS prompt_tokens,
                 sum(c.completion_tokens) AS completion_tokens,
                 sum(ifnull(c.prompt_tokens, 0) + ifnull(c.completion_tokens, 0)) AS total_tokens,
                 sum(c.resent_tokens) AS resent_tokens,
                 sum(CASE WHEN c.prompt_tokens > 0 AND c.resent_tokens = c.prompt_tokens THEN 0 ELSE c.prompt_tokens END) AS distinct_prompt_tokens,
                 sum(CASE s.on_answer_path WHEN 0 THEN ifnull(c.prompt_tokens, 0) + ifnull(c.completion_tokens, 0) ELSE 0 END) AS wasted_tokens
          FROM calls c JOIN steps s USING (task_id, attempt, step_id) GROUP BY c.task_id, c.attempt;
        """;
}
