using System.Text;
using AgentLoad.Simulation.Tokens;

namespace AgentLoad.Simulation.Replies;

/// <summary>Extends the text of a model that must not end before its token limit with meaningless words.</summary>
internal static class LongText
{
    private const string Filler = "\nand so on, from the first step to the last one that was taken before,";

    // A limit this high means no limit.
    private const int Longest = 100_000;

    /// <summary>Returns the text, extended to a number of tokens if it is shorter.</summary>
    public static string Of(string text, int tokens)
    {
        var missing = Math.Min(tokens, Longest) - Tokenizer.Split(text).Count;
        if (missing <= 0)
        {
            return text;
        }

        var each = Tokenizer.Split(Filler).Count;
        var extended = new StringBuilder(text).Insert(text.Length, Filler, (missing / each) + 1).ToString();
        return string.Concat(Tokenizer.Split(extended).Take(Math.Min(tokens, Longest)));
    }
}
