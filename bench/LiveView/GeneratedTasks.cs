using AgentLoad.Measurement.Records;

namespace AgentLoad.Bench.LiveView;

/// <summary>Records of generated tasks.</summary>
internal sealed class GeneratedTasks
{
    /// <summary>Calls of each task.</summary>
    public const int CallsPerTask = 20;

    private readonly Random _random = new(1);

    /// <summary>Creates a task that starts at a time of the run, in seconds.</summary>
    public TaskRecord Create(long id, double start) =>
        new()
        {
            Id = id,
            Agent = (int)id,
            Group = $"group {id % 5}",
            Problem = "game24",
            ProblemId = "game24/1",
            Strategy = "tree-of-thoughts",
            IntendedStart = start,
            Start = start,
            End = start + 1,
            State = TaskState.Solved,
            Steps = [.. Enumerable.Range(1, CallsPerTask).Select(number => Step(number, start))],
        };

    private StepRecord Step(int number, double start) =>
        new()
        {
            Id = number,
            Key = $"L{number / 5}/value/{number}",
            Kind = StepKind.Call,
            Name = "value",
            After = number == 1 ? [] : [number / 2],
            Uses = [],
            Asked = start,
            Sent = start,
            End = start + _random.NextDouble(),
            Call = new CallRecord
            {
                Endpoint = "http://127.0.0.1:1",
                Model = "m",
                Outcome = CallOutcome.Completed,
                Ttft = _random.NextDouble(),
                PromptTokens = 300,
                CompletionTokens = 30,
            },
        };
}
