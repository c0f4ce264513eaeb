using System.Globalization;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Problems.OpenPrompt;

/// <summary>
/// Writes prompts of common words, about one token each, whose length is drawn from one of <see cref="PromptLengths"/>. Every prompt is different from
/// its first words on, so that no prefix is shared.
/// </summary>
/// <param name="promptTokens">Mean length in tokens.</param>
/// <param name="spread">Sigma of the logarithm of the length; 0 for equal lengths.</param>
/// <param name="lengths">One of <see cref="PromptLengths.Names"/>; the published ones leave the other two aside.</param>
public sealed class OpenPromptSource(int promptTokens = 200, double spread = 0.5, string lengths = PromptLengths.LogNormal) : IProblemSource
{
    /// <summary>Name in workloads and records.</summary>
    public const string KindName = "open";

    private const int Longest = 200_000;

    private static readonly string[] Vocabulary =
    [
        "the", "river", "small", "light", "over", "people", "house", "when", "water", "great", "under", "music", "before", "paper", "long",
        "city", "after", "green", "between", "story", "winter", "table", "open", "road", "early", "market", "without", "stone", "many", "bird",
        "garden", "again", "letter", "slow", "window", "through", "field", "work", "against", "night", "train", "always", "summer", "friend",
        "quiet", "morning", "every", "hand", "north", "change", "around", "boat", "first", "colour", "while", "mountain", "read", "number",
        "turn", "simple", "voice", "near", "school", "white",
    ];

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public Problem Create(ulong seed)
    {
        var random = Seeds.Random(seed, KindName);
        var words = (int)Math.Clamp(Math.Round(PromptLengths.Draw(lengths, promptTokens, spread, random)), 1, Longest);
        return new OpenProblem(seed.ToString("x16", CultureInfo.InvariantCulture), Words(words, random));
    }

    /// <summary>Sentences of common words.</summary>
    internal static string Words(int count, Random random)
    {
        var words = new string[count];
        for (var at = 0; at < count; at++)
        {
            var word = Vocabulary[random.Next(Vocabulary.Length)];
            words[at] = at % 12 == 0 ? char.ToUpperInvariant(word[0]) + word[1..] : at % 12 == 11 || at == count - 1 ? word + "." : word;
        }

        return string.Join(' ', words);
    }
}
