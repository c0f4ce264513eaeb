using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Strategies;

public sealed class ReActTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReAct_RandomReplies_IsAppendOnlyConversationOfExpectedLength(bool isNative)
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var steps = random.Next(1, 9);
            var replies = Enumerable.Range(0, 2 * steps).Select(_ => random.Next(8)).ToArray();
            var client = new PumpedClient((_, i) => Say(replies[i], i, isNative));
            var strategy = StrategyCatalog.Find("react")!.CreateWith(("steps", (long)steps));

            var task = client.Run(Tasks.Plan(client, new FakeProblem(hasTools: true), strategy, nativeTools: isNative), random);

            var (calls, tools, bad, isAnswered) = Expected(replies, steps);
            client.Requests.Count.ShouldBe(calls);
            task.Steps.Count(s => s.Kind == StepKind.Tool).ShouldBe(tools);
            task.ParseFailures.ShouldBe(bad);
            calls.ShouldBeLessThanOrEqualTo(steps + bad);
            client.InFlight.ShouldAllBe(n => n == 1);
            task.State.ShouldBe(isAnswered ? TaskState.Solved : TaskState.Unsolved);
            task.Steps.ShouldAllBe(s => s.After.SequenceEqual(s.Id == 1 ? Array.Empty<int>() : new[] { s.Id - 1 }));
            task.Steps.ShouldAllBe(s => s.OnAnswerPath == isAnswered);
            client
                .Requests.Zip(client.Requests.Skip(1))
                .ShouldAllBe(p =>
                    p.Second.Messages.Count > p.First.Messages.Count
                    && p.Second.Messages.Take(p.First.Messages.Count).SequenceEqual(p.First.Messages)
                );
            client.Requests.ShouldAllBe(r => r.Options.MaxTokens == 100 && r.Options.Temperature == 0);
            client.Requests.ShouldAllBe(r => r.Tools.Count == (isNative ? 2 : 0));
        }
    }

    [Fact]
    public void ReAct_TextActions_DescribesToolsAndShowsObservations()
    {
        var client = new PumpedClient((_, i) => Say(i == 0 ? 7 : 0, i, isNative: false));

        client.Run(Tasks.Plan(client, new FakeProblem(hasTools: true), StrategyCatalog.Find("react")!.CreateWith()));

        var prompt = client.Requests[0].Messages[0].Content;
        prompt.ShouldStartWith("What did Ada");
        prompt.ShouldContain("\nTools:\n- search(query): Does search.\n- lookup(query): Does lookup.\n");
        client.Requests[1].Messages[^1].ShouldBe(ChatMessage.User("Observation: search found {\"query\": \"q0\"}"));
    }

    [Fact]
    public void ReAct_NativeTools_RepliesByToolCallIdAndAcceptsTextAsAnswer()
    {
        var client = new PumpedClient((_, i) => i == 0 ? Say(7, 0, isNative: true) : PumpedClient.Result("right"));

        var task = client.Run(
            Tasks.Plan(client, new FakeProblem(hasTools: true), StrategyCatalog.Find("react")!.CreateWith(), nativeTools: true)
        );

        var messages = client.Requests[1].Messages;
        messages[^2].ToolCalls.ShouldHaveSingleItem().Id.ShouldBe("id0");
        messages[^1].Role.ShouldBe(ChatRole.Tool);
        messages[^1].ToolCallId.ShouldBe("id0");
        messages[^1].ToolName.ShouldBe("search");
        task.State.ShouldBe(TaskState.Solved);
    }

    [Fact]
    public void ReAct_UnknownTool_IsAnObservationAndAStepWithAnError()
    {
        var client = new PumpedClient((_, i) => PumpedClient.Result(i == 0 ? "Action: fly[{}]" : "Final Answer: right"));

        var task = client.Run(Tasks.Plan(client, new FakeProblem(hasTools: true), StrategyCatalog.Find("react")!.CreateWith()));

        task.Steps[1].ToolError.ShouldBe("unknown tool 'fly'");
        client.Requests[1].Messages[^1].Content.ShouldBe("Observation: There is no tool fly. Tools: search, lookup.");
        task.State.ShouldBe(TaskState.Solved);
    }

    /// <summary>0: answer; 1, 2: unparsable; else: a tool call.</summary>
    private static CallResult Say(int kind, int at, bool isNative) =>
        (kind, isNative) switch
        {
            (0, _) => PumpedClient.Result("Thought: now I know\nFinal Answer: right"),
            (1 or 2, _) => PumpedClient.Result(isNative ? " " : "Thought: hm"),
            (_, true) => PumpedClient.Result("") with
            {
                ToolCalls = [new ToolCall($"id{at}", "search", """{"query": "q"}"""), new ToolCall("x", "lookup", "{}")],
            },
            _ => PumpedClient.Result($"Thought: look\nAction: search[{{\"query\": \"q{at}\"}}]"),
        };

    private static (int Calls, int Tools, int Bad, bool IsAnswered) Expected(int[] replies, int steps)
    {
        var (calls, tools, bad) = (0, 0, 0);
        for (var step = 0; step < steps; step++)
        {
            var kind = replies[calls++];
            if (kind is 1 or 2)
            {
                bad++;
                kind = replies[calls++];
                bad += kind is 1 or 2 ? 1 : 0;
            }

            if (kind == 0)
            {
                return (calls, tools, bad, true);
            }

            tools += kind is 1 or 2 ? 0 : 1;
        }

        return (calls, tools, bad, false);
    }
}
