using System.Text.Json;
using AgentLoad.Client.Reports.Csv;
using AgentLoad.Client.Reports.Trace;
using AgentLoad.Client.Results;
using AgentLoad.Client.Tests.Results;
using AgentLoad.Testing.Reports;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Reports;

public sealed class ExportTests
{
    private const double Tolerance = 0.01;

    [Fact]
    public async Task Trace_OfARun_HasProperlyNestedSlicesPerThread()
    {
        using var temp = new TempFolder();
        using var archive = RunStore.Open(await GeneratedRun.SaveAsync(temp.Path, 300));

        var path = await TraceFile.WriteAsync(archive, null, [], CancellationToken.None);

        using var trace = JsonDocument.Parse(File.ReadAllBytes(path));
        var slices = trace
            .RootElement.GetProperty("traceEvents")
            .EnumerateArray()
            .Where(e => e.GetProperty("ph").GetString() == "X")
            .ToList();
        slices.Count(e => e.GetProperty("cat").GetString() == "task").ShouldBe(300);
        foreach (
            var thread in slices
                .GroupBy(e => (e.GetProperty("pid").GetInt32(), e.GetProperty("tid").GetInt32()))
                .Where(thread => thread.Key.Item2 > 0)
        )
        {
            var open = new Stack<double>();
            foreach (
                var slice in thread.OrderBy(e => e.GetProperty("ts").GetDouble()).ThenByDescending(e => e.GetProperty("dur").GetDouble())
            )
            {
                var (start, end) = (
                    slice.GetProperty("ts").GetDouble(),
                    slice.GetProperty("ts").GetDouble() + slice.GetProperty("dur").GetDouble()
                );
                while (open.TryPeek(out var until) && until <= start + Tolerance)
                {
                    open.Pop();
                }

                if (open.TryPeek(out var outer))
                {
                    end.ShouldBeLessThanOrEqualTo(outer + Tolerance);
                }

                open.Push(end);
            }
        }
    }

    [Fact]
    public async Task Trace_OfOneTask_ContainsOnlyThatTask()
    {
        using var temp = new TempFolder();
        using var archive = RunStore.Open(await GeneratedRun.SaveAsync(temp.Path, 30));

        var path = await TraceFile.WriteAsync(archive, Path.Combine(temp.Path, "one.json"), [4], CancellationToken.None);

        using var trace = JsonDocument.Parse(File.ReadAllBytes(path));
        var tasks = trace
            .RootElement.GetProperty("traceEvents")
            .EnumerateArray()
            .Where(e => e.TryGetProperty("cat", out var cat) && cat.GetString() == "task");
        tasks.ShouldHaveSingleItem().GetProperty("args").GetProperty("task").GetInt64().ShouldBe(4);
    }

    [Fact]
    public async Task Csv_OfHostileText_HasOneRowPerRecordAndNoFormulas()
    {
        using var temp = new TempFolder();
        using var archive = RunStore.Open(
            await GeneratedRun.SaveAsync(temp.Path, 60, steps: 6, text: "=cmd|'/c calc'!A1,\"x\"\r\n\u001b[2J")
        );

        var folder = await CsvFiles.WriteAsync(archive, null, CancellationToken.None);

        var (tasks, steps) = (File.ReadAllText(Path.Combine(folder, "tasks.csv")), File.ReadAllText(Path.Combine(folder, "steps.csv")));
        tasks.Count(c => c == '\n').ShouldBe(61);
        steps.Count(c => c == '\n').ShouldBe(1 + 40 + (20 * 6));
        tasks.ShouldContain("\"'=cmd");
        (tasks + steps).ShouldNotContain(",=");
        (tasks + steps).ShouldNotContain("\u001b");
        File.ReadAllLines(Path.Combine(folder, "slos.csv")).Length.ShouldBe(3);
        File.Exists(Path.Combine(folder, "strategies.csv")).ShouldBeTrue();
    }
}
