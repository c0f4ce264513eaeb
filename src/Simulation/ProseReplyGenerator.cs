using System.Text;
using AgentLoad.Simulation.Tokens;

namespace AgentLoad.Simulation;

/// <summary>
/// Generates prose for unrecognized prompts. Its length in tokens is log-normal (median 90, sigma 0.8: typical of chat servers, with their
/// long tail), up to the limit of the call. The same prompt and seed give the same text.
/// </summary>
/// <param name="medianTokens">Median length in tokens.</param>
internal sealed class ProseReplyGenerator(double medianTokens = 90) : IReplyGenerator
{
    private const double Sigma = 0.8;

    private static readonly string[] Words =
    [
        "the",
        "answer",
        "depends",
        "on",
        "how",
        "many",
        "steps",
        "are",
        "needed",
        "before",
        "a",
        "result",
        "can",
        "be",
        "checked",
        "first",
        "we",
        "look",
        "at",
        "each",
        "part",
        "and",
        "then",
        "compare",
        "what",
        "is",
        "known",
        "with",
        "what",
        "was",
        "asked",
        "this",
        "gives",
        "two",
        "ways",
        "to",
        "go",
        "one",
        "of",
        "them",
        "short",
        "other",
        "more",
        "certain",
        "in",
        "both",
        "cases",
        "number",
        "must",
        "agree",
        "or",
        "work",
        "starts",
        "again",
        "from",
        "last",
        "safe",
        "point",
    ];

    /// <inheritdoc/>
    public SimulatedReply Generate(SimulatedPrompt prompt)
    {
        var random = new Random(Fold(prompt));
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var wanted = (int)Math.Min(prompt.MaxTokens, Math.Max(1, Math.Round(medianTokens * Math.Exp(Sigma * normal))));
        if (prompt.Json)
        {
            return new($"{{\"answer\":\"{Prose(random, Math.Max(1, wanted - 7))}\"}}", "", []);
        }

        return new(Prose(random, wanted), "", []);
    }

    private static string Prose(Random random, int tokens)
    {
        var text = new StringBuilder();
        var sentence = 0;
        for (var used = 0; used < tokens; )
        {
            var word = Words[random.Next(Words.Length)];
            if (sentence == 0)
            {
                word = char.ToUpperInvariant(word[0]) + word[1..];
            }

            var cost = Tokenizer.Count(word);
            if (used + cost > tokens)
            {
                word = word[..1];
            }

            if (text.Length > 0)
            {
                text.Append(' ');
            }

            text.Append(word);
            used += Tokenizer.Count(word);
            if (++sentence < 8 + random.Next(8) || used >= tokens)
            {
                continue;
            }

            text.Append('.');
            used++;
            sentence = 0;
        }

        return text.ToString();
    }

    private static int Fold(SimulatedPrompt prompt)
    {
        var hash = prompt.Seed ^ 0x9E3779B97F4A7C15UL;
        foreach (var message in prompt.Messages)
        {
            foreach (var unit in message.Content)
            {
                hash = (hash ^ unit) * 1099511628211UL;
            }
        }

        return (int)(hash ^ (hash >> 32));
    }
}
