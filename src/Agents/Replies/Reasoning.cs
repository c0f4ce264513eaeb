namespace AgentLoad.Agents.Replies;

/// <summary>
/// Separates the reasoning that a model writes into its reply from the reply proper: blocks such as <c>&lt;think&gt;…&lt;/think&gt;</c> and
/// the channels of gpt-oss. Servers with a reasoning parser send the reasoning separately.
/// </summary>
internal static class Reasoning
{
    private const string Channel = "<|channel|>";
    private const string Message = "<|message|>";
    private const string FinalChannel = Channel + "final" + Message;
    private const string ToolChannel = Channel + "commentary to=";

    private static readonly (string Open, string Close)[] Tags =
    [
        ("<think>", "</think>"),
        ("<thinking>", "</thinking>"),
        ("<thought>", "</thought>"),
        ("<reasoning>", "</reasoning>"),
        ("[THINK]", "[/THINK]"),
        ("◁think▷", "◁/think▷"),
        ("<seed:think>", "</seed:think>"),
        ("<|begin_of_thought|>", "<|end_of_thought|>"),
    ];

    private static readonly string[] EndMarks = ["<|end|>", "<|return|>", "<|im_end|>", "<|eot_id|>"];

    /// <summary>
    /// Splits a reply. A block without an end is reasoning up to the end of the reply, which was cut. An end without a start ends reasoning
    /// that the prompt template has started. Never throws.
    /// </summary>
    public static (string Thinking, string Text) Split(string reply)
    {
        if (reply.Contains(Channel, StringComparison.Ordinal))
        {
            return SplitChannels(reply);
        }

        var (thinking, text) = ("", reply);
        foreach (var (open, close) in Tags)
        {
            if (text.Contains(open, StringComparison.Ordinal) || text.Contains(close, StringComparison.Ordinal))
            {
                (var part, text) = Split(text, open, close);
                thinking += part;
            }
        }

        return thinking.Length == 0 && text.Length == reply.Length ? ("", reply) : (thinking.Trim(), text.Trim());
    }

    /// <summary>Writes the reasoning before a text, in the form of most prompt templates.</summary>
    public static string Join(string thinking, string text) => thinking.Length == 0 ? text : $"<think>\n{thinking}\n</think>\n\n{text}";

    private static (string Thinking, string Text) Split(string text, string open, string close)
    {
        var (thinking, rest) = ("", "");
        var at = 0;
        while (at < text.Length)
        {
            var start = text.IndexOf(open, at, StringComparison.Ordinal);
            var end = text.IndexOf(close, at, StringComparison.Ordinal);
            if (end >= 0 && (start < 0 || end < start))
            {
                // The prompt template wrote the start: all text so far is reasoning.
                thinking += rest + text[at..end];
                rest = "";
                at = end + close.Length;
            }
            else if (start < 0)
            {
                rest += text[at..];
                break;
            }
            else
            {
                rest += text[at..start];
                thinking += end < 0 ? text[(start + open.Length)..] : text[(start + open.Length)..end];
                at = end < 0 ? text.Length : end + close.Length;
            }
        }

        return (thinking, rest);
    }

    private static (string Thinking, string Text) SplitChannels(string reply)
    {
        var final = reply.LastIndexOf(FinalChannel, StringComparison.Ordinal);
        var tool = reply.IndexOf(ToolChannel, StringComparison.Ordinal);
        var (from, skip) = tool >= 0 && final < 0 ? (tool, Channel.Length) : (final, FinalChannel.Length);
        if (from < 0)
        {
            return (reply, "");
        }

        var text = reply[(from + skip)..];
        foreach (var mark in EndMarks)
        {
            text = text.Split(mark, 2)[0];
        }

        return (reply[..from].Trim(), text.Trim());
    }
}
