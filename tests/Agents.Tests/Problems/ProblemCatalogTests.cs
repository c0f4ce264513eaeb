using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Tools;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Problems;

public sealed class ProblemCatalogTests
{
    public static TheoryData<string> Names => [.. ProblemCatalog.Generated.Select(e => e.Name)];

    [Fact]
    public void Find_KnownName_ReturnsKind() =>
        ProblemCatalog
            .Generated.Select(e => ProblemCatalog.Find(e.Name)?.CreateWith().Name)
            .ShouldBe(ProblemCatalog.Generated.Select(e => e.Name));

    [Fact]
    public void Find_UnknownName_ReturnsNull() => ProblemCatalog.Find("chess").ShouldBeNull();

    [Fact]
    public void Parameters_Defaults_AreAllowedByTheirRanges()
    {
        foreach (var parameter in ProblemCatalog.All.SelectMany(e => e.Parameters))
        {
            parameter.Description.ShouldEndWith(".");
            if (parameter.Kind is ParameterKind.Integer or ParameterKind.Number)
            {
                Convert.ToDouble(parameter.Default).ShouldBeInRange(parameter.Min!.Value, parameter.Max!.Value);
            }

            if (parameter.Kind == ParameterKind.Latency)
            {
                LatencyDistribution.TryParse((string)parameter.Default, out _, out _).ShouldBeTrue();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_SameSeed_ReturnsSameProblem(string name)
    {
        var (one, other) = (ProblemCatalog.Find(name)!.CreateWith(), ProblemCatalog.Find(name)!.CreateWith());
        for (ulong seed = 0; seed < 100; seed++)
        {
            one.Create(seed).Question.ShouldBe(other.Create(seed).Question);
            one.Create(seed).Id.ShouldBe(other.Create(seed).Id);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_ManySeeds_ReturnsManyProblems(string name)
    {
        var source = ProblemCatalog.Find(name)!.CreateWith();
        Enumerable.Range(0, 200).Select(seed => source.Create((ulong)seed).Question).Distinct().Count().ShouldBeGreaterThan(150);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ShapedAnswer_RightOrWrong_IsVerifiedAsSuch(string name)
    {
        var source = ProblemCatalog.Find(name)!.CreateWith();
        for (ulong seed = 0; seed < 200; seed++)
        {
            var problem = source.Create(seed);
            var isVerified = problem.Verify("") is not null;
            foreach (var right in new[] { true, false })
            {
                var answer = problem.ShapedAnswer(right, new Random((int)seed));
                problem.Verify(answer).ShouldBe(isVerified ? right : null, $"{problem.Id}: {answer}");
                problem
                    .ExtractAnswer(isVerified ? AnswerText.Write(answer) : answer)
                    .ShouldBe(answer, "a shaped answer is in the normal form of votes");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Readers_MalformedTexts_NeverThrow(string name)
    {
        var problem = ProblemCatalog.Find(name)!.CreateWith().Create(5);
        foreach (var text in MalformedTexts.All())
        {
            Should.NotThrow(() => Read(problem, text), text.Length > 200 ? text[..200] : text);
        }
    }

    private static void Read(Problem problem, string text)
    {
        problem.Verify(text);
        if (problem.ExtractAnswer(text) is { } answer)
        {
            problem.Verify(answer);
        }

        foreach (var tool in problem.Tools)
        {
            tool.Execute(text).Text.ShouldNotBeNull();
        }

        if (problem.Search is not { } search)
        {
            return;
        }

        var first = search.ShapedProposals("", 1, new Random(1))[0];
        foreach (var state in new[] { "", first, text })
        {
            search.ReadProposals(state, text).ShouldNotBeNull();
            search.ReadValue(state, text);
        }

        search.ProposePrompt(text).ShouldNotBeNull();
        search.ValuePrompt(text).ShouldNotBeNull();
        search.Answer(text);
        search.OracleValue(text).ShouldBeGreaterThan(0);
    }
}
