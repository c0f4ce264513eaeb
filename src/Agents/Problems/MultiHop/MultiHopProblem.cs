using System.Globalization;
using System.Text;
using AgentLoad.Agents.Problems.Examples;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Problems.MultiHop;

/// <summary>A question about a fictional graph that requires one lookup per hop. It cannot be answered without the tools.</summary>
/// <param name="id">Id within the kind.</param>
/// <param name="graph">The graph.</param>
/// <param name="path">People on the path; the question names the first, the answer is the last.</param>
/// <param name="relations">The relations between them.</param>
/// <param name="behaviour">Latency and injected failures of the tools.</param>
internal sealed class MultiHopProblem(
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

    /// <summary>Number of lookups to the answer.</summary>
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

    /// <summary>
    /// Returns the stated name, else the name that the last line gives; in lower case, without articles and punctuation. A name of the graph
    /// is found in a sentence; see <see cref="NameText"/>.
    /// </summary>
    public override string? ExtractAnswer(string reply) =>
        AnswerText.Read(
            reply,
            text => NameText.Read(text, graph.Contains) is { } name ? Normalize(name) : null,
            text => NameText.ReadKnown(text, graph.Contains) is { } name ? Normalize(name) : null
        );

    /// <summary>Normalized exact match (Rajpurkar et al. 2016): ignores case, articles, punctuation and white space.</summary>
    public override bool? Verify(string answer) => Normalize(answer) == Normalize(path[^1]);

    /// <summary>Returns the results of the lookups.</summary>
    public override WorkedSolution Solve(Random random) =>
        new([.. relations.Select((relation, hop) => MultiHopPrompts.Fact(path[hop], relation, path[hop + 1]))], path[^1]);

    /// <inheritdoc/>
    public override string ShapedAnswer(bool right, Random random)
    {
        var others = graph.Names.Where(n => n != path[^1]).ToArray();
        return Normalize(right ? path[^1] : others[random.Next(others.Length)]);
    }

    private static string Normalize(string text)
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
