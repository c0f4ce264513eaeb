using AgentLoad.Client.Results;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;

namespace AgentLoad.Testing.Reports;

/// <summary>Saves a run of made-up tasks: searches that propose and judge, single calls, and their baseline.</summary>
public sealed class GeneratedRun
{
    private readonly Random _random = new(7);
    private readonly RunFacts _facts;
    private readonly int _steps;
    private readonly string _text;

    private GeneratedRun(RunFacts facts, int steps, string text) => (_facts, _steps, _text) = (facts, steps, text);

    /// <summary>Saves it below a folder.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="tasks">Number of tasks.</param>
    /// <param name="steps">Steps of each search.</param>
    /// <param name="text">Put wherever a model, server or user may put text.</param>
    /// <param name="isCompleted">False: the run died before its end.</param>
    /// <param name="invalid">Why the run is invalid; null where it is not.</param>
    /// <param name="losses">Hosts that died.</param>
    /// <returns>The run's folder.</returns>
    public static async Task<string> SaveAsync(
        string folder,
        int tasks,
        int steps = 21,
        string text = "plain",
        bool isCompleted = true,
        string? invalid = null,
        params HostLoss[] losses
    )
    {
        var facts = new RunFacts
        {
            Name = text == "plain" ? "generated" : text,
            Id = "",
            Workload = text,
            StartedUtc = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
            Simulated = true,
            Endpoints = [new EndpointFacts("default", "http://127.0.0.1:1", "Ollama", text, true)],
            Seed = 7,
            Agents = 60,
            DurationSeconds = isCompleted ? 10 + (tasks / 20.0) : 0,
            Losses = losses,
            WindowStartSeconds = 2,
            WindowEndSeconds = isCompleted ? 10 + (tasks / 20.0) : 0,
        };
        var run = new GeneratedRun(facts, steps, text);
        await using var store = RunStore.Create(folder, facts, $"name: {text}\n");
        var appended = new List<Task>();
        for (var id = 0; id < tasks; id++)
        {
            appended.Add(store.AppendAsync(run.Task(id), CancellationToken.None));
            if (appended.Count < 1000)
            {
                continue;
            }

            await System.Threading.Tasks.Task.WhenAll(appended);
            appended.Clear();
        }

        await System.Threading.Tasks.Task.WhenAll(appended);
        if (!isCompleted)
        {
            return store.Folder;
        }

        using var archive = RunStore.Open(store.Folder);
        var summary = ArchiveSummary.Of(
            archive,
            facts,
            [SloClause.Parse("call.ttft:p99:le:800ms"), SloClause.Parse("task.latency:p95:le:1ms")],
            new ClientHealth { Cores = 2, CpuShare = 0.4 }
        );
        archive.Dispose();
        await store.CompleteAsync(invalid is null ? summary : summary with { Invalid = [invalid] });
        return store.Folder;
    }

    private TaskRecord Task(int id)
    {
        var start = id / 20.0;
        var isSearch = id % 3 == 1;
        var steps = isSearch ? Search(start) : [Call(1, "answer", start, [], isUsed: true)];
        return new TaskRecord
        {
            Id = id,
            Agent = id % 60,
            Group = _text,
            Problem = "game24",
            ProblemId = $"game24/{id / 3}",
            Strategy =
                isSearch ? "tree-of-thoughts"
                : _text == "plain" ? "direct"
                : _text,
            IsBaseline = id % 3 == 2,
            IntendedStart = start,
            Start = start,
            End = steps.Max(step => step.End),
            State = _random.Next(3) == 0 ? TaskState.Unsolved : TaskState.Solved,
            Answer = _text,
            Error = _text == "plain" ? null : _text,
            Steps = steps,
        };
    }

    private List<StepRecord> Search(double start)
    {
        var steps = new List<StepRecord> { Call(1, "L1/propose/1", start, [], isUsed: true) };
        while (steps.Count < _steps)
        {
            steps.Add(Call(steps.Count + 1, $"L1/value/{steps.Count}", steps[0].End, [1], isUsed: steps.Count % 5 == 0));
        }

        return steps;
    }

    private StepRecord Call(int id, string key, double at, int[] after, bool isUsed)
    {
        var latency = 0.1 + (_random.NextDouble() * _random.NextDouble());
        var failed = _random.Next(50) == 0;
        return new StepRecord
        {
            Id = id,
            Key = key,
            Kind = StepKind.Call,
            Name = key.Split('/').ElementAtOrDefault(1) ?? key,
            After = after,
            Uses = after,
            Asked = at,
            Sent = at + 0.001,
            End = at + 0.001 + latency,
            OnAnswerPath = isUsed,
            OnCriticalPath = id <= 2,
            Call = new CallRecord
            {
                Endpoint = "http://127.0.0.1:1",
                Model = _text,
                Outcome = failed ? CallOutcome.Overloaded : CallOutcome.Completed,
                HttpStatus = failed ? 503 : 200,
                Error = failed ? $"busy {_text}" : null,
                Ttft = latency * 0.3,
                LastChunk = latency * 0.95,
                PromptTokens = 100 + _random.Next(400),
                CompletionTokens = 20 + _random.Next(80),
                ServerPrefill = latency * 0.2,
                ServerDecode = latency * 0.6,
                ServerQueue = latency * 0.1,
                Provenance = TokenProvenance.Server,
            },
        };
    }
}
