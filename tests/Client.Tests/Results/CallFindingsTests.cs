using AgentLoad.Client.Results;
using AgentLoad.Client.Running;
using AgentLoad.Measurement.Records;
using AgentLoad.Testing.Reports;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Results;

/// <summary>What a summary says about failed calls.</summary>
public sealed class CallFindingsTests
{
    [Fact]
    public void Messages_OfEachOutcome_AreTheMostFrequentOnes()
    {
        var findings = new CallFindings();
        findings.Add(Task(Call(1, CallOutcome.Rejected, "HTTP 400: request 17 exceeds the context")));
        findings.Add(Task(Call(2, CallOutcome.Rejected, "HTTP 400: request 18 exceeds the context"), Call(3, CallOutcome.Completed)));
        findings.Add(Task(Call(4, CallOutcome.Rejected, "HTTP 404: no"), Call(5, CallOutcome.TimedOut, null)));
        findings
            .Messages.Select(message => (message.Outcome, message.Message, message.Count, message.Total))
            .ShouldBe([
                (CallOutcome.Rejected, "HTTP 400: request 17 exceeds the context", 2, 3),
                (CallOutcome.TimedOut, "no message", 1, 1),
            ]);
    }

    [Fact]
    public void Outages_OfOneOfTwoServers_HaveTheirTimes()
    {
        var findings = new CallFindings();
        for (var second = 0; second < 30; second++)
        {
            var outcome = second is >= 10 and < 15 ? CallOutcome.ConnectionFailed : CallOutcome.Completed;
            findings.Add(Task(Call(second, outcome, "refused", "http://a"), Call(second, CallOutcome.Completed, null, "http://b")));
        }

        findings.Outages.ShouldBe(["All 5 calls to http://a failed from 10 s to 15 s of the run."]);
    }

    [Theory]
    [InlineData(CallOutcome.Rejected, 20, true)]
    [InlineData(CallOutcome.ConnectionFailed, 20, true)]
    [InlineData(CallOutcome.Rejected, 19, false)]
    [InlineData(CallOutcome.Overloaded, 50, false)]
    [InlineData(CallOutcome.TimedOut, 50, false)]
    public void Monitor_FirstCallsFailAlike_StopsTheRun(CallOutcome outcome, int calls, bool stops)
    {
        var monitor = new FailureMonitor();
        for (var call = 0; call < calls; call++)
        {
            monitor.Observe(Task(Call(call, outcome, $"HTTP 400: request {call} is too long")));
        }

        (monitor.Reason is not null).ShouldBe(stops);
        if (stops)
        {
            monitor.Reason.ShouldNotBeNull().ShouldContain("request 0 is too long");
        }
    }

    [Fact]
    public void Monitor_OneCallSucceeds_NeverStopsTheRun()
    {
        var monitor = new FailureMonitor();
        monitor.Observe(Task(Call(0, CallOutcome.Completed)));
        for (var call = 0; call < 100; call++)
        {
            monitor.Observe(Task(Call(call, CallOutcome.Rejected, "no")));
        }

        monitor.Reason.ShouldBeNull();
    }

    private static TaskRecord Task(params StepRecord[] steps) => Cases.Task(new Random(1), 1) with { Steps = steps };

    private static StepRecord Call(double end, CallOutcome outcome, string? error = null, string endpoint = "http://a") =>
        new()
        {
            Id = 1,
            Key = "ask",
            Kind = StepKind.Call,
            Name = "ask",
            Asked = 0,
            Sent = 0,
            End = end,
            Call = new CallRecord
            {
                Endpoint = endpoint,
                Model = "m",
                Outcome = outcome,
                Error = error,
            },
        };
}
