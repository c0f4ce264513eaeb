using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Running;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Tests.Commands.Sweep;

/// <summary>A model server as a queueing model: identical slots, one queue in order of arrival, constant service time.</summary>
internal sealed record QueueModel(int Slots, double ServiceSeconds)
{
    /// <summary>Tokens per reply.</summary>
    public int CompletionTokens { get; init; } = 20;

    /// <summary>Arrivals per second at which the load generator is out of CPU.</summary>
    public double ClientCapacity { get; init; } = double.PositiveInfinity;

    /// <summary>True if every call fails after 0.1 s.</summary>
    public bool Fails { get; init; }

    /// <summary>Error of the server at the start of a run; null if it answers.</summary>
    public string? Unreachable { get; init; }
}

/// <summary>Runs a workload on a <see cref="QueueModel"/> by computing all tasks; no time passes.</summary>
internal sealed class QueueingHost(Workload workload, QueueModel model) : IAgentHost
{
    private readonly double _duration = workload.Load.Duration!.Value.TotalSeconds;

    /// <summary>Called when the run starts.</summary>
    public Action Started { get; init; } = static () => { };

    public Task<IReadOnlyList<EndpointFacts>> PrepareAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return model.Unreachable is { } error
            ? throw new EndpointException(error)
            : Task.FromResult<IReadOnlyList<EndpointFacts>>([new EndpointFacts("default", "http://gpu", "OpenAI", "m", false)]);
    }

    public async Task<HostedRun> RunAsync(Func<TaskRecord, ValueTask> save, CancellationToken drain, CancellationToken stop)
    {
        Started();
        var end = 0.0;
        // Saved in batches: each save waits for a commit to disk.
        foreach (var tasks in Tasks().OrderBy(task => task.End).Chunk(100).TakeWhile(_ => !drain.IsCancellationRequested))
        {
            await Task.WhenAll(tasks.Select(task => save(task).AsTask()));
            end = tasks[^1].End;
        }

        return new HostedRun(DateTimeOffset.UnixEpoch, drain.IsCancellationRequested ? end : Math.Max(end, _duration))
        {
            Agents = workload.Load.Agents,
            NotStarted = 0,
            Missed = workload.Load.Arrivals is null ? null : 0,
            Health = new ClientHealth { Cores = 2, CpuShare = OfferedRate() > model.ClientCapacity ? 1 : 0.1 },
        };
    }

    public ValueTask<LiveState> ReadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(LiveState.None);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private double OfferedRate() => workload.Load.Arrivals?.Rate ?? (workload.Load.Agents / model.ServiceSeconds);

    private IEnumerable<TaskRecord> Tasks()
    {
        var slots = new PriorityQueue<int, double>(Enumerable.Range(0, model.Slots).Select(slot => (slot, 0.0)));
        var arrivals = new PriorityQueue<int, double>();
        var random = new Random(unchecked((int)workload.Seed));
        if (workload.Load.Arrivals is { } open)
        {
            for (var at = Gap(open.Rate!.Value); at < _duration; at += Gap(open.Rate!.Value))
            {
                arrivals.Enqueue(arrivals.Count, at);
            }
        }
        else
        {
            arrivals.EnqueueRange(Enumerable.Range(0, workload.Load.Agents).Select(agent => (agent, 0.0)));
        }

        var id = 0L;
        while (arrivals.TryDequeue(out var agent, out var arrived) && arrived < _duration)
        {
            slots.TryDequeue(out var slot, out var free);
            var started = Math.Max(arrived, free);
            var ended = model.Fails ? arrived + 0.1 : started + model.ServiceSeconds;
            slots.Enqueue(slot, model.Fails ? free : ended);
            yield return CreateTask(id++, agent, arrived, started, ended);
            if (workload.Load.Arrivals is null)
            {
                arrivals.Enqueue(agent, ended);
            }
        }

        double Gap(double rate) => -Math.Log(1 - random.NextDouble()) / rate;
    }

    private TaskRecord CreateTask(long id, int agent, double arrived, double started, double ended) =>
        new()
        {
            Id = id,
            Agent = agent,
            Group = workload.Groups[0].Name,
            Problem = "arithmetic",
            ProblemId = $"arithmetic/{id}",
            Strategy = "direct",
            IntendedStart = arrived,
            Start = arrived,
            End = ended,
            State = model.Fails ? TaskState.Failed : TaskState.Solved,
            Steps =
            [
                new StepRecord
                {
                    Id = 1,
                    Key = "answer",
                    Kind = StepKind.Call,
                    Name = "answer",
                    Asked = arrived,
                    Sent = arrived,
                    End = ended,
                    OnAnswerPath = true,
                    OnCriticalPath = true,
                    Call = new CallRecord
                    {
                        Endpoint = "default",
                        Model = "m",
                        Outcome = model.Fails ? CallOutcome.ServerError : CallOutcome.Completed,
                        Ttft = model.Fails ? null : started - arrived,
                        LastChunk = model.Fails ? null : ended - arrived,
                        PromptTokens = 100,
                        CompletionTokens = model.Fails ? null : model.CompletionTokens,
                        Provenance = TokenProvenance.Server,
                        ServerQueue = model.Fails ? null : started - arrived,
                        ServerDecode = model.Fails ? null : ended - started,
                    },
                },
            ],
        };
}

/// <summary>Creates a <see cref="QueueingHost"/> for each step.</summary>
/// <param name="model">Returns the server at a step, from 1.</param>
internal sealed class QueueingHosts(Func<int, QueueModel> model) : IAgentHostFactory
{
    private int _step;

    /// <summary>Called when a step starts, with its number.</summary>
    public Action<int> StepStarted { get; init; } = static _ => { };

    public Task<IAgentHost> CreateAsync(Workload workload)
    {
        var step = ++_step;
        return Task.FromResult<IAgentHost>(new QueueingHost(workload, model(step)) { Started = () => StepStarted(step) });
    }

    public Task<string?> FindUnreachableAsync(CancellationToken cancellationToken) =>
        Task.FromResult(model(_step).Fails ? "http://gpu no longer answers: connection refused" : null);
}
