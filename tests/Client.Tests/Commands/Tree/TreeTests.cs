using System.Text.Json;
using AgentLoad.Client.Commands.Tree;
using AgentLoad.Measurement.Records;
using AgentLoad.Testing.Reports;
using Shouldly;
using Spectre.Console;
using Xunit;

namespace AgentLoad.Client.Tests.Commands.Tree;

public sealed class TreeTests
{
    [Fact]
    public void Lines_RandomGraphs_ContainEveryStepOnceUnderItsParent()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var task = Cases.Task(new Random(seed), seed, maxSteps: 60);
            foreach (var all in new[] { true, false })
            {
                var lines = TreeLine.Of(StepTree.Of(task.Steps), all);

                lines
                    .SelectMany(line => line.Steps)
                    .Select(step => step.Id)
                    .Order()
                    .ShouldBe(task.Steps.Select(step => step.Id), $"seed {seed}");
                if (all)
                {
                    lines.ShouldAllBe(line => line.Steps.Count == 1);
                }
            }
        }
    }

    [Fact]
    public void Render_HostileText_WritesNoControlCharacters()
    {
        const string hostile = "\u001b]0;owned\u0007\u001b[2J\u009b31m\u202eevil[/][bold]\r\n\0<script>";
        for (var seed = 0; seed < 50; seed++)
        {
            var task = Cases.Task(new Random(seed), seed);
            task = task with
            {
                Answer = hostile,
                Error = hostile,
                ProblemId = hostile,
                Strategy = hostile,
                Steps =
                [
                    .. task.Steps.Select(step =>
                        step with
                        {
                            Key = hostile,
                            Name = hostile,
                            ToolError = hostile,
                            Call = step.Call is null ? null : step.Call with { Error = hostile, Outcome = CallOutcome.ServerError },
                        }
                    ),
                ],
            };

            var text = Text(task);

            text.ShouldAllBe(c => c == '\n' || !char.IsControl(c), $"seed {seed}");
            text.ShouldNotContain('\u202e');
            TreeJson.Write(task, simulated: true).ShouldAllBe(c => c == '\n' || !char.IsControl(c));
        }
    }

    [Fact]
    public void Render_ConversationOf20000Steps_StaysNarrowAndDoesNotOverflow()
    {
        var first = Step(1);
        var task = Task([first, .. Enumerable.Range(2, 19_999).Select(id => Step(id, id - 1))]);

        var lines = TreeLine.Of(StepTree.Of(task.Steps), all: false);

        lines.Count.ShouldBe(20_000);
        lines.Max(line => line.Guide.Length).ShouldBeLessThan(8);
        Text(task).Split('\n').Max(line => line.Length).ShouldBeLessThanOrEqualTo(100);
        JsonDocument.Parse(TreeJson.Write(task, simulated: false)).RootElement.GetProperty("steps").GetArrayLength().ShouldBe(20_000);
    }

    [Fact]
    public void Render_PrunedAndChosenBranches_AreMarkedAndCollapsed()
    {
        var task = Task([
            Step(1) with
            {
                OnAnswerPath = true,
                OnCriticalPath = true,
            },
            .. Enumerable.Range(2, 6).Select(id => Step(id, 1) with { Name = "value", Score = id }),
            Step(8, 7) with
            {
                Name = "answer",
                Key = "answer",
                OnAnswerPath = true,
                OnCriticalPath = true,
            },
        ]);

        var text = Text(task);

        text.ShouldContain("+* └─ k1");
        text.ShouldContain("-     ├─ value ×5");
        text.ShouldContain("2–6");
        text.ShouldContain("+*       ↓ answer");
    }

    [Fact]
    public void Tree_Retry_IsAChildOfTheFailedCall()
    {
        var failed = Step(1) with { Call = Call with { Outcome = CallOutcome.Overloaded, Error = "503" } };
        var retry = Step(2) with { Call = Call with { RetryOf = 1 } };

        var roots = StepTree.Of([failed, retry]);

        roots.ShouldHaveSingleItem().Children.ShouldHaveSingleItem().Step.Id.ShouldBe(2);
        Text(Task([failed, retry])).ShouldContain("overloaded: 503");
    }

    private static readonly CallRecord Call = new()
    {
        Endpoint = "e",
        Model = "m",
        Outcome = CallOutcome.Completed,
        PromptTokens = 10,
        CompletionTokens = 5,
    };

    private static StepRecord Step(int id, params int[] uses) =>
        new()
        {
            Id = id,
            Key = $"k{id}",
            Kind = StepKind.Call,
            Name = "act",
            Uses = uses,
            After = uses,
            Asked = id,
            Sent = id,
            End = id + 1,
            Call = Call,
        };

    private static TaskRecord Task(IReadOnlyList<StepRecord> steps) =>
        new()
        {
            Id = 1,
            Agent = 0,
            Group = "g",
            Problem = "p",
            ProblemId = "p/1",
            Strategy = "s",
            IntendedStart = 0,
            Start = 0,
            End = 9,
            State = TaskState.Solved,
            Steps = steps,
        };

    private static string Text(TaskRecord task)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No });
        console.Profile.Width = 100;
        TreeText.Render(task, simulated: true, all: false, console);
        return writer.ToString().ReplaceLineEndings("\n");
    }
}
