using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Strategies.PlanAndExecute;

/// <summary>The prompts of planner and worker, and their parser for simulated models.</summary>
internal static partial class PlanPrompts
{
    private const string Mark = "Do not solve this problem yet. Plan how to solve it, in at most";
    private const string StepMark = "Now do only this step:";

    /// <summary>Returns the prompt for a plan, with the results so far.</summary>
    public static string Plan(string question, int steps, IReadOnlyList<(string Step, string Result)> results) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Mark} {steps} steps.\n\n{question}\n{Known(results)}\n{PlanText.AskSteps} "
                + $"The last step must give the answer to the whole problem."
        );

    /// <summary>Returns the prompt for a step.</summary>
    public static string Step(string question, string step, IReadOnlyList<(string Step, string Result)> results) =>
        $"{question}\n{Known(results)}\n{StepMark} {step}";

    /// <summary>Parses the maximum number of steps from a plan prompt. Never throws.</summary>
    public static bool TryReadPlan(string text, out int steps)
    {
        steps = 0;
        return Asked().Match(text) is { Success: true } match
            && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out steps)
            && steps > 0;
    }

    /// <summary>Parses the step from a step prompt; null if the text is not a step prompt. Never throws.</summary>
    public static string? ReadStep(string text)
    {
        var at = text.LastIndexOf(StepMark, StringComparison.Ordinal);
        return at < 0 ? null : text[(at + StepMark.Length)..].Split('\n')[0].Trim();
    }

    private static string Known(IReadOnlyList<(string Step, string Result)> results)
    {
        var text = new StringBuilder(results.Count == 0 ? "" : "\nWhat is known so far:\n");
        foreach (var (step, result) in results)
        {
            text.Append($"- {step} Result: {result}\n");
        }

        return text.ToString();
    }

    [GeneratedRegex(@"Do not solve this problem yet\. Plan how to solve it, in at most (\d{1,4}) steps\.", RegexOptions.CultureInvariant)]
    private static partial Regex Asked();
}
