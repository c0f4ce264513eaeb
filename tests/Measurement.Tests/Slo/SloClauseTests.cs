using AgentLoad.Measurement.Slo;
using Shouldly;
using Xunit;

namespace AgentLoad.Measurement.Tests.Slo;

public sealed class SloClauseTests
{
    [Theory]
    [InlineData("task.latency:p95:le:30s", 30)]
    [InlineData("call.ttft:p99:le:800ms", 0.8)]
    [InlineData("call.ttft:p50:lt:0.25", 0.25)]
    [InlineData("task.latency:max:le:2m", 120)]
    [InlineData("task.latency:mean:le:1.5h", 5400)]
    [InlineData("task.solved:rate:ge:0.6", 0.6)]
    [InlineData("task.solved:rate:ge:7%", 0.07)]
    [InlineData("call.errors:count:le:3", 3)]
    [InlineData("task.total_tokens:p90:le:40000", 40000)]
    [InlineData("task.calls:count:gt:10", 10)]
    public void Parse_Clause_ReturnsTheBound(string text, double bound)
    {
        var clause = SloClause.Parse(text);
        (clause.Text, clause.Bound).ShouldBe((text, bound));
    }

    [Theory]
    [InlineData("call.ttft:p99:le", "3 of 4 parts")]
    [InlineData("call.tftt:p99:le:1s", "Did you mean 'call.ttft'?")]
    [InlineData("call.ttft:p98:le:1s", "Did you mean 'p")]
    [InlineData("call.ttft:1:le:1s", "unknown statistic '1'")]
    [InlineData("call.ttft:p99:eq:1s", "Allowed: le, lt, ge, gt")]
    [InlineData("call.ttft:p99:le:fast", "a duration such as 800ms")]
    [InlineData("call.ttft:p99:le:", "a duration such as 800ms")]
    [InlineData("call.ttft:p99:le:-1s", "a duration such as 800ms")]
    [InlineData("call.ttft:p99:le:5%", "a duration such as 800ms")]
    [InlineData("call.ttft:p99:le:1e300s", "a duration such as 800ms")]
    [InlineData("call.ttft:rate:le:0.1", "is not boolean")]
    [InlineData("task.solved:p99:ge:0.6", "its statistics are rate and count")]
    [InlineData("task.solved:rate:ge:60", "above 1")]
    [InlineData("task.solved:rate:ge:3s", "a share such as 60%")]
    [InlineData("task.calls:mean:le:3s", "a number such as 40")]
    [InlineData("", "1 of 4 parts")]
    public void TryParse_InvalidClause_ReportsWhatIsAllowed(string text, string message)
    {
        SloClause.TryParse(text, out _, out var error).ShouldBeFalse();
        error.ShouldNotBeNull().ShouldContain(message);
        Should.Throw<FormatException>(() => SloClause.Parse(text)).Message.ShouldBe(error);
    }

    [Theory]
    [InlineData("call.ttft:p50:le:2s", 2.0, true)]
    [InlineData("call.ttft:p50:lt:2s", 2.0, false)]
    [InlineData("call.ttft:max:ge:4s", 4.0, true)]
    [InlineData("call.ttft:max:gt:4s", 4.0, false)]
    [InlineData("call.ttft:mean:le:2.5s", 2.5, true)]
    [InlineData("call.ttft:count:ge:4", 4.0, true)]
    public void Evaluate_Values_ComparesTheStatistic(string text, double actual, bool met)
    {
        var result = SloClause.Parse(text).Evaluate([4, 1, 3, 2]);
        (result.Actual, result.Met, result.Samples).ShouldBe((actual, met, 4));
    }

    [Fact]
    public void Evaluate_BooleanMetric_CountsTrueValues()
    {
        SloClause.Parse("call.errors:rate:le:25%").Evaluate([0, 1, 0, 0]).Met.ShouldBeTrue();
        SloClause.Parse("call.errors:count:le:0").Evaluate([0, 0]).Met.ShouldBeTrue();
        SloClause.Parse("call.errors:count:le:0").Evaluate([0, 1]).ShouldBe(new SloResult("call.errors:count:le:0", 1, 0, false, 2, true));
    }

    [Fact]
    public void Evaluate_NoSamples_IsNotMet() =>
        SloClause.Parse("call.errors:rate:le:1").Evaluate([]).ShouldBe(new SloResult("call.errors:rate:le:1", null, 1, false, 0, false));

    [Fact]
    public void Evaluate_FewSamples_AreNotCertified()
    {
        var clause = SloClause.Parse("call.ttft:p99:le:1s");
        clause.Evaluate([.. Enumerable.Repeat(0.5, 661)]).Certified.ShouldBeFalse();
        clause.Evaluate([.. Enumerable.Repeat(0.5, 662)]).Certified.ShouldBeTrue();
    }
}
