namespace AgentLoad.Client.Results;

/// <summary>Tables of <c>run.db</c>. SQLite keeps the comments: <c>.schema</c> shows them.</summary>
internal static class Schema
{
    /// <summary>Stored as <c>user_version</c>; incremented with every incompatible change.</summary>
    public const int Version = 5;

    /// <summary>Oldest version that can be read.</summary>
    public const int OldestVersion = 4;

    /// <summary>Identifies the file as a run of agentload ("AgLd").</summary>
    public const int ApplicationId = 0x41674C64;

    public const string Ddl = """
        -- Times are REAL seconds; instants count from the start of the run. NULL: the server did not report it. Flags are 0 or 1.
        CREATE TABLE runs (                  -- one row: a database holds one run
          id TEXT PRIMARY KEY,               -- name of the folder of the run
          name TEXT NOT NULL,
          workload TEXT NOT NULL,            -- name of the workload
          started TEXT NOT NULL,             -- wall clock, ISO 8601, UTC
          version TEXT NOT NULL,             -- version of agentload
          seed INTEGER NOT NULL,
          agents INTEGER NOT NULL,
          simulated INTEGER NOT NULL,        -- 1: at least one endpoint was a simulated node
          planned_tasks INTEGER,             -- baseline included; NULL: the duration ended the run
          completed INTEGER NOT NULL,        -- 0: the run is running or was interrupted
          facts TEXT NOT NULL                -- JSON: all columns above and the endpoints; times only if completed
        );
        CREATE TABLE tasks (                 -- one row per attempt of a task
          task_id INTEGER NOT NULL,
          attempt INTEGER NOT NULL,          -- from 1
          agent INTEGER NOT NULL,
          agent_group TEXT NOT NULL,
          problem TEXT NOT NULL,             -- kind: game24
          problem_id TEXT NOT NULL,          -- problem instance: game24/4-5-6-10
          strategy TEXT NOT NULL,
          is_baseline INTEGER NOT NULL,      -- 1: direct call for comparison
          has_verifier INTEGER NOT NULL,     -- 0: no answer to the problem can be judged
          in_window INTEGER NOT NULL,        -- 1: began in the measured window
          intended_start_s REAL NOT NULL,
          start_s REAL NOT NULL,
          end_s REAL NOT NULL,
          state TEXT NOT NULL,               -- Solved, Unsolved, Answered, OutOfBudget, Failed, Lost, Aborted (cut off)
          answer TEXT,
          score REAL,                        -- correctness of the answer, 0 to 1; 0: no answer; NULL: no verifier, or aborted
          error TEXT,
          budget_reached TEXT,               -- Tokens, Calls, Time, Money; only if state is OutOfBudget
          parse_failures INTEGER NOT NULL,   -- responses that could not be parsed
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
          name TEXT NOT NULL,                -- purpose (propose, value) or name of the tool
          asked_s REAL NOT NULL,
          sent_s REAL NOT NULL,
          end_s REAL NOT NULL,
          in_window INTEGER NOT NULL,        -- 1: ended in the measured window
          tool_error TEXT,
          score REAL,                        -- score given by an evaluation step: a value, a grade, or 1 or 0 for yes or no
          on_answer_path INTEGER NOT NULL,   -- 0: wasted work
          on_critical_path INTEGER NOT NULL, -- 1: on the longest time-weighted path
          latency_s REAL AS (end_s - sent_s),
          PRIMARY KEY (task_id, attempt, step_id)
        ) WITHOUT ROWID;
        CREATE TABLE edges (                 -- dependency graph of a task
          task_id INTEGER NOT NULL,
          attempt INTEGER NOT NULL,
          step_id INTEGER NOT NULL,
          kind TEXT NOT NULL,                -- after: waited for; uses: used the result of
          position INTEGER NOT NULL,         -- index in the list of the step, from 0
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
          retry_of INTEGER,                  -- step_id of the retried call
          ttft_s REAL,
          ttfo_s REAL,
          last_chunk_s REAL,                 -- from sent to the last non-empty chunk
          images INTEGER NOT NULL,           -- in the prompt
          prompt_tokens INTEGER,             -- cached ones included
          cached_tokens INTEGER,
          completion_tokens INTEGER,         -- reasoning included
          reasoning_tokens INTEGER,
          resent_tokens INTEGER,             -- prompt tokens already sent in the same task
          requested_tokens INTEGER NOT NULL, -- token limit of the request
          provenance TEXT NOT NULL,          -- source of the token counts: Server, Estimated, Missing
          server_queue_s REAL,
          server_load_s REAL,
          server_prefill_s REAL,
          server_decode_s REAL,
          cost REAL,                         -- cost at the prices of the workload
          shared_tokens INTEGER,             -- prompt tokens that begin an earlier prompt of the run; since 0.2
          tpot_s REAL AS (CASE WHEN completion_tokens > 1 AND last_chunk_s > ttft_s
                          THEN (last_chunk_s - ttft_s) / (completion_tokens - 1) END),
          PRIMARY KEY (task_id, attempt, step_id)
        ) WITHOUT ROWID;
        CREATE TABLE chunk_gap_histogram (   -- call.chunk_gap: number of gaps in [lower_us, lower_us + width_us)
          strategy TEXT NOT NULL,
          is_baseline INTEGER NOT NULL,
          in_window INTEGER NOT NULL,        -- 1: calls that ended in the measured window
          lower_us INTEGER NOT NULL,         -- microseconds
          width_us INTEGER NOT NULL,         -- at most 0.1 % of lower_us, or 1
          count INTEGER NOT NULL,
          PRIMARY KEY (strategy, is_baseline, in_window, lower_us)
        ) WITHOUT ROWID;
        CREATE TABLE snapshots (             -- snapshots shown by the live views
          at_s REAL PRIMARY KEY,
          snapshot TEXT NOT NULL             -- JSON
        ) WITHOUT ROWID;
        CREATE TABLE server_samples (        -- metrics scraped from model servers; NULL: not reported
          source TEXT NOT NULL,              -- scraped URL
          at_s REAL NOT NULL,
          endpoint TEXT NOT NULL,            -- endpoint of the workload
          software TEXT,                     -- vLLM, SGLang, llama.cpp, DCGM, Ollama; NULL: no usable response
          simulated INTEGER NOT NULL,        -- 1: the server is simulated, without a GPU
          running REAL,                      -- running requests
          waiting REAL,                      -- queued requests
          kv_cache_use REAL,                 -- share in use; maximum over engines
          prompt_tokens REAL,                -- counter since the start of the server; also the next two
          cached_tokens REAL,
          completion_tokens REAL,
          gpu_power_w REAL,                  -- sum over GPUs
          gpu_energy_j REAL,                 -- counter since power-on
          gpu_use REAL,                      -- mean utilization, 0 to 1
          gpu_memory_bytes REAL,
          loaded_models REAL,
          trouble TEXT,                      -- scrape error
          PRIMARY KEY (source, at_s)
        ) WITHOUT ROWID;
        CREATE VIEW task_tokens AS           -- sums over the calls of a task attempt
          SELECT c.task_id, c.attempt, count(*) AS calls, sum(c.prompt_tokens) AS prompt_tokens,
                 sum(c.completion_tokens) AS completion_tokens,
                 sum(ifnull(c.prompt_tokens, 0) + ifnull(c.completion_tokens, 0)) AS total_tokens,
                 sum(c.resent_tokens) AS resent_tokens,
                 sum(CASE WHEN c.prompt_tokens > 0 AND c.resent_tokens = c.prompt_tokens THEN 0
                     ELSE c.prompt_tokens END) AS distinct_prompt_tokens,
                 sum(CASE s.on_answer_path WHEN 0 THEN ifnull(c.prompt_tokens, 0) + ifnull(c.completion_tokens, 0)
                     ELSE 0 END) AS wasted_tokens
          FROM calls c JOIN steps s USING (task_id, attempt, step_id) GROUP BY c.task_id, c.attempt;
        """;
}
