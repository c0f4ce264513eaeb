using System.Diagnostics;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Telemetry;

/// <summary>A task is one trace, and its steps are spans.</summary>
public sealed class TaskSpansTests : IDisposable
{
    private readonly List<Activity> _stopped = [];
    private readonly ActivityListener _listener;

    public TaskSpansTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TaskSpans.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (_stopped)
                {
                    _stopped.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Fact]
    public void Begin_Task_CreatesOneTraceOfItsSteps()
    {
        using var spans = new TaskSpans(new TraceSampler(1));
        var before = Activity.Current;
        using (
            spans.Begin(
                Tasks.Ended(
                    Tasks.Of(
                        7,
                        2,
                        TaskState.Failed,
                        "tree",
                        Tasks.Call(1),
                        Tasks.Call(2, outcome: CallOutcome.ServerError, after: 1),
                        Tasks.Tool(3)
                    )
                )
            )
        )
        {
            Activity.Current!.DisplayName.ShouldBe("invoke_agent tree");
        }

        Activity.Current.ShouldBe(before);
        _stopped.Count.ShouldBe(4);
        _stopped.Select(s => s.TraceId).Distinct().Count().ShouldBe(1);
        var root = _stopped.Single(s => s.DisplayName == "invoke_agent tree");
        root.ParentSpanId.ShouldBe(default);
        root.Duration.TotalSeconds.ShouldBe(2, 0.001);
        root.Status.ShouldBe(ActivityStatusCode.Error);
        root.GetTagItem("agentload.kept").ShouldBe("failed");
        root.GetTagItem("gen_ai.usage.input_tokens").ShouldBe(200);
        var steps = _stopped.Where(s => s != root).ToArray();
        steps.ShouldAllBe(s => s.ParentSpanId == root.SpanId);
        steps.Select(s => s.DisplayName).ShouldBe(["chat m", "chat m", "execute_tool lookup"], ignoreOrder: true);
        steps.Count(s => s.Status == ActivityStatusCode.Error).ShouldBe(2);
        var second = steps.Single(s => (string?)s.GetTagItem("agentload.step") == "k2");
        second.GetTagItem("agentload.after").ShouldBe("1");
        var sent = new CallTrace(Tasks.Run, 7, 1, "k2");
        (second.TraceId.ToHexString(), second.SpanId.ToHexString()).ShouldBe((sent.TraceId, sent.SpanId));
        second.Id.ShouldBe(sent.ToString());
        (second.StartTimeUtc - root.StartTimeUtc).TotalSeconds.ShouldBe(0.1, 0.001);
        second.Duration.TotalSeconds.ShouldBe(1, 0.001);
    }

    [Fact]
    public void Begin_WideSearch_KeepsTheFirstStepsAndTagsTheNumberOmitted()
    {
        using var spans = new TaskSpans(new TraceSampler(1));
        spans
            .Begin(Tasks.Ended(Tasks.Of(1, 2, TaskState.Solved, "g", [.. Enumerable.Range(1, 1500).Select(id => Tasks.Call(id))])))!
            .Dispose();
        _stopped.Count.ShouldBe(TaskSpans.MaxSteps + 1);
        _stopped[^1].GetTagItem("agentload.steps_left_out").ShouldBe(500);
    }

    [Fact]
    public void Begin_TaskThatIsNotKept_CreatesNothing()
    {
        using var spans = new TaskSpans(new TraceSampler(0));
        spans.Begin(Tasks.Ended(Tasks.Of(1, 1, TaskState.Solved, "g", Tasks.Call(1)))).ShouldBeNull();
        _stopped.ShouldBeEmpty();
    }

    public void Dispose() => _listener.Dispose();
}
