using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.Code;
using AgentLoad.Agents.Problems.Code.Language;
using AgentLoad.Agents.Tools;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Problems;

using Program = AgentLoad.Agents.Problems.Code.Language.Program;

public sealed class CodeProblemTests
{
    [Theory]
    [InlineData("f(l) = 1 + 2 * 3 - 4 / 2", "5")]
    [InlineData("f(l) = -7 / 2", "-4")]
    [InlineData("f(l) = -7 % 3", "2")]
    [InlineData("f(l) = if not len(l) = 4 and 1 then 2 else 0 - --3", "2")]
    [InlineData("f(l) = (1 < 2) + (2 <= 2) + (3 > 4) + (4 >= 4) + (1 != 2) + (1 == 1)", "5")]
    [InlineData("f(l) = 0 and first([]) or 7", "7")]
    [InlineData("f(l) = prepend(first(rest(l)), [l2(3), 5]); l2(n) = n * 2;", "[2, 6, 5]")]
    [InlineData("f(l) = [1, 2] = prepend(1, [2])", "1")]
    [InlineData("f(l) = g(l, 0); g(l, s) = if len(l) = 0 then s else g(rest(l), s + first(l))", "6")]
    public void Run_ValidProgram_ReturnsResult(string text, string expected)
    {
        Program.TryRead(text, out var program, out var error).ShouldBeTrue(error);
        program!.TryRun("f", [Value.Of([1, 2, 3])], out var result, out error).ShouldBeTrue(error);
        result.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("f(l) = f(l)", "more than 2000 calls")]
    [InlineData("f(l) = g(30, l); g(n, l) = if n = 0 then 0 else g(n - 1, l) + g(n - 1, l)", "more than 200000 steps")]
    [InlineData(
        "f(l) = g(1500); g(n) = if n = 0 then [] else prepend(h(100), g(n - 1)); "
            + "h(n) = if n = 0 then 0 else len([1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]) + h(n - 1)",
        "more than"
    )]
    [InlineData("f(l) = 9223372036854775807 + 1", "too large")]
    [InlineData("f(l) = (0 - 9223372036854775807 - 1) / -1", "too large")]
    [InlineData("f(l) = 1 / 0", "division by 0")]
    [InlineData("f(l) = 1 % 0", "division by 0")]
    [InlineData("f(l) = first([])", "empty list")]
    [InlineData("f(l) = l + 1", "a number is needed")]
    [InlineData("f(l) = len(7)", "a list is needed")]
    [InlineData("f(l) = [l]", "a number is needed")]
    [InlineData("f() = 1", "no function 'f'")]
    public void Run_FailingProgram_ReturnsError(string text, string expected)
    {
        Program.TryRead(text, out var program, out var error).ShouldBeTrue(error);
        program!.TryRun("f", [Value.Of([1, 2, 3])], out _, out error).ShouldBeFalse();
        error.ShouldNotBeNull().ShouldContain(expected);
    }

    /// <summary>
    /// Programs that try to grow values or compare long lists cannot exceed the limits on steps and cells.
    /// </summary>
    [Theory]
    [InlineData("f(l) = g(40, 1); g(n, x) = if n = 0 then x else g(n - 1, x * x + 1)", "too large")]
    [InlineData("f(l) = g(1900, 2); g(n, x) = if n = 0 then x else g(n - 1, x) * 2", "too large")]
    [InlineData(
        "f(l) = g(40, [1]); g(n, l) = if n = 0 then len(l) else g(n - 1, join(l, l)); "
            + "join(a, b) = if len(a) = 0 then b else prepend(first(a), join(rest(a), b))",
        "more than 2000 calls"
    )]
    [InlineData(
        "f(l) = a(30, l); a(n, l) = if n = 0 then l else b(n, a(n - 1, l)); b(n, l) = c(1000, l); "
            + "c(n, l) = if n = 0 then l else c(n - 1, prepend(n, l))",
        "more than 200000 steps"
    )]
    [InlineData(
        "f(l) = g(1000, big(900, [1])); big(n, l) = if n = 0 then l else big(n - 1, prepend(n, l)); "
            + "g(n, l) = if n = 0 then 0 else (l = prepend(first(l), rest(l))) + g(n - 1, l)",
        "more than 200000 steps"
    )]
    [InlineData(
        "f(l) = f([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30])",
        "more than 2000 calls"
    )]
    public void Run_UnboundedProgram_ExceedsLimit(string text, string expected)
    {
        Program.TryRead(text, out var program, out var error).ShouldBeTrue(error);
        program!.TryRun("f", [Value.Of([1, 2, 3])], out _, out error).ShouldBeFalse();
        error.ShouldNotBeNull().ShouldContain(expected);
    }

