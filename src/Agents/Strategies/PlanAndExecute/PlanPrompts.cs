using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Behaviour;

namespace AgentLoad.Agents.Strategies.PlanAndExecute;

/// <summary>What planner and worker are told, and the reader that a simulated model understands it by.</summary>
public static partial class PlanPrompts
{
    private const string Mark = "Do not solve this problem yet. Plan how to solve it, in at most";
    private const string StepMark = "Now do only this step:";

    /// <summary>Asks for a plan, with the results so far where there are any.</summary>
    public static string Plan(string question, int steps, IReadOnlyList<(string Step, string Result)> results) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Mark} {steps} steps.\n\n{question}\n{Known(results)}\n{PlanText.AskSteps} The last step must give the answer to the whole problem."
        );

    /// <summary>Asks for one step.</summary>
    public static string Step(string question, string step, IReadOnlyList<(string Step, string Result)> results) =>
        $"{question}\n{Known(results)}\n{StepMark} {step}";

    /// <summary>Reads how many steps a text allows for; false where it asks for no plan. Never throws.</summary>
    public static bool TryReadPlan(string text, out int steps)
    {
        steps = 0;
        return Asked().Match(text) is { Success: true } match
            && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out steps)
            && steps > 0;
    }

    /// <summary>Reads the step that a text asks for; null where it asks for none. Never throws.</summary>
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
