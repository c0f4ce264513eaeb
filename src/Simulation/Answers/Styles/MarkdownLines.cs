using System.Text.RegularExpressions;

namespace AgentLoad.Simulation.Answers.Styles;

/// <summary>Writes lines in Markdown.</summary>
internal static partial class MarkdownLines
{
    /// <summary>Writes a line in one of several forms.</summary>
    public static string Of(ReplyLine line, Random random) =>
        line.Kind switch
        {
            LineKind.Answer or LineKind.FinalAnswer => random.Next(4) switch
            {
                0 => $"\n**{line.Label}**: {line.Value}",
                1 => $"\n**{line.Label}:** {line.Value}",
                2 => $"\n### {line.Label}\n\n{line.Value}",
                _ => $"\n**{line.Label}:**\n```\n{line.Value}\n```",
            },
            LineKind.Score => random.Next(3) switch
            {
                0 => $"\n**Score:** {line.Value}/10",
                1 => $"\n| Criterion | Score |\n|---|---|\n| Overall score | {line.Value} |",
                _ => $"\n**Overall score (0-10):** **{line.Value}**",
            },
            LineKind.Verdict => random.Next(2) == 0
                ? $"\n**Verdict:** **{Capitalized(line.Value)}**"
                : $"\n### Verdict\n{Capitalized(line.Value)}.",
            LineKind.Vote => random.Next(2) == 0
                ? $"\n**The best choice is {line.Value}**"
                : $"\nThe best choice is **Choice {line.Value}**.",
            LineKind.State => random.Next(2) == 0 ? $"\n**{Capitalized(line.Value)}**" : $"\n**Judgement:** {line.Value}",
            LineKind.Step => random.Next(3) switch
            {
                0 => $"**{line.Label}:** {line.Value}",
                1 => $"### {line.Label}: {line.Value}",
                _ => $"- **{line.Label}**: {line.Value}",
            },
            LineKind.Thought => $"**Thought:** {line.Value}\n",
            LineKind.Action => Action(line, random),
            _ => line.Text.Length == 0 || line.Text.StartsWith('[') ? line.Text : $"- {line.Text}",
        };

    /// <summary>Writes a value with a capital letter.</summary>
    public static string Capitalized(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];

    private static string Action(ReplyLine line, Random random)
    {
        if (Call().Match(line.Value) is not { Success: true } call)
        {
            return $"**Action:** {line.Value}";
        }

        var (name, arguments) = (call.Groups["name"].Value, call.Groups["arguments"].Value);
        return random.Next(4) switch
        {
            0 => $"**Action:** `{line.Value}`",
            1 => $"**Action:** {name}\n**Action Input:** {arguments}",
            2 => $"```json\n{{\"action\": \"{name}\", \"action_input\": {arguments}}}\n```",
            _ => $"<tool_call>\n{{\"name\": \"{name}\", \"arguments\": {arguments}}}\n</tool_call>",
        };
    }

    [GeneratedRegex(@"^(?<name>\w+)\[(?<arguments>\{.*\})\]$", RegexOptions.CultureInvariant)]
    private static partial Regex Call();
}
