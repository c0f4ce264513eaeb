using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Behaviour;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Replies;

/// <summary>
/// The plan format that prompts ask for, and the one reader of plans: one line per step, "Step 1: what to do" or "1. tool({json})"; also
/// headings, bullets and JSON. A step depends on the steps that it references as "$1".
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
    private static readonly string[] ListKeys = ["steps", "plan", "tasks"];
    private static readonly string[] TextKeys = ["description", "text", "task", "instruction", "action", "question", "step"];

    /// <summary>Reads the steps of a reply. A step with an unexpected number ends the plan. Never throws.</summary>
    public static IReadOnlyList<PlanStep> Steps(string reply, int maxSteps)
    {
        var text = PlainText.WithoutMarkdown(reply);
        var items =
            Listed(text) is { Count: > 0 } listed ? listed
            : Numbered(text) is { Count: > 0 } numbered ? [.. numbered.Select(FirstLine)]
            : Bulleted(text);
        return [.. items.Take(maxSteps).Select((item, at) => new PlanStep(Cut(item), Dependencies(item, at + 1)))];
    }

    /// <summary>
    /// Reads the tool calls of a reply. A step without a call keeps its number; steps after the last call are dropped. Never throws.
    /// </summary>
    /// <param name="reply">The reply.</param>
    /// <param name="maxSteps">Maximum number of steps.</param>
    /// <param name="key">Key of the call; the ids of the tool calls are derived from it.</param>
    /// <param name="tools">The tools that a plan may use.</param>
    public static IReadOnlyList<PlanStep> Calls(string reply, int maxSteps, string key, IReadOnlyList<ToolDefinition> tools)
    {
        var text = PlainText.WithoutMarkdown(reply);
        List<(string Text, FoundCall? Call)> steps =
        [
            .. Numbered(text).Select(item => (item, ToolCallText.FindAll(item, tools, isAnywhere: true).FirstOrDefault(IsReadable))),
        ];
        if (steps.TrueForAll(step => step.Call is null))
        {
            steps = [.. ToolCallText.FindAll(text, tools).Where(IsReadable).Select(call => (call.Arguments!, (FoundCall?)call))];
        }

        return
        [
            .. steps
                .Take(1 + steps.FindLastIndex(step => step.Call is not null))
                .Take(maxSteps)
                .Select(
                    (step, at) =>
                        new PlanStep(Cut(FirstLine(step.Text)), Dependencies(step.Call?.Arguments ?? step.Text, at + 1))
                        {
                            Tool = step.Call is { } call
                                ? new ToolCall(
                                    string.Create(CultureInfo.InvariantCulture, $"call_{key}_{at + 1}"),
                                    call.Name,
                                    call.Arguments!
                                )
                                : null,
                        }
                ),
        ];
    }

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

    private static bool IsReadable(FoundCall call) => call.Arguments is not null && call.Name.Length > 0;

    /// <summary>Returns the items of a numbered list with their further lines.</summary>
    private static List<string> Numbered(string text)
    {
        var items = new List<string>();
        var matches = Line().Matches(text);
        for (var i = 0; i < matches.Count; i++)
        {
            if (!TryNumber(matches[i], out var number) || number != items.Count + 1)
            {
                // A number inside of a sentence precedes the list; a number that restarts follows it.
                if (items.Count == 0)
                {
                    continue;
                }

                break;
            }

            var start = matches[i].Index + matches[i].Length;
            var end = i + 1 < matches.Count ? matches[i + 1].Index : text.Length;
            var item = text[start..Math.Min(end, start + MaxStepLength)].Trim();
            if (item.Length == 0)
            {
                break;
            }

            items.Add(item);
        }

        return items;
    }

    private static List<string> Bulleted(string text) => [.. Bullet().Matches(text).Select(match => match.Groups["text"].Value.Trim())];

    /// <summary>Returns the items of a plan in JSON: an array, or an object with an array.</summary>
    private static List<string> Listed(string text)
    {
        var at = text.AsSpan().IndexOfAny('[', '{');
        if (at < 0 || text.AsSpan(0, at).Trim().Length > 0 || !JsonReading.TryRead(text, at, out var value, out _))
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            var key = ListKeys.FirstOrDefault(name => value.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array);
            value = key is null ? default : value.GetProperty(key);
        }

        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Text).OfType<string>()] : [];
    }

    private static string? Text(JsonElement item) =>
        item.ValueKind == JsonValueKind.String ? item.GetString()
        : item.ValueKind != JsonValueKind.Object ? null
        : TextKeys
            .Select(key => item.TryGetProperty(key, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null)
            .FirstOrDefault(text => text is not null);

    private static string FirstLine(string item) => item.Split('\n', 2)[0].Trim();

    private static string Cut(string step) => step.Length <= MaxStepLength ? step : step[..MaxStepLength];

    private static IReadOnlyList<int> Dependencies(string line, int number) =>
        [.. Reference().Matches(line).Select(m => TryNumber(m, out var n) ? n : 0).Where(n => n > 0 && n < number).Distinct().Order()];

    private static bool TryNumber(Match match, out int number) =>
        int.TryParse(match.Groups["n"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    [GeneratedRegex(
        @"^[ \t>*_#•-]{0,8}(?:\(?(?:step[ \t]{1,4})?(?<n>[0-9]{1,4})[ \t]?\*{0,2}[.):]\*{0,2}"
            + @"|step[ \t]{1,4}(?<n>[0-9]{1,4})(?:[ \t]?[-–—]|[ \t]{0,4}\r?\n))[ \t]*(?=\S)",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant
    )]
    private static partial Regex Line();

    [GeneratedRegex(@"^[ \t]{0,4}[-*•‣][ \t]{1,4}(?<text>\S[^\r\n]*)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Bullet();

    [GeneratedRegex(@"(?:\$\{?(?:step_?)?|#E)(?<n>[0-9]{1,4})(?![0-9])\}?", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
