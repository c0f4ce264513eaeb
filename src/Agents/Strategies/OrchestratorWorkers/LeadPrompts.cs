using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Strategies.OrchestratorWorkers;

/// <summary>What a lead and its sub-agents are told, and the reader that a simulated model understands it by.</summary>
public static partial class LeadPrompts
{
    private const string PartMark = "You are one of several agents that work on this at the same time. Your part:";
    private const string ReportsMark = "Your sub-agents reported:";

    /// <summary>Asks to split the problem.</summary>
    public static string Plan(Problem problem, int workers) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"You lead up to {workers} agents who work at the same time and do not see each other. Split this between them; do not solve it yet.\n\n{problem.QuestionWithExamples}\n\nWrite one line for each agent, of the form: Step 1: what the agent is to find out. Parts must not need each other's results."
        );

    /// <summary>Asks a sub-agent for its part.</summary>
    public static string Part(string question, string part) => $"{question}\n\n{PartMark} {part}";

    /// <summary>Asks for the answer, with what the sub-agents reported.</summary>
    internal static string Synthesis(Problem problem, IReadOnlyList<PlanStep> parts, IReadOnlyList<NestedAnswer> reports)
    {
        var text = new StringBuilder(problem.ReasoningPrompt).Append($"\n\n{ReportsMark}\n");
        for (var i = 0; i < reports.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"Report {i + 1}, on: {parts[i].Text}\n{reports[i].Text ?? "no result"}\n");
        }

        return text.Append("\nTake their reports for what they are worth, and answer in the form asked for.").ToString();
    }

    /// <summary>Reads how many agents a text lets a lead have; false where it asks to lead none. Never throws.</summary>
    public static bool TryReadPlan(string text, out int workers)
    {
        workers = 0;
        return Asked().Match(text) is { Success: true } match
            && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out workers)
            && workers > 0;
    }

    /// <summary>Reads the reports that a text asks to write an answer from; false where it has none. Never throws.</summary>
    public static bool TryReadReports(string text, out IReadOnlyList<string> reports)
    {
        var at = text.LastIndexOf(ReportsMark, StringComparison.Ordinal);
        reports = at < 0 ? [] : [.. Reported().Matches(text[at..]).Select(m => m.Groups["said"].Value.Trim())];
        return at >= 0;
    }

    [GeneratedRegex(@"You lead up to (\d{1,4}) agents", RegexOptions.CultureInvariant)]
    private static partial Regex Asked();

    [GeneratedRegex(@"^Report \d{1,4}, on: [^\n]*\n(?<said>[^\n]*)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Reported();
}
