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

/// <summary>Parses the problem of a prompt, so that a simulated model can solve it and evaluate answers.</summary>
internal static class ProblemReader
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

    /// <summary>
    /// Returns the last problem of the first kind found in a text; null if the text contains no complete problem. Never throws.
    /// </summary>
    public static Problem? Read(string text) => Readers.Select(read => read(text)).FirstOrDefault(problem => problem is not null);
}
