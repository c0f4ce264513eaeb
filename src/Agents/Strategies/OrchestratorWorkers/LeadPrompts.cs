using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Strategies.OrchestratorWorkers;

/// <summary>The prompts of lead agents and subagents, and their parser for simulated models.</summary>
internal static partial class LeadPrompts
{
    private const string PartMark = "You are one of several agents that work on this at the same time. Your part:";
    private const string ReportsMark = "Your sub-agents reported:";

    /// <summary>Returns the prompt to split the problem.</summary>
    public static string Plan(Problem problem, int workers) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"You lead up to {workers} agents who work at the same time and do not see each other. "
                + $"Split this between them; do not solve it yet.\n\n{problem.QuestionWithExamples}\n\n"
                + $"Write one line for each agent, of the form: Step 1: what the agent is to find out. "
                + $"Parts must not need each other's results."
        );

    /// <summary>Returns the prompt for the part of a subagent.</summary>
    public static string Part(string question, string part) => $"{question}\n\n{PartMark} {part}";

    /// <summary>Returns the prompt for the answer, with the reports of the subagents.</summary>
    internal static string Synthesis(Problem problem, IReadOnlyList<PlanStep> parts, IReadOnlyList<NestedAnswer> reports)
    {
        var text = new StringBuilder(problem.ReasoningPrompt).Append($"\n\n{ReportsMark}\n");
        for (var i = 0; i < reports.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"Report {i + 1}, on: {parts[i].Text}\n{reports[i].Text ?? "no result"}\n");
        }

        return text.Append("\nTake their reports for what they are worth, and answer in the form asked for.").ToString();
    }

    /// <summary>Parses the maximum number of subagents from a split prompt. Never throws.</summary>
    public static bool TryReadPlan(string text, out int workers)
    {
        workers = 0;
        return Asked().Match(text) is { Success: true } match
            && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out workers)
            && workers > 0;
    }

    /// <summary>Parses the reports from a synthesis prompt. Never throws.</summary>
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
