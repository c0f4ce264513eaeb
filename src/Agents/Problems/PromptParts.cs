using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Problems;

/// <summary>Common parts of the prompts of generated problems. Simulated models recognize prompts by these markers.</summary>
internal static class PromptParts
{
    /// <summary>Start of the instruction to reply with the answer only.</summary>
    public const string DirectMark = "Reply with one line and nothing else, of the form: " + AnswerText.Prefix;

    /// <summary>Heading of the steps of a state.</summary>
    public const string SoFarMark = "Steps so far:";

    /// <summary>Heading of the position after the steps.</summary>
    public const string NowMark = "Now:";

    /// <summary>Start of the instruction to propose next steps.</summary>
    public const string ProposeMark = "List possible next steps";

    /// <summary>Start of the instruction to evaluate a state.</summary>
    public const string ValueMark = "Judge whether the goal can still be reached";

    /// <summary>Returns the prompt for the answer only.</summary>
    /// <param name="question">The question.</param>
    /// <param name="form">Format of the text after "Answer:".</param>
    public static string Direct(string question, string form) => $"{question}\n{DirectMark} {form}";

    /// <summary>Returns the prompt for reasoning followed by the answer.</summary>
    /// <param name="question">The question.</param>
    /// <param name="hint">A sentence on how to solve the problem.</param>
    /// <param name="form">Format of the text after "Answer:".</param>
    public static string Reasoning(string question, string hint, string form) =>
        $"{question}\n{hint} Then end with one line of the form: {AnswerText.Prefix} {form}";

    /// <summary>Returns true if a prompt requests the answer only.</summary>
    public static bool IsDirect(string text) => text.Contains(DirectMark, StringComparison.Ordinal);
}
