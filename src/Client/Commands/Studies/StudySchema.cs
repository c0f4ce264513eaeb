namespace AgentLoad.Client.Commands.Studies;

/// <summary>The tables of <c>study.db</c>. SQLite stores the comments; <c>.schema</c> shows them.</summary>
internal static class StudySchema
{
    /// <summary>Schema version, stored as <c>user_version</c>; incremented with every change of the tables.</summary>
    public const int Version = 4;

    /// <summary>Oldest version that can be read for a report. Version 3 has no settings of the command line.</summary>
    public const int OldestVersion = 3;

    /// <summary>The DDL statements.</summary>
    public const string Ddl = """
        CREATE TABLE IF NOT EXISTS study (      -- one row
          name TEXT NOT NULL,
          fingerprint TEXT NOT NULL,            -- of grid and settings; only the same study can resume
          seed INTEGER NOT NULL,
          seeds INTEGER NOT NULL,
          file TEXT NOT NULL,                   -- text of the study file
          settings TEXT NOT NULL                -- JSON: settings of the command line, "key=value"
        );
        CREATE TABLE IF NOT EXISTS cells (      -- cells of the grid
          cell_id INTEGER PRIMARY KEY,
          strategy TEXT NOT NULL,
          strategy_settings TEXT NOT NULL,
          problem TEXT NOT NULL,
          problem_settings TEXT NOT NULL,
          model TEXT NOT NULL,
          budget TEXT NOT NULL,                 -- empty if none
          swept TEXT NOT NULL                   -- JSON: swept parameters and their values
        );
        CREATE TABLE IF NOT EXISTS units (      -- completed units: a cell on the problems of one seed
          position INTEGER PRIMARY KEY,         -- position in the random order
          cell_id INTEGER NOT NULL,
          seed INTEGER NOT NULL,
          folder TEXT NOT NULL,                 -- folder of the run, for agentload summary, tree and report
          simulated INTEGER NOT NULL,
          valid INTEGER NOT NULL,               -- 0 if the run is invalid
          completed TEXT                        -- time of completion, UTC
        );
        CREATE TABLE IF NOT EXISTS tasks (      -- one row per task; NULL if the server did not report the value
          position INTEGER NOT NULL,
          task_id INTEGER NOT NULL,
          cell_id INTEGER NOT NULL,
          seed INTEGER NOT NULL,
          problem_id TEXT NOT NULL,             -- equal in all cells of the same problem and seed
          state TEXT NOT NULL,
          calls INTEGER NOT NULL,
          tool_calls INTEGER NOT NULL,
          depth INTEGER NOT NULL,
          peak_calls INTEGER NOT NULL,
          prompt_tokens INTEGER,
          completion_tokens INTEGER,
          total_tokens INTEGER,
          resent_tokens INTEGER,
          distinct_prompt_tokens INTEGER,       -- of calls with a prompt that was not sent before in the task
          wasted_tokens INTEGER,
          latency_s REAL NOT NULL,
          critical_path_s REAL NOT NULL,
          parallelism REAL NOT NULL,
          server_s REAL,
          parse_failures INTEGER NOT NULL,
          retries INTEGER NOT NULL,
          score REAL,                           -- correctness of the answer, 0 to 1
          start_s REAL NOT NULL,                -- since the start of the run
          call_s REAL NOT NULL,                 -- sum of the durations of the calls
          server_queue_s REAL,                  -- sum of the times in the queues of the servers
          PRIMARY KEY (position, task_id)
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS results (    -- one row per cell, as in results.csv
          cell_id INTEGER PRIMARY KEY,
          figures TEXT NOT NULL                 -- JSON
        );
        CREATE TABLE IF NOT EXISTS laws (       -- power: metric = constant * parameter ^ exponent; affine: slope * parameter + intercept
          about TEXT NOT NULL,
          metric TEXT NOT NULL,
          parameter TEXT NOT NULL,              -- a law of several parameters has a row for each
          parameters TEXT NOT NULL,             -- all parameters of the law, separated by spaces
          form TEXT NOT NULL,                   -- power or affine: the form that describes the data
          exponent REAL NOT NULL,
          low REAL,                             -- 95 % confidence interval; NULL: only one replicate
          high REAL,
          constant REAL NOT NULL,
          slope REAL,                           -- NULL with several parameters
          intercept REAL,
          r_squared REAL NOT NULL,
          max_deviation REAL NOT NULL,          -- largest relative distance of a mean from the law
          lacks_fit INTEGER NOT NULL,           -- 1: the data follow neither form
          points INTEGER NOT NULL,
          replicates INTEGER NOT NULL           -- problems, or repetitions for the load of a whole run
        );
        """;
}
