namespace AgentLoad.Agents.Strategies.Search;

/// <summary>What the tree searches say to a model, beside the prompts of the problem itself. Marks are what a simulated model knows them by.</summary>
public static class ThoughtPrompts
{
    /// <summary>Stands in every prompt that asks for next steps in text.</summary>
    public const string StepMark = "Reply with steps only, each on a line of its own.";

    /// <summary>Stands in every prompt that asks to end with the answer.</summary>
    public const string LastMark = "This is the last step: write the answer now.";

    /// <summary>Stands in every prompt that asks how good the steps are.</summary>
    public const string JudgeMark = "Judge whether the steps so far are right and lead to the answer.";

    /// <summary>Stands in every prompt that asks for the result of a step.</summary>
    public const string CarryMark = "Carry out this step and write it down with its result, on one line:";

    /// <summary>Stands in every prompt that asks why an answer was wrong.</summary>
    public const string ReflectMark = "say where the steps went wrong and what to do differently.";

    /// <summary>What the user says between two steps.</summary>
    public const string Continue = "Go on.";

    /// <summary>The first message of a search in text.</summary>
    public static string Header(string question) =>
        $"{question}\n\nWork in small steps. A step is one line. Once the steps are enough, the step is: Answer: the answer";

    /// <summary>Asks for next steps.</summary>
    /// <param name="width">Most steps to choose from.</param>
    /// <param name="isLast">True where the answer has to follow.</param>
    public static string Next(int width, bool isLast) =>
        isLast ? $"{LastMark} Reply with one line: Answer: the answer"
        : width == 1 ? $"Write the next step. {StepMark}"
        : $"Write up to {width} different possible next steps to choose from. {StepMark}";

    /// <summary>Asks for a judgement of the steps.</summary>
    public static string Judge { get; } = $"{JudgeMark} Check each, then end with one word on the last line: sure, likely or impossible.";

    /// <summary>Asks for the result of a step.</summary>
    public static string Carry(string step) => $"{CarryMark}\n{step}";

    /// <summary>Asks why an answer was wrong.</summary>
    public static string Reflect(string answer) => $"The answer {answer} is wrong. In two or three sentences, {ReflectMark}";
}
