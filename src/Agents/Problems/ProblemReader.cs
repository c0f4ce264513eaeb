using AgentLoad.Agents.Problems.Blocksworld;
using AgentLoad.Agents.Problems.Code;
using AgentLoad.Agents.Problems.Game24;
using AgentLoad.Agents.Problems.Hex;
using AgentLoad.Agents.Problems.Moves;
using AgentLoad.Agents.Problems.NPuzzle;
using AgentLoad.Agents.Problems.SetIntersection;
using AgentLoad.Agents.Problems.ShortestPath;
using AgentLoad.Agents.Problems.Sorting;
using AgentLoad.Agents.Problems.WordProblems;

namespace AgentLoad.Agents.Problems;

/// <summary>Reads the problem that a prompt asks about, so that a simulated model can work on it and judge answers to it.</summary>
public static class ProblemReader
{
    private static readonly Func<string, Problem?>[] Readers =
    [
        text => Game24PromptReader.TryReadQuestion(text, out var inputs) ? new Game24Problem(inputs) : null,
        SortingProblem.Read,
        SetIntersectionProblem.Read,
        text => BlocksworldRules.Read(text) is { } rules ? new MoveProblem(BlocksworldSource.KindName, rules, false) : null,
        text => NPuzzleRules.Read(text) is { } rules ? new MoveProblem(NPuzzleSource.KindName, rules, false) : null,
        text => ShortestPathRules.Read(text) is { } rules ? new MoveProblem(ShortestPathSource.KindName, rules, true) : null,
        CodeProblem.Read,
        HexProblem.Read,
        WordProblem.Read,
    ];

    /// <summary>The last problem of the first kind that a text holds; null where it holds none that its words tell in full. Never throws.</summary>
    public static Problem? Read(string text) => Readers.Select(read => read(text)).FirstOrDefault(problem => problem is not null);
}
