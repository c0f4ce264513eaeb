using System.Text;
using AgentLoad.Simulation.Tokens;

namespace AgentLoad.Simulation.Replies;

/// <summary>Text for a model that may not end before its limit: what it had to say, then words without meaning.</summary>
internal static class LongText
{
    private const string Filler = "\nand so on, from the first step to the last one that was taken before,";

    // A limit this high is none: the request means to end by itself.
    private const int Longest = 100_000;

    /// <summary>The text with at least so many tokens.</summary>
    public static string Of(string text, int tokens)
    {
        var missing = Math.Min(tokens, Longest) - Tokenizer.Split(text).Count;
        if (missing <= 0)
        {
            return text;
        }

        var each = Tokenizer.Split(Filler).Count;
        return new StringBuilder(text).Insert(text.Length, Filler, (missing / each) + 1).ToString();
    }
}
