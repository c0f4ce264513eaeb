using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Strategies.LlmCompiler;

/// <summary>The prompts of planner and joiner, and their parser for simulated models.</summary>
internal static partial class CompilerPrompts
{
    private const string PlanMark = "Plan all tool calls that this question takes before any of them is made.";
    private const string JoinMark = "The planned tool calls were made.";
    private const string Replan = "Replan:";

    /// <summary>Returns true if a prompt requests a plan of tool calls.</summary>
    public static bool IsPlan(string text) => text.Contains(PlanMark, StringComparison.Ordinal);

    /// <summary>Returns true if a prompt requests a join.</summary>
    public static bool IsJoin(string text) => text.Contains(JoinMark, StringComparison.Ordinal);

    /// <summary>Returns true if the joiner requests another plan.</summary>
    public static bool RequestsReplan(string text) => ReplanPattern().IsMatch(text);

    /// <summary>Formats a joiner's request for another plan.</summary>
    public static string WriteReplan(string why) => $"{Replan} {why}";

    internal static string Plan(Problem problem, int tasks, IReadOnlyList<ToolOutput> seen)
    {
        var text = new StringBuilder(PlanMark).Append("\n\nThe tools:\n");
        foreach (var definition in problem.Tools.Select(t => t.Definition))
        {
            text.Append($"- {definition.Name}: {definition.Description} Arguments: {definition.ParametersSchema}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{PlanText.AskTools} At most {tasks} calls.\n\n{problem.QuestionWithExamples}\n");
        return Append(text, seen, "What earlier plans found:").ToString();
    }

    internal static string Join(Problem problem, IReadOnlyList<ToolOutput> seen) =>
        Append(new StringBuilder(problem.QuestionWithExamples).Append($"\n\n{JoinMark}\n"), seen, "What they found:")
            .Append(
                "\nEither end with one line of the form, Final Answer: the answer\n"
                    + $"or, where more is needed, with one line of the form, {Replan} what is missing"
            )
            .ToString();

    private static StringBuilder Append(StringBuilder text, IReadOnlyList<ToolOutput> seen, string head)
    {
        if (seen.Count > 0)
        {
            text.Append($"\n{head}\n");
        }

        foreach (var (task, said, _) in seen)
        {
            text.Append($"{task}\nObservation: {said}\n");
        }

        return text;
    }

    [GeneratedRegex(@"\breplan\b\W{0,4}:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ReplanPattern();
}