    /// <summary>
    /// The largest programs with the most expensive operations allocate a bounded amount of memory.
    /// </summary>
    [Fact]
    public void Run_AnyProgram_AllocatesABoundedAmount()
    {
        string[] bodies =
        [
            "prepend(1, f(l))",
            "[1, 2, 3, 4, 5, 6, 7, 8, 9]",
            "len([1, 2, 3, 4, 5, 6, 7, 8, 9]) + f(rest(l))",
            "f(prepend(first(l), l))",
            "f(l) + f(l)",
            "g(l, l); g(a, b) = g(prepend(1, a), prepend(1, b))",
        ];
        foreach (var body in bodies)
        {
            var text = $"f(l) = {body}";
            if (body[0] == '[')
            {
                text = $"f(l) = len([{string.Join(",", Enumerable.Repeat("1", 4_900))}])";
            }

            Program.TryRead(text, out var program, out var error).ShouldBeTrue(error);
            var before = GC.GetAllocatedBytesForCurrentThread();

            program!.TryRun("f", [Value.Of([1, 2, 3])], out _, out _);

            // 100,000 cells of 40 bytes and 50,000 values of 24, with the doubling of the stacks.
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(16_000_000, body);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("f(l)")]
    [InlineData("f(l) = ")]
    [InlineData("f(l) = x")]
    [InlineData("f(l) = g(l)")]
    [InlineData("f(l) = len(l, l)")]
    [InlineData("f(l) = 1; f(l) = 2")]
    [InlineData("len(l) = 1")]
    [InlineData("f(l) = 99999999999999999999")]
    [InlineData("f(l) = 1 1")]
    [InlineData("f(l) = System.IO")]
    [InlineData("f(l) = \"text\"")]
    public void Read_InvalidProgram_ReturnsError(string text)
    {
        Program.TryRead(text, out _, out var error).ShouldBeFalse();
        error.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Read_DeepAndLongPrograms_EndWithAnError()
    {
        foreach (
            var text in new[]
            {
                "f(l) = " + new string('(', 9_000),
                "f(l) = " + new string('-', 9_000) + "1",
                new string('f', 100_000),
                "f(l) = " + string.Concat(Enumerable.Repeat("if 1 then ", 900)),
                "f(l) = " + string.Concat(Enumerable.Repeat("not ", 2_000)) + "1",
                "f(l) = " + new string('[', 9_000),
                "f(l) = 1" + string.Concat(Enumerable.Repeat("+1", 4_900)),
            }
        )
        {
            if (Program.TryRead(text, out var program, out _))
            {
                program!.TryRun("f", [Value.Of([1])], out _, out _);
            }
        }
    }

    [Fact]
    public void Run_RandomPrograms_AlwaysEnd()
    {
        string[] pieces =
        [
            "f(l)",
            "l",
            "first(l)",
            "rest(l)",
            "len(l)",
            "prepend(1, l)",
            "+",
            "-",
            "*",
            "/",
            "%",
            "if",
            "then",
            "else",
            "1",
            "2",
            "0",
            "(",
            ")",
            "=",
            "<",
            "and",
            "or",
            "not",
            "[",
            "]",
            ",",
            ";",
            "g(x) =",
        ];
        var random = new Random(11);
        for (var i = 0; i < 20_000; i++)
        {
            var text =
                "f(l) = " + string.Join(' ', Enumerable.Range(0, random.Next(1, 14)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (Program.TryRead(text, out var program, out _))
            {
                program!.TryRun("f", [Value.Of([3, 1, 2])], out _, out _);
            }
        }
    }

    [Fact]
    public void Verify_HandWrittenProgram_IsRightAndHardCodedExamplesAreNot()
    {
        for (ulong seed = 0; seed < 300; seed++)
        {
            var problem = (CodeProblem)ProblemCatalog.Find("code")!.CreateWith(("steps", 1L)).Create(seed);
            if (
                !problem.Question.Contains(
                    "1. multiply every number by 3\n2. give the sum of the numbers plus 2\n",
                    StringComparison.Ordinal
                ) && !problem.Question.Contains("1. drop the first number", StringComparison.Ordinal)
            )
            {
                continue;
            }

            var shown = problem.Question[(problem.Question.LastIndexOf("Examples: ", StringComparison.Ordinal) + 10)..].Split("; ");
            var cases = shown.Select(s => s[2..].Split(") = ")).ToArray();
            var cheat = "f(l) = " + string.Concat(cases.Select(c => $"if l = {c[0]} then {c[1]} else ")) + "0";
            problem.Verify(cheat).ShouldBe(false, "the hidden tests find it");
            problem.Score(cheat)!.Value.ShouldBeInRange(0.2, 0.99);
        }
    }

    [Fact]
    public void RequiredSteps_MoreSteps_Increase() =>
        Enumerable
            .Range(0, 9)
            .Select(n => ProblemCatalog.Find("code")!.CreateWith(("steps", (long)n)).Create(1).RequiredSteps)
            .ShouldBe(Enumerable.Range(1, 9));

    [Fact]
    public void RunTool_Arguments_ReturnResultOrError()
    {
        var tool = new RunTool(ToolBehaviour.Instant);
        tool.Execute("""{"program":"f(l) = len(l)","list":[4,5]}""").ShouldBe(new ToolResult("f([4, 5]) = 2"));
        foreach (
            var wrong in new[]
            {
                "{}",
                "[]",
                "7",
                "",
                """{"program":"f(l) = f(l)","list":[]}""",
                """{"program":"f(l) = 1","list":[1.5]}""",
                """{"program":7,"list":[]}""",
            }
        )
        {
            tool.Execute(wrong).Error.ShouldNotBeNullOrEmpty(wrong);
        }
    }
}
