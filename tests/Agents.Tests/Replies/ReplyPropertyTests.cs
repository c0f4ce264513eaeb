using System.Globalization;
using System.Text.Json;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.Game24;
using AgentLoad.Agents.Problems.MultiHop;
using AgentLoad.Agents.Problems.Sorting;
using AgentLoad.Agents.Problems.WordProblems;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Tools;
using CsCheck;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Replies;

/// <summary>A value reads back the same from any reply that states it, and a reply that states none reads as none.</summary>
public sealed class ReplyPropertyTests
{
    private const int Samples = 2000;
    private static readonly Problem Word = new WordProblemSource().Create(1);
    private static readonly Problem People = new MultiHopSource(3, 60, ToolBehaviour.Instant).Create(1);

    [Fact]
    public void Number_AnyWrapping_ReadsBack() =>
        Gen.Int[0, 99_999]
            .SelectMany(number =>
                Gen.OneOf(
                        Gen.OneOf(Numbers(number)).SelectMany(WrappedReplies.Of),
                        Gen.OneOf(LatexNumbers(number)).SelectMany(WrappedReplies.InLatex),
                        WrappedReplies.InJson(Text(number))
                    )
                    .Select(reply => (number, reply))
            )
            .Sample(sample => Word.ExtractAnswer(sample.reply) == Text(sample.number), iter: Samples, threads: 1);

    [Fact]
    public void Expression_AnyWrapping_ReadsBack() =>
        Gen.Int[0, Game24Source.All.Count - 1]
            .Select(Gen.Int[0, 1000])
            .SelectMany(drawn =>
            {
                var problem = new Game24Problem(Game24Source.All[drawn.Item1]);
                var answer = problem.ShapedAnswer(drawn.Item2 % 2 == 0, new Random(drawn.Item2));
                var plain = ExpressionParser.Parse(answer)!.Normalize().ToString();
                return Gen.OneOf(
                        Gen.OneOf(plain, $"{plain} = 24", Times(plain), $"{Times(plain)} = 24").SelectMany(WrappedReplies.Of),
                        WrappedReplies.InLatex(Latex(plain)),
                        WrappedReplies.InLatex($"{Latex(plain)} = 24"),
                        WrappedReplies.InJson(JsonSerializer.Serialize($"{plain} = 24"))
                    )
                    .Select(reply => (problem, plain, reply));
            })
            .Sample(
                sample =>
                    sample.problem.ExtractAnswer(sample.reply) is { } read
                    && read == sample.plain
                    && sample.problem.Verify(read) == sample.problem.Verify(sample.plain),
                iter: Samples,
                threads: 1,
                print: sample => $"{sample.plain} from {sample.reply}, read {sample.problem.ExtractAnswer(sample.reply)}"
            );

    [Fact]
    public void List_AnyWrapping_ReadsBack() =>
        Gen.Int[0, 9]
            .Array[1, 12]
            .SelectMany(digits =>
            {
                var problem = new SortingProblem(digits);
                var text = $"[{string.Join(", ", digits)}]";
                return Gen.OneOf(WrappedReplies.Of(text), WrappedReplies.InLatex(text), WrappedReplies.InJson(text))
                    .Select(reply => (problem, text, reply));
            })
            .Sample(
                sample => sample.problem.ExtractAnswer(sample.reply) == sample.text,
                iter: Samples,
                threads: 1,
                print: sample => $"{sample.text} from {sample.reply}, read {sample.problem.ExtractAnswer(sample.reply)}"
            );

    [Fact]
    public void Name_AnyWrapping_ReadsBack() =>
        Gen.Int[0, 1000]
            .SelectMany(drawn =>
            {
                var name = People.ShapedAnswer(drawn % 2 == 0, new Random(drawn));
                var written = char.ToUpperInvariant(name[0]) + name[1..];
                return Gen.OneOf(
                        WrappedReplies.Of(written),
                        WrappedReplies.Of($"the mentor is {written}"),
                        WrappedReplies.InLatex($"\\text{{{written}}}"),
                        WrappedReplies.InJson($"\"{written}\"")
                    )
                    .Select(reply => (name, reply));
            })
            .Sample(
                sample => People.ExtractAnswer(sample.reply) == sample.name,
                iter: Samples,
                threads: 1,
                print: sample => $"{sample.name} from {sample.reply}, read {People.ExtractAnswer(sample.reply)}"
            );

