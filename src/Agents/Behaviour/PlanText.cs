using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Behaviour;

/// <summary>
/// The form in which prompts ask for plans, and its reader: one line a step, "Step 1: what to do" or "1. tool({json})". A step needs the
/// steps whose results it names as "$1".
/// </summary>
public static partial class PlanText
{
    /// <summary>The sentence that asks for a plan in words.</summary>
    public const string AskSteps =
        "Write one line for each step, of the form: Step 1: what to do. Where a step needs the result of another, write $1 for the result of step 1.";

    /// <summary>The sentence that asks for a plan of tool calls.</summary>
    public const string AskTools =
        "Write one line for each call, of the form: Step 1: name({\"argument\": \"value\"}). Where a call needs the result of another, write $1 for the result of step 1.";

    private const int LongestStep = 2000;

    /// <summary>The steps of a reply, at most so many; those out of order end the plan. Never throws.</summary>
    public static IReadOnlyList<PlanStep> Steps(string text, int most) =>
        [.. Numbered(text).Take(most).Select((line, at) => new PlanStep(line, Needs(line, at + 1)))];

    /// <summary>The tool calls of a reply, at most so many. A line that holds no call that can be read ends the plan. Never throws.</summary>
    /// <param name="text">The reply.</param>
    /// <param name="most">Most steps.</param>
    /// <param name="key">Key of the call, from which tool calls get their ids.</param>
    public static IReadOnlyList<PlanStep> Calls(string text, int most, string key) =>
        [
            .. Numbered(text)
                .Take(most)
                .Select(
                    (line, at) =>
                        new PlanStep(line, Needs(line, at + 1))
                        {
                            Tool = ActionText.Parse("Action: " + line, string.Create(CultureInfo.InvariantCulture, $"{key}_{at + 1}")).Tool,
                        }
                )
                .TakeWhile(step => step.Tool is not null),
        ];

    /// <summary>A text with the results in place of "$1", "$2", …; those that there are none of stay. Never throws.</summary>
    public static string Fill(string text, IReadOnlyDictionary<int, string> results, Func<string, string>? escape = null) =>
        Reference()
            .Replace(
                text,
                match =>
                    TryNumber(match, out var number) && results.TryGetValue(number, out var result)
                        ? escape?.Invoke(result) ?? result
                        : match.Value
            );

    /// <summary>A line of a plan.</summary>
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
            yield return step.Length <= LongestStep ? step : step[..LongestStep];
            next++;
        }
    }

    private static IReadOnlyList<int> Needs(string line, int number) =>
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
