using System.Globalization;
using System.Text;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Problems.OpenPrompt;

/// <summary>
/// Generates prompts of common words, about one token each. The length is drawn from one of <see cref="PromptLengths"/>. Prompts differ
/// from the first word, so that they share no prefix.
/// </summary>
/// <param name="promptTokens">Mean length in tokens.</param>
/// <param name="spread">Standard deviation of the logarithm of the length; 0 for equal lengths.</param>
/// <param name="lengths">One of <see cref="PromptLengths.Names"/>; the published distributions ignore the other parameters.</param>
internal sealed class OpenPromptSource(int promptTokens = 200, double spread = 0.5, string lengths = PromptLengths.LogNormal)
    : IProblemSource
{
    /// <summary>Name in workloads and records.</summary>
    public const string KindName = "open";

    private const int Longest = 200_000;
    private const int SentenceWords = 12;

    private static readonly string[] Vocabulary =
    [
        "the",
        "river",
        "small",
        "light",
        "over",
        "people",
        "house",
        "when",
        "water",
        "great",
        "under",
        "music",
        "before",
        "paper",
        "long",
        "city",
        "after",
        "green",
        "among",
        "story",
        "winter",
        "table",
        "open",
        "road",
        "early",
        "market",
        "across",
        "stone",
        "many",
        "bird",
        "garden",
        "again",
        "letter",
        "slow",
        "window",
        "along",
        "field",
        "work",
        "behind",
        "night",
        "train",
        "always",
        "summer",
        "friend",
        "quiet",
        "noon",
        "every",
        "hand",
        "north",
        "change",
        "around",
        "boat",
        "first",
        "colour",
        "while",
        "valley",
        "read",
        "number",
        "turn",
        "simple",
        "voice",
        "near",
        "school",
        "white",
    ];

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public Problem Create(ulong seed)
    {
        var random = Seeds.Random(seed, KindName);
        var words = (int)Math.Clamp(Math.Round(PromptLengths.Draw(lengths, promptTokens, spread, random)), 1, Longest);
        return new OpenProblem(seed.ToString("x16", CultureInfo.InvariantCulture), GenerateText(words, random));
    }

    /// <summary>
    /// Generates sentences of a number of tokens: most tokenizers map each of these words and each full stop to one token.
    /// </summary>
    internal static string GenerateText(int tokens, Random random)
    {
        var text = new StringBuilder(tokens * 6);
        for (var left = tokens; left > 0; )
        {
            var words = Math.Min(SentenceWords, Math.Max(1, left - 1));
            for (var at = 0; at < words; at++)
            {
                var word = Vocabulary[random.Next(Vocabulary.Length)];
                text.Append(text.Length == 0 ? "" : " ")
                    .Append(at == 0 ? char.ToUpperInvariant(word[0]) : word[0])
                    .Append(word, 1, word.Length - 1);
            }

            left -= words;
            if (left > 0)
            {
                text.Append('.');
                left--;
            }
        }

        return text.ToString();
    }
}