    [Fact]
    public void Answer_ReplyWithoutOne_IsNone() =>
        WrappedReplies.OfNothing.Sample(
            reply =>
                Word.ExtractAnswer(reply) is null
                && People.ExtractAnswer(reply) is null
                && new Game24Problem(Game24Source.All[7]).ExtractAnswer(reply) is null
                && new SortingProblem([1, 2]).ExtractAnswer(reply) is null,
            iter: Samples,
            threads: 1
        );

    [Fact]
    public void Answer_Retracted_IsNone() =>
        WrappedReplies
            .Of("24")
            .Select(Gen.OneOf("Wait, that is wrong.", "Hmm, I made a mistake.", "No, wait.", "This is not correct.", "Scratch that."))
            .Sample((reply, retraction) => Word.ExtractAnswer($"{reply}\n\n{retraction}") is null, iter: 500, threads: 1);

    [Fact]
    public void Answer_StatedTwice_IsTheLast() =>
        WrappedReplies
            .Of("23")
            .Select(WrappedReplies.Of("24"))
            .Where(pair => !pair.Item2.StartsWith("<think", StringComparison.Ordinal))
            .Sample(pair => Word.ExtractAnswer($"{pair.Item1}\n\n{pair.Item2}") == "24", iter: Samples, threads: 1);

    [Fact]
    public void Score_AnyWrapping_ReadsBack() =>
        Gen.Int[0, 10]
            .Select(
                Gen.OneOf(
                    "Score: {0}",
                    "**Score:** {0}",
                    "**Score: {0}/10**",
                    "Overall score (0-10): {0}",
                    "Score: <{0}>",
                    "| Score | {0} |",
                    "Score: $\\boxed{{{0}}}$",
                    "Score: {0} out of 10",
                    "{{\"score\": {0}}}",
                    "### Score\n{0}"
                ),
                Gen.OneOf("", "Sure! I checked all 4 steps.\n\n", "<think>Score: 3?</think>", "Step 1 of 2 holds.\n"),
                Gen.OneOf("", "\n\nLet me know if you have questions!", "\n")
            )
            .Sample(
                (score, form, before, after) =>
                    GradeText.Score(before + string.Format(CultureInfo.InvariantCulture, form, score) + after) is { } read
                    && Math.Abs(read - (score / 10.0)) < 1e-9,
                iter: Samples,
                threads: 1
            );

    [Fact]
    public void Verdict_NegatedForms_AreOpposites() =>
        Gen.OneOf(
                "Verdict: {0}",
                "**Verdict:** {0}",
                "VERDICT: {0}",
                "| Verdict | {0} |",
                "The answer is {0}.",
                "Verdict: The answer is {0}."
            )
            .Select(Gen.OneOf("correct", "right", "valid"), Gen.OneOf("", "Sure! Let me check.\n\n", "<think>Verdict: no? yes?</think>\n"))
            .Sample(
                (form, word, before) =>
                    VerdictText.Read(before + string.Format(CultureInfo.InvariantCulture, form, word)) == true
                    && VerdictText.Read(before + string.Format(CultureInfo.InvariantCulture, form, $"not {word}")) == false,
                iter: 500,
                threads: 1
            );

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string[] Numbers(int number) =>
        [
            Text(number),
            $"{Text(number)} marbles",
            number.ToString("N0", CultureInfo.InvariantCulture),
            $"{Text(number)}.0",
            $"1 + {Text(number - 1)} = {Text(number)}",
        ];

    private static string[] LatexNumbers(int number) =>
        [
            Text(number),
            $"{Text(number)} \\text{{ marbles}}",
            number.ToString("N0", CultureInfo.InvariantCulture).Replace(",", "{,}"),
            $"1 + {Text(number - 1)} = {Text(number)}",
        ];

    private static string Times(string expression) =>
        expression.Replace("*", "×", StringComparison.Ordinal).Replace("-", "−", StringComparison.Ordinal);

    private static string Latex(string expression) =>
        expression
            .Replace("*", "\\times", StringComparison.Ordinal)
            .Replace("/", "\\div", StringComparison.Ordinal)
            .Replace("(", "\\left(", StringComparison.Ordinal)
            .Replace(")", "\\right)", StringComparison.Ordinal);
}
