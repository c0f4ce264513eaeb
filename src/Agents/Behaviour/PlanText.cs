using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Behaviour;

/// <summary>
/// The plan format that prompts ask for, and its parser: one line per step, "Step 1: what to do" or "1. tool({json})". A step depends on
/// the steps that it references as "$1".
/// </summary>
internal static partial class PlanText
{
    /// <summary>The instruction to write a plan in prose.</summary>
    public const string AskSteps =
        "Write one line for each step, of the form: Step 1: what to do. "
        + "Where a step needs the result of another, write $1 for the result of step 1.";

    /// <summary>The instruction to write a plan of tool calls.</summary>
    public const string AskTools =
        "Write one line for each call, of the form: Step 1: name({\"argument\": \"value\"}). "
        + "Where a call needs the result of another, write $1 for the result of step 1.";

    private const int MaxStepLength = 2000;

    /// <summary>Parses the steps of a reply. A step with an unexpected number ends the plan. Never throws.</summary>
    public static IReadOnlyList<PlanStep> Steps(string text, int maxSteps) =>
        [.. Numbered(text).Take(maxSteps).Select((line, at) => new PlanStep(line, Dependencies(line, at + 1)))];

    /// <summary>Parses the tool calls of a reply. A line without a valid call ends the plan. Never throws.</summary>
    /// <param name="text">The reply.</param>
    /// <param name="maxSteps">Maximum number of steps.</param>
    /// <param name="key">Key of the call; the ids of the tool calls are derived from it.</param>
    public static IReadOnlyList<PlanStep> Calls(string text, int maxSteps, string key) =>
        [
            .. Numbered(text)
                .Take(maxSteps)
                .Select(
                    (line, at) =>
                        new PlanStep(line, Dependencies(line, at + 1))
                        {
                            Tool = ActionText.Parse("Action: " + line, string.Create(CultureInfo.InvariantCulture, $"{key}_{at + 1}")).Tool,
                        }
                )
                .TakeWhile(step => step.Tool is not null),
        ];

    /// <summary>Replaces "$1", "$2", … by results. References without a result are kept. Never throws.</summary>
    public static string Fill(string text, IReadOnlyDictionary<int, string> results, Func<string, string>? escape = null) =>
        Reference()
            .Replace(
                text,
                match =>
                    TryNumber(match, out var number) && results.TryGetValue(number, out var result)
                        ? escape?.Invoke(result) ?? result
                        : match.Value
            );

    /// <summary>Formats a step as a line.</summary>
    public static string Write(int number, string text) => string.Create(CultureInfo.InvariantCulture, $"Step {number}: {text}");

    private static IEnumerable<string> Numbered(string text)
    {
        var next = 1;
        foreach (Match match in Line().Matches(text))
        {
            if (!TryNumber(match, out var number) || number != next)
            {
                yield break;
            }

            var step = match.Groups["text"].Value.Trim();
            yield return step.Length <= MaxStepLength ? step : step[..MaxStepLength];
            next++;
        }
    }

    private static IReadOnlyList<int> Dependencies(string line, int number) =>
        [.. Reference().Matches(line).Select(m => TryNumber(m, out var n) ? n : 0).Where(n => n > 0 && n < number).Distinct().Order()];

    private static bool TryNumber(Match match, out int number) =>
        int.TryParse(match.Groups["n"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    [GeneratedRegex(
        @"^[ \t>*_#-]{0,8}(?:step[ \t]{1,4})?(?<n>[0-9]{1,4})[ \t]?\*{0,2}[.):]\*{0,2}[ \t]*(?<text>\S[^\r\n]*)",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant
    )]
    private static partial Regex Line();

    [GeneratedRegex(@"\$(?<n>[0-9]{1,4})(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
