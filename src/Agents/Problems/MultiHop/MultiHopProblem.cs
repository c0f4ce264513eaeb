using System.Globalization;
using System.Text;
using AgentLoad.Agents.Problems.Examples;
using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Problems.MultiHop;

/// <summary>A question about an invented graph that takes one lookup for each hop; nobody can know the answer without its tools.</summary>
/// <param name="id">Names it within its kind.</param>
/// <param name="graph">The graph.</param>
/// <param name="path">People on the way, the first named in the question and the last the answer.</param>
/// <param name="relations">The relations between them.</param>
/// <param name="behaviour">Latency and failures of its tools.</param>
public sealed class MultiHopProblem(
    string id,
    EntityGraph graph,
    IReadOnlyList<string> path,
    IReadOnlyList<string> relations,
    ToolBehaviour behaviour
) : Problem
{
    private readonly ITool[] _tools = [new SearchTool(graph, behaviour), new LookupTool(graph, behaviour)];

    /// <inheritdoc/>
    public override string Kind => MultiHopSource.KindName;

    /// <inheritdoc/>
    public override string Id => $"{Kind}/{id}";

    /// <summary>Lookups that the answer takes.</summary>
    public int Hops => relations.Count;

    /// <inheritdoc/>
    public override string Question => MultiHopPrompts.Question(path[0], relations);

    /// <inheritdoc/>
    public override string DirectPrompt => MultiHopPrompts.Direct(Question);

    /// <inheritdoc/>
    public override string ReasoningPrompt => MultiHopPrompts.Reasoning(Question);

    /// <inheritdoc/>
    public override IReadOnlyList<ITool> Tools => _tools;

    /// <inheritdoc/>
    public override string ExtractFinding(string toolText) => MultiHopPrompts.TryReadFact(toolText, out var found) ? found : toolText;

    /// <summary>The text after the last "Answer:", else the last line; lower case, without articles and punctuation.</summary>
    public override string? ExtractAnswer(string reply)
    {
        var lines = reply.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var answer = Normal(AnswerLine.Last(reply) ?? lines.LastOrDefault() ?? "");
        return answer.Length == 0 ? null : answer;
    }

    /// <summary>Normalised exact match (Rajpurkar et al. 2016): case, articles, punctuation and spaces do not matter.</summary>
    public override bool? Verify(string answer) => Normal(answer) == Normal(path[^1]);

    /// <summary>What the lookups say, one after another.</summary>
    public override WorkedSolution Solve(Random random) =>
        new([.. relations.Select((relation, hop) => MultiHopPrompts.Fact(path[hop], relation, path[hop + 1]))], path[^1]);

    /// <inheritdoc/>
    public override string ShapedAnswer(bool right, Random random)
    {
        var others = graph.Names.Where(n => n != path[^1]).ToArray();
        return Normal(right ? path[^1] : others[random.Next(others.Length)]);
    }

    private static string Normal(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            plain.Append(char.IsLetterOrDigit(character) ? char.ToLower(character, CultureInfo.InvariantCulture) : ' ');
        }

        var words = plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => w is not ("a" or "an" or "the"));
        return string.Join(' ', words);
    }
}
