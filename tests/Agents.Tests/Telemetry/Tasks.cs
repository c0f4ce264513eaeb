using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Tests.Telemetry;

/// <summary>Completed tasks for tests.</summary>
internal static class Tasks
{
    public const string Run = "run-1";

    public static EndedTask Ended(TaskRecord task, bool openLoop = false) =>
        new(task, RunClock.StartNow(TimeProvider.System) with { Run = Run }, openLoop);

    public static TaskRecord Of(
        long id,
        double latency,
        TaskState state = TaskState.Solved,
        string group = "g",
        params StepRecord[] steps
    ) =>
        new()
        {
            Id = id,
            Agent = 1,
            Group = group,
            Problem = "p",
            ProblemId = "p/1",
            Strategy = "s",
            IntendedStart = 1,
            Start = 1.5,
            End = 1.5 + latency,
            State = state,
            Error = state == TaskState.Failed ? "no reply" : null,
            Steps = steps,
        };

    public static StepRecord Call(int id, string model = "m", CallOutcome outcome = CallOutcome.Completed, params int[] after) =>
        new()
        {
            Id = id,
            Key = $"k{id}",
            Kind = StepKind.Call,
            Name = "act",
            After = after,
            Asked = 1.5,
            Sent = 1.6,
            End = 2.6,
            OnAnswerPath = id != 2,
            Call = new CallRecord
            {
                Endpoint = "http://e",
                Model = model,
                Outcome = outcome,
                PromptTokens = 100,
                CompletionTokens = 10,
                Ttft = 0.2,
                ChunkGaps = [0.01f, 0.02f],
            },
        };

    public static StepRecord Tool(int id) =>
        new()
        {
            Id = id,
            Key = $"t{id}",
            Kind = StepKind.Tool,
            Name = "lookup",
            Asked = 2,
            Sent = 2,
            End = 2.25,
            ToolError = "no entry",
        };
}
