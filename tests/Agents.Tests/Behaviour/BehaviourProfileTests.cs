using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Tests.Strategies;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Behaviour;

public sealed class BehaviourProfileTests
{
    private static readonly Reply Empty = new(1, "", "", [], IsGood: true);

    [Fact]
    public void Profiles_Embedded_AreCompleteAndDocumentSource()
    {
        BehaviourProfile.All.Select(p => p.Name).ShouldBeUnique();
        BehaviourProfile.For("game24").Name.ShouldBe("tot-game24");
        BehaviourProfile.For("arithmetic").Name.ShouldBe("default");
        foreach (var profile in BehaviourProfile.All)
        {
            profile.Source.Length.ShouldBeGreaterThan(40);
            profile
                .Solve.Values.Concat(profile.Unparsable.Values)
                .Concat(profile.Stop)
                .Append(profile.Judgement)
                .ShouldAllBe(p => p >= 0 && p <= 1);
            profile.Solve.Keys.ShouldContain("");
            profile.Unparsable.Keys.ShouldContain("");
            profile.Output.Keys.ShouldContain("");
            profile.Output.Values.ShouldAllBe(o => o.Median >= 1 && o.Sigma >= 0);
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(2)]
    public void ReadProposals_AnySupply_HasMeanOfProfileByLevel(int distinct)
    {
        var profile = BehaviourProfile.Find("tot-game24")!;
        var search = new FakeSearch(4, distinct);
        for (var level = 1; level <= 4; level++)
        {
            var mean = Enumerable
                .Range(0, 4000)
                .Average(seed =>
                    new ShapedBehaviour(profile, (ulong)seed).ReadProposals(search, "s", Empty, StepKeys.Of(level, "propose", 1)).Count
                );

            mean.ShouldBe(profile.Candidates[level - 1], 0.05);
        }

        // The 6.1 children per expanded state of the published logs are the mean of the levels.
        profile.Candidates.Average().ShouldBe(6.1, 0.05);
    }

    /// <summary>
    /// Published: the majority of 100 samples of chain of thought is correct in 9 % of the games. Standard error of this test: 1.4 points.
    /// </summary>
    [Fact]
    public void ReadAnswer_MajorityOf100Samples_HasPublishedAccuracy()
    {
        const int tasks = 400;
        var source = ProblemCatalog.Find("game24")!.CreateWith();
        var solved = Enumerable
            .Range(0, tasks)
            .Count(task =>
            {
                var (problem, behaviour) = (
                    source.Create((ulong)task),
                    new ShapedBehaviour(BehaviourProfile.Find("tot-game24")!, (ulong)task)
                );
                var answers = Enumerable
                    .Range(1, 100)
                    .Select(i => behaviour.ReadAnswer(problem, Empty, StepKeys.Of("sample", i)))
                    .OfType<string>()
                    .ToArray();
                return problem.Verify(answers.GroupBy(a => a).MaxBy(votes => votes.Count())!.Key) == true;
            });

        (solved / (double)tasks).ShouldBe(0.09, 0.05);
    }

    [Fact]
    public void OutputTokens_ManyKeys_HasTheProfilesMedianAndSpread()
    {
        var profile = BehaviourProfile.Default;
        foreach (var (name, length) in profile.Output.Where(o => o.Value.Median > 20))
        {
            var behaviour = new ShapedBehaviour(profile, 5);
            var drawn = Enumerable.Range(0, 20000).Select(i => behaviour.OutputTokens(name, $"{name}/{i}")!.Value).Order().ToArray();

            ((double)drawn[10000]).ShouldBe((int)length.Median, (int)Math.Ceiling(length.Median * 0.03));
            ((double)drawn[16827]).ShouldBe(
                (int)(length.Median * Math.Exp(length.Sigma)),
                (int)Math.Ceiling(length.Median * Math.Exp(length.Sigma) * 0.05)
            );
        }
    }

    [Fact]
    public void Decisions_ManyKeys_HaveTheProfilesChances()
    {
        var profile = BehaviourProfile.Default with { Unparsable = new Dictionary<string, double> { [""] = 0.2 } };
        var behaviour = new ShapedBehaviour(profile, 3);
        var problem = new FakeProblem(hasTools: true);
        var answers = Enumerable.Range(0, 20000).Select(i => behaviour.ReadAnswer(problem, Empty, $"sample/{i}")).ToArray();
        ((double)answers.Count(a => a is null)).ShouldBe(4000, 200);
        ((double)answers.Count(a => a == "right")).ShouldBe(8000, 250);

        var actions = Enumerable.Range(0, 20000).Select(i => behaviour.ReadAction(problem, Empty, 3, $"act/{i}")).ToArray();
        ((double)actions.Count(a => a == AgentAction.None)).ShouldBe(4000, 200);
        ((double)actions.Count(a => a.Answer is not null)).ShouldBe(4800, 250);
        actions
            .Where(a => a.Tool is not null)
            .Select(a => a.Tool!.Arguments)
            .Distinct()
            .Order()
            .ShouldBe(["""{"query":"Ada Lovelace"}""", """{"query":"Alan Turing"}"""]);

        var votes = Enumerable.Range(0, 20000).Select(i => behaviour.ReadVote(4, Empty, $"L1/vote/{i}")).ToArray();
        votes.Where(v => v is not null).GroupBy(v => v).ShouldAllBe(g => g.Count() > 3800 && g.Count() < 4200 && g.Key >= 0 && g.Key < 4);
    }

    [Fact]
    public void Grades_ManyKeys_HaveTheProfilesChancesForRightWrongAndUnknown()
    {
        var behaviour = new ShapedBehaviour(BehaviourProfile.Default with { Unparsable = new Dictionary<string, double> { [""] = 0 } }, 3);
        var problem = new FakeProblem();
        foreach (var (answer, isRight) in new (string?, bool?)[] { ("right", true), ("wrong 1", false), (null, null) })
        {
            var grade = BehaviourProfile.Default.Grades[""].For(isRight);
            var mean = grade.Scores.Sum(s => s.Score * s.Share) / grade.Scores.Sum(s => s.Share);
            var keys = Enumerable.Range(0, 20000).Select(i => $"score/{i}").ToArray();
            keys.Average(k => behaviour.ReadScore(problem, Empty, k, answer)!.Value).ShouldBe(mean, 0.01);
            keys.Average(k => behaviour.ReadVerdict(problem, Empty, k, answer)!.Value ? 1.0 : 0.0).ShouldBe(grade.Yes, 0.015);
        }
    }
}
