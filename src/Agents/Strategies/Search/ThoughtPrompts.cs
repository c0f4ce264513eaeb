namespace AgentLoad.Agents.Strategies.Search;

/// <summary>
/// The prompts of the tree searches, in addition to those of the problem. Simulated models recognize prompts by their markers.
/// </summary>
internal static class ThoughtPrompts
{
    /// <summary>Marker of prompts for next steps as text.</summary>
    public const string StepMark = "Reply with steps only, each on a line of its own.";

    /// <summary>Marker of prompts for the final answer.</summary>
    public const string LastMark = "This is the last step: write the answer now.";

    /// <summary>Marker of prompts for an evaluation of the steps.</summary>
    public const string JudgeMark = "Judge whether the steps so far are right and lead to the answer.";

    /// <summary>Marker of prompts for the result of a step.</summary>
    public const string CarryMark = "Carry out this step and write it down with its result, on one line:";

    /// <summary>Marker of prompts for a reflection on a wrong answer.</summary>
    public const string ReflectMark = "say where the steps went wrong and what to do differently.";

    /// <summary>User message between two steps.</summary>
    public const string Continue = "Go on.";

    /// <summary>Returns the first message of a search over text.</summary>
    public static string Header(string question) =>
        $"{question}\n\nWork in small steps. A step is one line. Once the steps are enough, the step is: Answer: the answer";

    /// <summary>Returns the request for next steps.</summary>
    /// <param name="width">Maximum number of alternative steps.</param>
    /// <param name="isLast">True if the next step must be the answer.</param>
    public static string Next(int width, bool isLast) =>
        isLast ? $"{LastMark} Reply with one line: Answer: the answer"
        : width == 1 ? $"Write the next step. {StepMark}"
        : $"Write up to {width} different possible next steps to choose from. {StepMark}";

    /// <summary>The request to evaluate the steps.</summary>
    public static string Judge { get; } = $"{JudgeMark} Check each, then end with one word on the last line: sure, likely or impossible.";

    /// <summary>Returns the request for the result of a step.</summary>
    public static string Carry(string step) => $"{CarryMark}\n{step}";

    /// <summary>Returns the request for a reflection on a wrong answer.</summary>
    public static string Reflect(string answer) => $"The answer {answer} is wrong. In two or three sentences, {ReflectMark}";
}
