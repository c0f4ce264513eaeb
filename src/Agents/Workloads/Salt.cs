using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Workloads;

/// <summary>
/// A short text at the head of every prompt of a run. Prompts of one run share it, so a server can cache their common prefixes; prompts of
/// two runs differ in it, so a run is not served from the cache that an earlier run filled.
/// </summary>
/// <param name="Value">The text; empty for no salt.</param>
/// <param name="IsDrawn">True if the run drew the text; false if the workload or the command line sets it.</param>
internal sealed partial record Salt(string Value, bool IsDrawn = false)
{
    private const int Digits = 9;
    private const int LongPrompt = 1024;

    // An agent sends its first message again with each call: the same text, so that its JSON is written only once.
    private static readonly ConditionalWeakTable<string, SaltedPrompt> LongPrompts = [];

    /// <summary>Drawn when a run starts; adds nothing to a prompt before that.</summary>
    public static Salt Auto { get; } = new("", IsDrawn: true);

    /// <summary>No salt: prompts depend on workload and seed only.</summary>
    public static Salt None { get; } = new("");

    /// <summary>
    /// Returns the salt of a run: itself if it is set, otherwise a random number. The number always has nine digits, so that prompts of
    /// different runs have the same number of tokens.
    /// </summary>
    public Salt Draw() => this == Auto ? new Salt(Format((ulong)RandomNumberGenerator.GetInt32(1_000_000_000)), IsDrawn: true) : this;

    /// <summary>
    /// Returns the salt of a part of a run, such as a step of a sweep or the baseline: a number that depends only on this salt and the
    /// name of the part. The part of no salt is no salt.
    /// </summary>
    public Salt Part(string name) => Value.Length == 0 ? this : this with { Value = Format(Seeds.Derive(0, $"{Value}/{name}")) };

    /// <summary>Adds the salt to the head of a prompt.</summary>
    public string AddTo(string prompt)
    {
        if (Value.Length == 0)
        {
            return prompt;
        }

        if (prompt.Length >= LongPrompt && LongPrompts.TryGetValue(prompt, out var known) && known.Salt == Value)
        {
            return known.Text;
        }

        var salted = $"[run {Value}]\n{prompt}";
        if (prompt.Length >= LongPrompt)
        {
            LongPrompts.AddOrUpdate(prompt, new SaltedPrompt(Value, salted));
        }

        return salted;
    }

    /// <summary>Returns a prompt without the salt at its head, if it has one.</summary>
    public static string RemoveFrom(string prompt) =>
        prompt.StartsWith("[run ", StringComparison.Ordinal) && Head().Match(prompt) is { Success: true } head
            ? prompt[head.Length..]
            : prompt;

    /// <summary>Formats the salt as in a workload file: "auto", "none" or the text.</summary>
    public override string ToString() =>
        this == Auto ? "auto"
        : Value.Length == 0 ? "none"
        : Value;

    /// <summary>Reads a salt from a workload file.</summary>
    public static Salt Parse(string text) =>
        text switch
        {
            "auto" => Auto,
            "none" => None,
            _ => new Salt(text),
        };

    private static string Format(ulong number) => (number % 1_000_000_000).ToString($"D{Digits}", CultureInfo.InvariantCulture);

    private sealed record SaltedPrompt(string Salt, string Text);

    [GeneratedRegex(@"\A\[run [\w-]{1,64}\]\n", RegexOptions.CultureInvariant)]
    private static partial Regex Head();
}
