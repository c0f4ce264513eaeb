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
    [InlineData("{\"a\": 1}\n", "line 1 names no arrival time")]
    [InlineData("client,tokens\n7,120\n", "line 1 names no arrival time")]
    [InlineData("0.5\n1700000000\n", "line 2 is a time since 1970, unlike the first arrival")]
    [InlineData("0.5\n-1\n", "line 2 is no arrival")]
    [InlineData("a,timestamp\n1\n", "line 2 is no arrival")]
    [InlineData("0.5\n\0\0\0", "line 2 is not a line of UTF-8 text")]
    [InlineData("1\nNaN\n", "line 2 is no arrival")]
    [InlineData("", "no arrival")]
    public void Error_InvalidTrace_NamesTheLine(string text, string expected)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, text);

        TraceFile.Error(path).ShouldNotBeNull().ShouldContain(expected);
        File.Delete(path);
    }

    [Theory]
    [InlineData("client_id,timestamp,prompt_tokens\n7,0.10,120\n3,0.35,90\n9,0.90,88\n", 0.1, 0.9, 3)]
    [InlineData("Timestamp,Model,Request tokens\n5,ChatGPT,472\n45,ChatGPT,1087\n45,GPT-4,417\n", 5, 45, 3)]
    [InlineData("TIMESTAMP,ContextTokens\n2023-11-16 18:17:03.9799600,374\n2023-11-16 18:17:04.0319560,396\n", 0, 0.051996, 2)]
    [InlineData("{\"timestamp\": \"2024-05-10T00:00:00.009Z\", \"x\": 1}\n{\"timestamp\": \"2024-05-10T00:00:01Z\"}\n", 0, 0.991, 2)]
    [InlineData("arrival_time;tokens\n0,5;10\n1,2;20\n", 0.5, 1.2, 2)]
    [InlineData("0,5;10\n1,2;20\n", 0.5, 1.2, 2)]
    [InlineData("1700000000.1\n1700000000.4\n1700000000.9\n", 0, 0.8, 3)]
    [InlineData("1700000000100\n1700000000900\n", 0, 0.8, 2)]
    [InlineData("\uFEFF0.1\r\n0.5\r\n0.9\r\n", 0.1, 0.9, 3)]
    [InlineData("\uFEFF{\"at\": 0.5}\r\n{\"at\": 1.0}\r\n", 0.5, 1, 2)]
    [InlineData("timestamp_ms\n400\n1500\n", 0.4, 1.5, 2)]
    [InlineData("0.1\t5\n0.9\t6\n", 0.1, 0.9, 2)]
    [InlineData("{\"at\": \"0.5\"}\n{\"at\": \"1\"}\n", 0.5, 1, 2)]
    [InlineData(
        "{\"timestamp\": 0, \"input_length\": 655, \"output_length\": 52, \"hash_ids\": [0]}\n"
            + "{\"timestamp\": 1500, \"input_length\": 300, \"output_length\": 8, \"hash_ids\": [4]}\n",
        0,
        1.5,
        2
    )]
    public void Describe_TraceOfAnotherTool_HasItsExtentInSeconds(string text, double first, double last, long count)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, text);

        var extent = TraceFile.Describe(path);
        extent.First.ShouldBe(first, 1e-6);
        extent.Last.ShouldBe(last, 1e-6);
        extent.Count.ShouldBe(count);
        TraceFile.Error(path).ShouldBeNull();
        File.Delete(path);
    }

    [Fact]
    public void Error_FileWithoutLines_DoesNotReadAllOfIt()
    {
        if (File.Exists("/dev/zero"))
        {
            TraceFile.Error("/dev/zero").ShouldNotBeNull().ShouldContain("line 1 is not a line of UTF-8 text");
        }
    }
}
