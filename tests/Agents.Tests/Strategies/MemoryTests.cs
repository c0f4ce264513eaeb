using System.Runtime.CompilerServices;
using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Strategies;

/// <summary>Memory is bounded by running tasks: one strategy serves all tasks and keeps no data of completed ones.</summary>
public sealed class MemoryTests
{
    [Theory]
    [InlineData("lats", "game24")]
    [InlineData("rap", "arithmetic")]
    [InlineData("tree-of-thoughts", "game24")]
    [InlineData("graph-of-thoughts", "sorting")]
    [InlineData("react", "multihop")]
    [InlineData("self-play", "hex")]
    public async Task CompletedTasks_WhileOthersRun_AreCollected(string strategy, string problem)
    {
        var (shared, source) = (
            StrategyCatalog.Find(strategy)!.CreateWith(),
            ProblemCatalog.Find(problem)!.CreateWith(problem == "multihop" ? [("latency", "0s")] : [])
        );
        using var client = new HoldingClient();
        var live = Start(client, source, shared, task: 0);
        var ended = new List<WeakReference>();
        for (var task = 1; task <= 20; task++)
        {
            ended.AddRange(await EndedAsync(client, source, shared, task));
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        ended.Count(held => held.IsAlive).ShouldBe(0, "problems with the states they know, and conversations, of tasks that have ended");
        live.Problem.IsAlive.ShouldBeTrue("the task that is under way holds its own");
        client.Release();
        (await live.Record).Steps.Count.ShouldBeGreaterThan(1);
    }

    private static (WeakReference Problem, Task<TaskRecord> Record) Start(
        HoldingClient client,
        IProblemSource source,
        IStrategy strategy,
        int task
    )
    {
        var problem = source.Create((ulong)task);
        var plan = Tasks.Plan(
            client,
            problem,
            strategy,
            new ShapedBehaviour(BehaviourProfile.For(problem.Kind), (ulong)task),
            (ulong)task
        ) with
        {
            Id = task,
        };
        return (
            new WeakReference(problem),
            TaskRunner.RunAsync(plan, RunClock.StartNow(TimeProvider.System), null, CancellationToken.None)
        );
    }

    // No inlining: references in registers or on the stack would keep objects alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<List<WeakReference>> EndedAsync(HoldingClient client, IProblemSource source, IStrategy strategy, int task)
    {
        var (problem, running) = Start(client, source, strategy, task);
        (await running).State.ShouldBeOneOf(TaskState.Solved, TaskState.Unsolved);
        return [problem, .. client.Take()];
    }

    /// <summary>Answers immediately, except from the fifth call of task 0, which waits for <see cref="Release"/>.</summary>
    private sealed class HoldingClient : IModelClient
    {
        private const int Before = 4;
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private List<WeakReference> _seen = [];
        private int _first;

        public string Endpoint => "holding";

        public void Release() => _released.SetResult();

        /// <summary>The conversations since the last call.</summary>
        public List<WeakReference> Take()
        {
            var seen = _seen;
            _seen = [];
            return seen;
        }

        public async Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken)
        {
            if (request.TaskId != 0)
            {
                _seen.Add(new WeakReference(request.Messages));
            }
            else if (Interlocked.Increment(ref _first) > Before)
            {
                await _released.Task;
            }

            return PumpedClient.Result("");
        }

        public Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public void Dispose() { }
    }
}
