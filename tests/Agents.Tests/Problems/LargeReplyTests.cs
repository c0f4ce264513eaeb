using System.Text.Json;
using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Problems;

/// <summary>
/// Parsers handle replies of half a megabyte in linear time. Quadratic time would take hours, so a limit of one minute per text detects it
/// on any machine.
/// </summary>
public sealed class LargeReplyTests
{
    private const int Length = 500_000;
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(1);

    private static readonly string[] Pieces =
    [
        "(",
        ")",
        "[",
        "{",
        "[[1,",
        "{\"a\":",
        "9",
        "1,",
        "1.",
        "1 ",
        "-",
        "+",
        "--1",
        "9+",
        "9*(",
        "not ",
        "if 1 then ",
        "f(",
        "f(l) = ",
        "f(l) = 1; ",
        " ",
        "\t",
        "\n",
        "\r\n",
        "*",
        "`",
        "\u0301",
        "🂡",
        "\ud800",
        "٢",
        "\0",
        "a",
        "Aa",
        "Aa Aa ",
        "A-B 4, ",
        "Answer:",
        "Answer: 1\n",
        "answer:\n\n",
        "4 + 9 = 13 (left: ",
        "4 + 9 = 13\n",
        "a1 ",
        "c3 ",
        "A on B, ",
        "up ",
        "up, ",
        "left -> ",
        "Ada has 5 books. ",
        "How many books does Ada have? ",
        "Who is the rival of ",
        "the rival of ",
        "action ",
        "Action: run[",
        "Action: run[{\"a\":",
        "final answer ",
        "Final Answer: ",
        "score ",
        "Score: 1 ",
        "verdict ",
        "best choice is ",
        "1. ",
        "Step 1: ",
        "$1",
        "step 1 ",
        "sure ",
        "The a of B is C",
        "<think>",
        "</think>",
        "\\boxed{",
        "\\frac{1}{",
        "\\text{",
        "**",
        "*a",
        "|",
        "| a ",
        "- ",
        "{\"answer\":1}",
        "{\"name\":\"lookup\",\"arguments\":{}}",
        "lookup(",
        "lookup[a, ",
        "<tool_call>",
        "<parameter=a>",
        "'a': ",
        "the answer is ",
        "no wait ",
        "not ",
        "1 000",
        "twenty-",
    ];

    private static readonly ToolDefinition[] Tools =
    [
        .. ProblemCatalog.Find("multihop")!.CreateWith().Create(1).Tools.Select(tool => tool.Definition),
    ];

    /// <summary>A prefix that a parser recognizes, a repeated piece, and a suffix that it searches for.</summary>
    private static readonly (string Start, string End)[] Frames =
    [
        ("", ""),
        ("Answer: ", "\n"),
        ("Action: run", "]"),
        ("action", "x"),
        ("Answer: [", "]"),
    ];

    public static TheoryData<string> Kinds => [.. ProblemCatalog.Generated.Select(e => e.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Problem_LargeReply_IsParsedInBoundedTime(string kind)
    {
        var problem = ProblemCatalog.Find(kind)!.CreateWith(kind == "arithmetic" ? [("calculator", true)] : []).Create(3);
        foreach (var text in Texts(ProblemCatalog.Generated.TakeWhile(entry => entry.Name != kind).Count()))
        {
            await Bounded(() => Read(problem, text), text);
        }
    }

    [Fact]
    public async Task Readers_LargeReply_AreParsedInBoundedTime()
    {
        var behaviour = new LiveBehaviour();
        foreach (var text in Enumerable.Range(0, 5).SelectMany(Texts))
        {
            await Bounded(
                () =>
                {
                    ActionText.Read(text, "act/1", Tools);
                    GradeText.Score(text);
                    VerdictText.Read(text);
                    StateText.Read(text);
                    AnswerText.ReadLine(text);
                    PlanText.Steps(text, 100);
                    PlanText.Calls(text, 100, "plan/1", Tools);
                    behaviour.ReadVote(5, new Reply(1, text, "", [], true), "vote/1");
                    ProblemReader.Read(text);
                },
                text
            );
        }
    }

    /// <summary>Returns a fifth of the pieces, selected by number, each in one of the frames.</summary>
    private static IEnumerable<string> Texts(int number) =>
        from at in Enumerable.Range(0, Pieces.Length)
        where (at + number) % 5 == 0
        let frame = Frames[((at / 5) + number) % Frames.Length]
        select frame.Start + string.Concat(Enumerable.Repeat(Pieces[at], Length / Pieces[at].Length)) + frame.End;

    private static async Task Bounded(Action read, string text)
    {
        try
        {
            await Task.Run(read).WaitAsync(Ample);
        }
        catch (Exception exception)
        {
            throw new ShouldAssertException(
                $"{exception.GetType().Name}: {exception.Message} on a text that begins with {text[..60]}",
                exception
            );
        }
    }

    private static void Read(Problem problem, string text)
    {
        problem.Verify(text);
        problem.Score(text);
        problem.ExtractFinding(text);
        if (problem.ExtractAnswer(text) is { } answer)
        {
            problem.Verify(answer);
        }

        foreach (var tool in problem.Tools)
        {
            tool.Execute(text).Text.Length.ShouldBeLessThan(20_000);
            foreach (var argument in new[] { "program", "query", "entity", "expression" })
            {
                tool.Execute(
                        JsonSerializer.Serialize(
                            new Dictionary<string, object>
                            {
                                [argument] = text,
                                ["list"] = new[] { 1 },
                                ["relation"] = "rival",
                            }
                        )
                    )
                    .Text.Length.ShouldBeLessThan(20_000);
            }
        }

        if (problem.Search is { } search)
        {
            search.ReadProposals("", text);
            search.ReadValue("", text);
            search.ProposePrompt(text);
            search.ValuePrompt(text);
            search.Answer(text);
            search.OracleValue(text);
        }

        if (problem.Parts is not { } parts)
        {
            return;
        }

        parts.ReadSplit(4, text);
        parts.ReadSolution(text);
        parts.Score(parts.Whole, text);
    }
}
