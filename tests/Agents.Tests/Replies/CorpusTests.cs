using System.Globalization;
using System.Text.Json.Nodes;
using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.Blocksworld;
using AgentLoad.Agents.Problems.Code;
using AgentLoad.Agents.Problems.Game24;
using AgentLoad.Agents.Problems.Hex;
using AgentLoad.Agents.Problems.Moves;
using AgentLoad.Agents.Problems.MultiHop;
using AgentLoad.Agents.Problems.NPuzzle;
using AgentLoad.Agents.Problems.ShortestPath;
using AgentLoad.Agents.Problems.Sorting;
using AgentLoad.Agents.Problems.WordProblems;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies.Planning;
using AgentLoad.Agents.Strategies.SelfPlay;
using AgentLoad.Agents.Tests.Strategies;
using AgentLoad.Agents.Tools;
using AgentLoad.Inference;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Replies;

/// <summary>Every reply of the corpus reads as its value.</summary>
public sealed class CorpusTests
{
    private const string None = "none";
    private static readonly LiveBehaviour Live = new();
    private static readonly Problem People = new MultiHopSource(3, 60, ToolBehaviour.Instant).Create(1);
    private static readonly string[] Names = People
        .Tools.Single(tool => tool.Definition.Name == "search")
        .Execute("""{"query": ""}""")
        .Text.Split([' ', ',', '.'], StringSplitOptions.RemoveEmptyEntries)[1..6];

    private static readonly ToolDefinition[] Tools =
    [
        Tool("lookup", "entity", "relation"),
        Tool("search", "query"),
        Tool("calculate", "expression"),
    ];

    [Theory]
    [InlineData("answers.txt")]
    [InlineData("judgements.txt")]
    [InlineData("actions.txt")]
    [InlineData("plans.txt")]
    public void Corpus_EveryReply_ReadsAsItsValue(string file)
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var (kind, value, reply) in Corpus.Read(file))
        {
            count++;
            var read = Read(kind, WithNames(reply)) ?? None;
            if (read != WithNames(value))
            {
                failures.Add($"{kind}: expected {WithNames(value)}, read {read}, from:\n{WithNames(reply)}\n");
            }
        }

        count.ShouldBeGreaterThan(30);
        string.Join('\n', failures.Prepend($"{failures.Count} of {count}").Take(failures.Count == 0 ? 0 : int.MaxValue)).ShouldBeEmpty();
    }

    private static string? Read(string kind, string reply) =>
        kind switch
        {
            "number" => new WordProblemSource().Create(1).ExtractAnswer(reply),
            "expression" => Expression(reply),
            "list" => new SortingSource().Create(1).ExtractAnswer(reply),
            "name" => Name(People.ExtractAnswer(reply)),
            "moves" => Moves(BlocksworldRules.Read("Start: [ABC]\nGoal: [CBA]")!, reply),
            "slides" => Moves(NPuzzleRules.Read("Start: 1 2 3 / 4 _ 5 / 7 8 6\nGoal: 1 2 3 / 4 5 6 / 7 8 _")!, reply),
            "path" => Moves(
                ShortestPathRules.Read(
                    "cheapest way from A to D along these roads, each with its cost in both directions: A-B 1, B-D 2, A-D 9."
                )!,
                reply
            ),
            "program" => new CodeSource(1, 4, ToolBehaviour.Instant).Create(1).ExtractAnswer(reply),
            "cell" => Cell(reply),
            "score" => GradeText.Score(reply)?.ToString(CultureInfo.InvariantCulture),
            "verdict" => VerdictText.Read(reply) switch
            {
                true => "yes",
                false => "no",
                null => null,
            },
            "state" => StateText.Read(reply) switch
            {
                StateText.Sure => "sure",
                StateText.Likely => "likely",
                StateText.Impossible => "impossible",
                _ => null,
            },
            "vote" => (Live.ReadVote(3, new Reply(1, reply, "", [], true), "vote/1") + 1)?.ToString(CultureInfo.InvariantCulture),
            "action" => Action(reply),
            "steps" => Joined(PlanText.Steps(reply, 10).Select(step => step.Text)),
            "calls" => Joined(PlanText.Calls(reply, 10, "plan/1", Tools).Select(step => Write(step.Tool!))),
            _ => throw new InvalidOperationException(kind),
        };

    private static string? Expression(string reply)
    {
        var read = new Game24Problem([new(4), new(4), new(10)]).ExtractAnswer(reply);
        return read is null ? null
            : ExpressionParser.Parse(read)!.Normalize().ToString() is var text ? Unordered(text)
            : null;
    }

    /// <summary>The expected values are written in the order of the replies, not in the normalized order.</summary>
    private static string Unordered(string text) =>
        Corpus
            .Read("answers.txt")
            .Where(entry => entry.Kind == "expression" && entry.Value != None)
            .Select(entry => entry.Value)
            .FirstOrDefault(value => ExpressionParser.Parse(value)!.Normalize().ToString() == text)
        ?? text;

    private static string? Moves(MoveRules rules, string reply) => new MoveProblem("moves", rules, false).ExtractAnswer(reply);

    private static string? Cell(string reply)
    {
        var problem = new HexSource(5, 0).Create(1);
        return new GameMoveProblem(problem, problem.Game!).ExtractAnswer(reply);
    }

    private static string? Action(string reply)
    {
        var action = ActionText.Read(reply, "act/1", Tools);
        var answer = action.Answer is { } text ? new SubProblem(new FakeProblem(), "step/1", "Who?").ExtractAnswer(text) : null;
        return action.Tool is { } tool ? Write(tool)
            : answer is null ? null
            : $"answer {answer}";
    }

    private static string Write(ToolCall call) => $"{call.Name} {JsonNode.Parse(call.Arguments)!.ToJsonString()}".Replace("\\u002B", "+");

    private static string? Joined(IEnumerable<string> items) => string.Join(" | ", items) is { Length: > 0 } text ? text : null;

    private static string? Name(string? answer) => answer is null ? null : char.ToUpperInvariant(answer[0]) + answer[1..];

    private static string WithNames(string text)
    {
        return text.Replace("{X}", Names[0], StringComparison.Ordinal)
            .Replace("{A}", Names[1], StringComparison.Ordinal)
            .Replace("{B}", Names[2], StringComparison.Ordinal)
            .Replace("{C}", Names[3], StringComparison.Ordinal);
    }

    private static ToolDefinition Tool(string name, params string[] parameters) =>
        new(
            name,
            name,
            "{\"type\":\"object\",\"properties\":{"
                + string.Join(',', parameters.Select(parameter => $"\"{parameter}\":{{\"type\":\"string\"}}"))
                + "}}"
        );
}
