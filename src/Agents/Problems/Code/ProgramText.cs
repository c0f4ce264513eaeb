using System.Text.RegularExpressions;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Problems.Code;

/// <summary>Reads the program of a reply. Programs are not converted from Markdown, because their operators look like its marks.</summary>
internal static partial class ProgramText
{
    private const int MaxLength = 200_000;
    private const int ClosingLines = 30;

    /// <summary>
    /// Returns the last program of a reply that has a function f(l): after "Answer:", in a code fence, in JSON, or as the last line.
    /// Null if
    /// the last stated program cannot be read. Never throws.
    /// </summary>
    public static string? Read(string reply)
    {
        var text = Reasoning.Split(reply.Length > MaxLength ? reply[^MaxLength..] : reply).Text;
        var plain = JsonLines.ToPlain(text);
        foreach (var label in Label().Matches(plain).TakeLast(ClosingLines).Reverse())
        {
            if (Program(plain[(label.Index + label.Length)..]) is { } stated)
            {
                return stated;
            }

            if (!label.Groups["sentence"].Success)
            {
                return null;
            }
        }

        if (Fence().Matches(plain) is [.., var fence])
        {
            return Program(fence.Value);
        }

        return plain
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .TakeLast(ClosingLines)
            .Select(Readable)
            .LastOrDefault(program => program is not null);
    }

    /// <summary>Returns the program at the start of a text: in a code fence, or on its first line.</summary>
    private static string? Program(string text)
    {
        if (Fence().Match(text) is { Success: true } fence && !text[..fence.Index].Any(char.IsLetterOrDigit))
        {
            var lines = fence.Groups["code"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return Readable(string.Join(' ', lines));
        }

        var line = text.TrimStart().TrimStart('*').TrimStart().Split('\n', 2)[0];
        return Readable(line) ?? Readable(Introduction().Replace(line, ""));
    }

    private static string? Readable(string text)
    {
        var program = text.Trim().Trim('`', '"', ' ', '\r').TrimEnd('*').Trim('`', ' ');
        return Language.Program.TryRead(program, out var read, out _) && read!.Has("f", 1) ? program : null;
    }

    [GeneratedRegex(
        @"\b(?:answer|program)(?:[*_ ]{0,4}:|(?<sentence> is:? ))[*_ ]{0,4}|^#{1,6} (?:final )?answer[ \t]{0,4}\r?$",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant
    )]
    private static partial Regex Label();

    [GeneratedRegex(@"```[\w+#-]{0,20}[ \t]{0,4}\r?\n(?<code>.{1,20000}?)```", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Fence();

    [GeneratedRegex(
        @"^(?:the )?(?:final )?(?:program|answer|function) (?:is|would be):? ",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Introduction();
}
