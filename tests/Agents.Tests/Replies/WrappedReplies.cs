using System.Globalization;
using CsCheck;

namespace AgentLoad.Agents.Tests.Replies;

/// <summary>Generates replies that state a value with random prefaces, working, labels, markup, units and closings.</summary>
internal static class WrappedReplies
{
    private static readonly Gen<string> Preface = Gen.OneOf(
        "",
        "",
        "Sure! Here is my solution.\n\n",
        "Certainly! Let me work through this step by step.\n\n",
        "Okay, let's see.\n",
        "<think>\nAnswer: 99? No, that is wrong. Or 98.\n</think>\n\n",
        "<think>Let me think. The answer is 97.</think>",
        "## Solution\n\n"
    );

    private static readonly Gen<string> Working = Gen.OneOf(
        "",
        "I go through the problem part by part.\n",
        "- First I look at what is given.\n- Then I check it.\n\n",
        "**Step 1:** Read the question.\n\n**Step 2:** Work it out.\n\n",
        "1. Read the question.\n2. Work it out.\n\n",
        "At first I had another answer, but I checked again.\n\n",
        "> The question is clear.\n\n"
    );

    private static readonly Gen<string> Closing = Gen.OneOf(
        "",
        "",
        "\n",
        "\n\nLet me know if you have any questions!",
        "\n\nI hope this helps!",
        "\n\nFeel free to ask if you'd like another example with 3 parts.",
        "\n\n---\n",
        "\n\nPlease let me know if anything is wrong."
    );

    /// <summary>Label and value; {0} is the value.</summary>
    private static readonly string[] Forms =
    [
        "Answer: {0}",
        "answer: {0}",
        "ANSWER: {0}",
        "**Answer**: {0}",
        "**Answer:** {0}",
        "**Answer: {0}**",
        "*Answer:* {0}",
        "### Answer: {0}",
        "### Answer\n\n{0}",
        "## Final Answer\n{0}",
        "**Final Answer:** {0}",
        "**Final Answer**\n\n{0}",
        "Final Answer: The answer is {0}.",
        "Final Answer: {0}.",
        "The answer is {0}.",
        "Therefore, the answer is **{0}**.",
        "So the final answer is: {0}",
        "Answer: `{0}`",
        "Answer:\n```\n{0}\n```",
        "```\nAnswer: {0}\n```",
        "<answer>{0}</answer>",
        "| **Answer** | {0} |",
        "- Answer: {0}",
        "1. Answer: {0}",
        "> **Answer:** {0}",
        "Answer = {0}",
        "Answer: \"{0}\"",
        "My answer: {0}",
        "Corrected answer: {0}",
        "Antwort: {0}",
        "答案：{0}",
    ];

    private static readonly string[] LatexForms =
    [
        "Answer: ${0}$",
        "Answer: $\\boxed{{{0}}}$",
        "$$\\boxed{{{0}}}$$",
        "\\[\n\\boxed{{{0}}}\n\\]",
        "\\(\\boxed{{\\text{{{0}}}}}\\)",
        "**Final Answer:** $\\boxed{{{0}}}$",
        "$\\text{{Answer: }} {0}$",
    ];

    /// <summary>Replies that state a value in plain text or Markdown.</summary>
    public static Gen<string> Of(string value) => Composed(Gen.OneOf(Forms).Select(form => Fill(form, value)));

    /// <summary>Replies that state a value in LaTeX.</summary>
    public static Gen<string> InLatex(string value) => Composed(Gen.OneOf(LatexForms).Select(form => Fill(form, value)));

    /// <summary>Replies that state a value in JSON.</summary>
    public static Gen<string> InJson(string json) =>
        Composed(
            Gen.OneOf("answer", "final_answer", "Answer")
                .Select(
                    Gen.Bool,
                    (key, isFenced) =>
                        isFenced
                            ? $"```json\n{{\n  \"reasoning\": \"I checked it.\",\n  \"{key}\": {json}\n}}\n```"
                            : $"{{\"{key}\": {json}}}"
                )
        );

    /// <summary>Replies that state nothing: the same surroundings without a statement.</summary>
    public static Gen<string> OfNothing { get; } =
        Composed(
            Gen.OneOf(
                "",
                "I do not know.",
                "I'm not sure how to go on from here.",
                "Let me think about it.",
                "Answer:",
                "Answer: unknown",
                "**Answer:** I don't know.",
                "Answer: <your answer>",
                "There is no way to tell.",
                "I cannot answer that.",
                "The answer is not clear to me."
            )
        );

    private static string Fill(string form, string value) => string.Format(CultureInfo.InvariantCulture, form, value);

    private static Gen<string> Composed(Gen<string> statement) =>
        Gen.Select(Preface, Working, statement, Closing, (preface, working, stated, closing) => preface + working + stated + closing);
}
