namespace AgentLoad.Agents.Problems;

/// <summary>What the prompts of the generated problems have in common, and how a simulated model knows what it is asked.</summary>
public static class PromptParts
{
    /// <summary>Begins a request for the answer alone.</summary>
    public const string DirectMark = "Reply with one line and nothing else, of the form: " + AnswerLine.Prefix;

    /// <summary>Begins the steps that a state consists of.</summary>
    public const string SoFarMark = "Steps so far:";

    /// <summary>Ends the steps, and begins the position they lead to.</summary>
    public const string NowMark = "Now:";

    /// <summary>Begins a request for next steps.</summary>
    public const string ProposeMark = "List possible next steps";

    /// <summary>Begins a request for a judgement.</summary>
    public const string ValueMark = "Judge whether the goal can still be reached";

    /// <summary>Asks for the answer alone.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="form">What stands after "Answer:".</param>
    public static string Direct(string question, string form) => $"{question}\n{DirectMark} {form}";

    /// <summary>Asks for reasoning first.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="how">How to go about it, as a sentence.</param>
    /// <param name="form">What stands after "Answer:".</param>
    public static string Reasoning(string question, string how, string form) =>
        $"{question}\n{how} Then end with one line of the form: {AnswerLine.Prefix} {form}";

    /// <summary>True where the answer alone is asked for.</summary>
    public static bool IsDirect(string text) => text.Contains(DirectMark, StringComparison.Ordinal);
}
