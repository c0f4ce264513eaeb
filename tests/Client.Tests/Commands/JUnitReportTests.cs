using System.Xml.Linq;
using AgentLoad.Client.Commands;
using AgentLoad.Measurement.Slo;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Commands;

public sealed class JUnitReportTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WriteRun_SlosAndAnInvalidRun_AreTestCasesWithTheirReasons()
    {
        var path = Path.Combine(_folder.Path, "results", "slo.xml");
        var summary = Summaries.Summary() with
        {
            Invalid = ["The client was slow.", "Tasks are missing <3>."],
            Slos =
            [
                new SloResult("task.latency:p95:le:30s", 12.5, 30, true, 60, true),
                new SloResult("call.ttft:p95:le:1s", 1.75, 1, false, 1834, true),
                new SloResult("call.tpot:p99:le:1s", null, 1, false, 0, false),
            ],
        };

        JUnitReport.WriteRun(path, summary);

        var suite = XDocument.Load(path).Root!.Element("testsuite")!;
        ((int)suite.Attribute("tests")!, (int)suite.Attribute("failures")!).ShouldBe((4, 3));
        var cases = suite.Elements("testcase").ToArray();
        cases
            .Select(test => (string)test.Attribute("name")!)
            .ShouldBe(["the run is valid", "task.latency:p95:le:30s", "call.ttft:p95:le:1s", "call.tpot:p99:le:1s"]);
        cases[0].Element("failure")!.Value.ShouldBe("The client was slow.\nTasks are missing <3>.");
        cases[1].Element("failure").ShouldBeNull();
        ((string)cases[2].Element("failure")!.Attribute("message")!).ShouldBe("not met: measured 1.75, bound 1, 1834 samples");
        ((string)cases[3].Element("failure")!.Attribute("message")!).ShouldBe("not met: no samples");
    }

    [Fact]
    public void Write_ControlCharacters_AreLeftOut()
    {
        var path = Path.Combine(_folder.Path, "a.xml");

        JUnitReport.Write(path, "a\u0001b", 1, null, [new JUnitCase("c\u001b[31m", "d\u0000", "e")]);

        var test = XDocument.Load(path).Descendants("testcase").ShouldHaveSingleItem();
        ((string)test.Attribute("name")!).ShouldBe("c[31m");
        test.Element("failure")!.Value.ShouldBe("d");
    }
}
