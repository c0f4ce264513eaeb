namespace AgentLoad.Simulation.Answers.Styles;

/// <summary>Writes lines in full sentences, with prefaces and closings.</summary>
internal static class ChattyLines
{
    private static readonly string[] Prefaces =
    [
        "Sure! Let me work through this.",
        "Certainly! Here is my reply:",
        "Okay, let's see.",
        "Great question! I'll go step by step.",
        "Of course! Let me help with that.",
    ];

    private static readonly string[] Closings =
    [
        "Let me know if you have any questions!",
        "I hope this helps!",
        "Feel free to ask if you'd like me to explain a step.",
        "Would you like me to check it once more?",
    ];

    /// <summary>Draws a preface.</summary>
    public static string Preface(Random random) => Prefaces[random.Next(Prefaces.Length)];

    /// <summary>Draws a closing.</summary>
    public static string Closing(Random random) => Closings[random.Next(Closings.Length)];

    /// <summary>Writes a line in one of several forms.</summary>
    public static string Of(ReplyLine line, Random random) =>
        line.Kind switch
        {
            LineKind.Answer => random.Next(3) switch
            {
                0 => $"Final Answer: The answer is {line.Value}",
                1 => $"So, the answer is {line.Value}",
                _ => $"My final answer: {line.Value}",
            },
            LineKind.FinalAnswer => random.Next(2) == 0
                ? $"Final Answer: The answer is {line.Value}"
                : $"I found it!\n\n**Final Answer:** {line.Value}",
            LineKind.Score => random.Next(2) == 0
                ? $"I would rate this {line.Value}/10."
                : $"My overall score (from 0 to 10): {line.Value}",
            LineKind.Verdict => line.Value == "yes" ? "Verdict: Yes, the answer is correct." : "Verdict: No, the answer is not correct.",
            LineKind.Vote => random.Next(2) == 0
                ? $"I think choice {line.Value} is the best."
                : $"The best choice is choice number {line.Value}.",
            LineKind.State => line.Value switch
            {
                "sure" => "So I am sure.",
                "likely" => "I am not sure, but it is likely.",
                _ => "So this is impossible.",
            },
            _ => line.Text,
        };
}
