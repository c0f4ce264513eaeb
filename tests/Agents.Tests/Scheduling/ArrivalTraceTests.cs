using AgentLoad.Agents.Scheduling;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Scheduling;

/// <summary>Recorded arrivals are read from files.</summary>
public sealed class ArrivalTraceTests
{
    [Theory]
    [InlineData("at\n0.5\n1.25\n\n3\n")]
    [InlineData("0.5,chat\n1.25,search\n3,chat")]
    [InlineData("{\"at\": 0.5}\n{\"at\":1.25}\n{\"at\":3}\n")]
    public void Of_Trace_ReturnsItsArrivals(string text)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, text);

        TraceFile.Error(path).ShouldBeNull();
        Arrivals.Of(new() { Trace = path, Speed = 2 }, 1, null).ShouldBe([0.25, 0.625, 1.5]);
        File.Delete(path);
    }

    [Theory]
    [InlineData("1\n0.5\n", "line 2 is earlier")]
    [InlineData("1\nx\n", "line 2 is no arrival")]
    [InlineData("{\"a\": 1}\n", "line 1 is no arrival")]
    [InlineData("1\nNaN\n", "line 2 is no arrival")]
    [InlineData("", "no arrival")]
    public void Error_InvalidTrace_NamesTheLine(string text, string expected)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, text);

        TraceFile.Error(path).ShouldNotBeNull().ShouldContain(expected);
        File.Delete(path);
    }
}
