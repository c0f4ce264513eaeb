using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Problems.Game24;

/// <summary>The prompts of the Game of 24. <see cref="Game24PromptReader"/> parses them.</summary>
internal static class Game24Prompts
{
    internal const string QuestionStart = "Game of 24: use the numbers ";
    internal const string QuestionEnd = ", each exactly once";
    internal const string DirectMark = "Reply with one line and nothing else";
    internal const string ProposeMark = "List possible next steps of the Game of 24.";
    internal const string WriteMark = "Write the answer of the Game of 24 that follows from the steps.";
    internal const string ValueMark = "Judge whether these numbers can still reach 24";
    internal const string FinalValueMark = "Judge whether the answer is right";
    private const string FinalValueRule =
        "it must use each input number exactly once and make 24. End with one word on the last line: sure or impossible.";
    internal const string InputMark = "Input:";
    internal const string StepsMark = "Steps:";

    /// <summary>Returns the question.</summary>
    public static string Question(IReadOnlyList<Rational> inputs) =>
        $"{QuestionStart}{string.Join(' ', inputs)}{QuestionEnd}, with + - * / and parentheses, to make 24.";

    /// <summary>Returns the prompt for the answer only.</summary>
    public static string Direct(IReadOnlyList<Rational> inputs) =>
        $"{Question(inputs)}\n{DirectMark}, of the form: {AnswerText.Prefix} <expression> = 24";

    /// <summary>Returns the prompt for steps followed by the answer.</summary>
    public static string Reasoning(IReadOnlyList<Rational> inputs) =>
        $"""
            {Question(inputs)}
            Work step by step: combine two of the numbers at each step and write down which numbers are left.
            Then end with one line of the form: {AnswerText.Prefix} <expression> = 24
            """;

    /// <summary>Returns the prompt for next steps from the remaining numbers.</summary>
    public static string Propose(IReadOnlyList<Rational> numbers) =>
        $"""
            {ProposeMark} A step combines two of the numbers; write each step on a line of its own, the most promising first.
            {InputMark} 3 5 6 12
            Possible next steps:
            12 - 5 = 7 (left: 3 6 7)
            3 + 5 = 8 (left: 6 8 12)
            12 / 3 = 4 (left: 4 5 6)
            6 * 5 = 30 (left: 3 12 30)
            12 - 6 = 6 (left: 3 5 6)
            6 - 3 = 3 (left: 3 5 12)
            6 / 3 = 2 (left: 2 5 12)
            12 + 6 = 18 (left: 3 5 18)
            {InputMark} {string.Join(' ', numbers)}
            Possible next steps:

            """;

    /// <summary>Returns the prompt to write the answer after the last step.</summary>
    public static string Write(IReadOnlyList<Rational> inputs, string steps) =>
        $"""
            {WriteMark} Use each input number exactly once.
            {InputMark} 3 5 6 12
            {StepsMark}
            12 / 3 = 4 (left: 4 5 6)
            5 * 6 = 30 (left: 4 30)
            30 - 4 = 26 (left: 26)
            {AnswerText.Prefix} (5 * 6) - (12 / 3) = 26
            {InputMark} 2 2 7 9
            {StepsMark}
            7 + 9 = 16 (left: 2 2 16)
            16 / 2 = 8 (left: 2 8)
            2 + 8 = 10 (left: 10)
            {AnswerText.Prefix} 2 + ((7 + 9) / 2) = 10
            {InputMark} {string.Join(' ', inputs)}
            {StepsMark}
            {steps.Trim()}

            """;

    /// <summary>Returns the prompt to evaluate the remaining numbers.</summary>
    public static string Value(IReadOnlyList<Rational> numbers) =>
        $"""
            {ValueMark}. Try a few combinations, then end with one word on the last line: sure, likely or impossible.
            {InputMark} 6 18
            6 + 18 = 24
            sure
            {InputMark} 5 15
            15 + 5 = 20
            15 - 5 = 10
            5 * 15 = 75
            15 / 5 = 3
            impossible
            {InputMark} 3 4 12
            12 + 4 * 3 = 24
            sure
            {InputMark} 1 9 9
            9 + 9 + 1 = 19
            9 * 9 + 1 = 82
            (9 - 1) * 9 = 72
            The numbers are all too small or give too much.
            impossible
            {InputMark} 6 7 8
            6 + 7 + 8 = 21
            (8 - 6) * 7 = 14
            (8 - 7) * 6 = 6
            I cannot reach 24 at once, but the numbers are in a reasonable range.
            likely
            {InputMark} 10 11 13
            10 + 11 + 13 = 34
            (13 - 11) * 10 = 20
            The sum is too large and the differences are small.
            likely
            {InputMark} 11 12
            11 + 12 = 23
            12 - 11 = 1
            11 * 12 = 132
            impossible
            {InputMark} {string.Join(' ', numbers)}

            """;

    /// <summary>Returns the prompt to evaluate an answer.</summary>
    public static string FinalValue(IReadOnlyList<Rational> inputs, string answer) =>
        $"""
            {FinalValueMark}: {FinalValueRule}
            {InputMark} 2 3 4 6
            {AnswerText.Prefix} 6 * 4 * (3 - 2) = 24
            sure
            {InputMark} 2 3 4 6
            {AnswerText.Prefix} 6 * 4 = 24
            impossible
            {InputMark} {string.Join(' ', inputs)}
            {AnswerText.Prefix} {answer}

            """;
}
