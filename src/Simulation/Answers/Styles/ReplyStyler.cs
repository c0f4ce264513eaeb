namespace AgentLoad.Simulation.Answers.Styles;

/// <summary>
/// Rewrites replies from the requested format to the way that models write. The content does not change. Tool calls that are native, and
/// continuations of an unfinished message, are not rewritten.
/// </summary>
internal static class ReplyStyler
{
    private static readonly ReplyStyle[] Mix =
    [
        ReplyStyle.Plain,
        ReplyStyle.Markdown,
        ReplyStyle.Latex,
        ReplyStyle.Chatty,
        ReplyStyle.Thinking,
    ];

    /// <summary>Rewrites a reply.</summary>
    /// <param name="reply">The reply in the requested format.</param>
    /// <param name="style">The style.</param>
    /// <param name="random">Random numbers of the reply, which select among the forms of a style.</param>
    /// <param name="reason">Returns reasoning of the style <see cref="ReplyStyle.Thinking"/>.</param>
    public static SimulatedReply Apply(SimulatedReply reply, ReplyStyle style, Random random, Func<string> reason)
    {
        var isMixed = style == ReplyStyle.Mixed;
        var drawn = isMixed ? Mix[random.Next(Mix.Length)] : style;
        return drawn switch
        {
            ReplyStyle.Markdown => Rewritten(reply, line => MarkdownLines.Of(line, random)),
            ReplyStyle.Latex => Rewritten(reply, line => LatexLines.Of(line, random)),
            ReplyStyle.Chatty => Chatty(reply, random),
            ReplyStyle.Thinking when isMixed => WithInlineReasoning(reply),
            ReplyStyle.Thinking => reply with { Thinking = reason() },
            _ => reply,
        };
    }

    private static SimulatedReply Rewritten(SimulatedReply reply, Func<ReplyLine, string> rewrite) =>
        reply with
        {
            Text = string.Join('\n', ReplyLine.Of(reply.Text).Select(rewrite)),
        };

    private static SimulatedReply Chatty(SimulatedReply reply, Random random)
    {
        if (reply.Text.Length == 0)
        {
            return reply;
        }

        var lines = ReplyLine.Of(reply.Text).ToArray();
        var isAction = lines.Any(line => line.Kind == LineKind.Action);
        var body = string.Join('\n', lines.Select(line => ChattyLines.Of(line, random)));
        return reply with
        {
            Text = isAction
                ? $"{ChattyLines.Preface(random)}\n\n{body}"
                : $"{ChattyLines.Preface(random)}\n\n{body}\n\n{ChattyLines.Closing(random)}",
        };
    }

    /// <summary>Moves the working into a block before the reply, as servers without a reasoning parser send it.</summary>
    private static SimulatedReply WithInlineReasoning(SimulatedReply reply)
    {
        if (reply.Text.Length == 0)
        {
            return reply;
        }

        var lines = ReplyLine.Of(reply.Text).ToArray();
        var isAnswered = lines.Any(line => line.Kind is LineKind.Answer or LineKind.FinalAnswer);
        var working = isAnswered ? lines.Where(line => line.Kind == LineKind.Working).ToArray() : [];
        var thought = working.Length == 0 ? "I check what is asked." : string.Join('\n', working.Select(line => line.Text));
        return reply with
        {
            Text = $"<think>\n{thought}\n</think>\n\n{string.Join('\n', lines.Except(working).Select(line => line.Text))}",
        };
    }
}
