using System.Globalization;
using System.Text;
using AgentLoad.Agents.Problems.Examples;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Problems.MultiHop;

/// <summary>A question about a fictional graph that requires one lookup per hop. It cannot be answered without the tools.</summary>
/// <param name="id">Id within the kind.</param>
/// <param name="graph">The graph.</param>
/// <param name="chains">The chains of relations that the question asks for.</param>
/// <param name="paths">People on each chain; the question names the first, the answer is the last.</param>
/// <param name="behaviour">Latency and injected failures of the tools.</param>
internal sealed class MultiHopProblem(
    string id,
    EntityGraph graph,
    IReadOnlyList<Chain> chains,
    IReadOnlyList<IReadOnlyList<string>> paths,
    ToolBehaviour behaviour
) : Problem
{
    private readonly ITool[] _tools = [new SearchTool(graph, behaviour), new LookupTool(graph, behaviour)];

    /// <inheritdoc/>
    public override string Kind => MultiHopSource.KindName;

    /// <inheritdoc/>
    public override string Id => $"{Kind}/{id}";

    /// <summary>Number of lookups to the answer.</summary>
    public int Hops => chains.Sum(chain => chain.Relations.Count);

    /// <inheritdoc/>
    public override string Question => MultiHopPrompts.Question(chains);

    /// <inheritdoc/>
    public override string DirectPrompt => MultiHopPrompts.Direct(Question);

    /// <inheritdoc/>
    public override string ReasoningPrompt => MultiHopPrompts.Reasoning(Question);

    /// <inheritdoc/>
    public override IReadOnlyList<ITool> Tools => _tools;

    /// <inheritdoc/>
    public override string ExtractFinding(string toolText) => MultiHopPrompts.TryReadFact(toolText, out var found) ? found : toolText;

    /// <summary>
    /// Returns the stated name, else the name that the last line gives; in lower case, without articles and punctuation. A name of the
    /// graph
    /// is found in a sentence; see <see cref="NameText"/>.
    /// </summary>
    public override string? ExtractAnswer(string reply) =>
        AnswerText.Read(
            reply,
            text =>
                Normalized(chains.Count == 1 ? NameText.Read(text, graph.Contains) : NameText.ReadAll(text, chains.Count, graph.Contains)),
            text =>
                Normalized(
                    chains.Count == 1 ? NameText.ReadKnown(text, graph.Contains) : NameText.ReadAll(text, chains.Count, graph.Contains)
                )
        );

    /// <summary>Normalized exact match (Rajpurkar et al. 2016): ignores case, articles, punctuation and white space.</summary>
    public override bool? Verify(string answer) => Normalize(answer) == Normalize(Right);

    /// <summary>Returns the results of the lookups.</summary>
    public override WorkedSolution Solve(Random random) =>
        new(
            [
                .. chains.SelectMany(
                    (chain, at) =>
                        chain.Relations.Select((relation, hop) => MultiHopPrompts.Fact(paths[at][hop], relation, paths[at][hop + 1]))
                ),
            ],
            Right
        );

    /// <inheritdoc/>
    public override string ShapedAnswer(bool right, Random random)
    {
        var last = paths[^1][^1];
        var others = graph.Names.Where(n => n != last).ToArray();
        return Normalize(
            string.Join(", ", paths.SkipLast(1).Select(path => path[^1]).Append(right ? last : others[random.Next(others.Length)]))
        );
    }

    private string Right => string.Join(", ", paths.Select(path => path[^1]));

    private static string? Normalized(string? names) => names is null ? null : Normalize(names);

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
