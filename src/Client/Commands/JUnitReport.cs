using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using AgentLoad.Client.Reports;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Sweeps;

namespace AgentLoad.Client.Commands;

/// <summary>
/// Writes verdicts as JUnit XML, which CI systems show as test results: one test case for each SLO or clause, and one for the validity of
/// a run.
/// </summary>
internal static class JUnitReport
{
    // Some CI systems do not accept a byte order mark.
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), Indent = true };

    /// <summary>Creates the option that names the file.</summary>
    public static System.CommandLine.Option<string?> CreateOption() =>
        new("--junit") { Description = "Write the verdicts as JUnit XML, for CI systems.", HelpName = "FILE" };

    /// <summary>Writes the verdicts of a run.</summary>
    public static void WriteRun(string path, RunSummary summary) =>
        Write(
            path,
            summary.Run.Name,
            summary.Run.DurationSeconds,
            summary.Run.StartedUtc,
            [
                new JUnitCase(
                    "the run is valid",
                    summary.Valid ? null : string.Join('\n', summary.Invalid),
                    $"{summary.Tasks.Ended} tasks, {summary.Calls.Count} calls"
                ),
                .. summary.Slos.Select(slo => new JUnitCase(slo.Clause, slo.Met ? null : "not met: " + Measured(slo), Measured(slo))),
            ]
        );

    /// <summary>Writes the verdict of a sweep.</summary>
    /// <param name="path">File; an existing one is replaced.</param>
    /// <param name="sweep">Result.</param>
    /// <param name="isCutShort">True if the sweep was stopped or a model server stopped answering.</param>
    public static void WriteSweep(string path, SweepResult sweep, bool isCutShort)
    {
        var isLimited = sweep.LimitingResource == BottleneckFinder.LoadGenerator;
        var steps = string.Join('\n', sweep.Steps.Select(Describe));
        Write(
            path,
            sweep.Name,
            sweep.Steps.Sum(step => step.WindowSeconds),
            sweep.StartedUtc,
            [
                .. isCutShort
                    ? [new JUnitCase("the sweep is complete", "the sweep was stopped, or a model server stopped answering", "")]
                    : Array.Empty<JUnitCase>(),
                new JUnitCase("a load level meets the SLO", sweep.Knee is null ? SweepText.Headline(sweep) : null, steps),
                new JUnitCase("the load generator is not the bottleneck", isLimited ? SweepText.Headline(sweep) : null, ""),
            ]
        );

        string Describe(SweepStep step) =>
            string.Create(CultureInfo.InvariantCulture, $"{step.Level:0.###} {sweep.Unit}: {SweepText.Verdict(step)}")
            + (step.CutOffTasks > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({step.CutOffTasks} tasks cut off)") : "");
    }

    /// <summary>Writes test cases.</summary>
    /// <param name="path">File; an existing one is replaced.</param>
    /// <param name="suite">Name of the test suite.</param>
    /// <param name="seconds">Time of the suite.</param>
    /// <param name="started">Start of the suite; null if it is not known.</param>
    /// <param name="cases">Test cases.</param>
    public static void Write(string path, string suite, double seconds, DateTimeOffset? started, IReadOnlyList<JUnitCase> cases)
    {
        var failures = cases.Count(test => test.Failure is not null);
        var counts = new object[]
        {
            new XAttribute("tests", cases.Count),
            new XAttribute("failures", failures),
            new XAttribute("errors", 0),
            new XAttribute("skipped", 0),
            new XAttribute("time", Seconds(seconds)),
        };
        var element = new XElement(
            "testsuite",
            new XAttribute("name", Clean(suite)),
            counts,
            started is { } start ? new XAttribute("timestamp", start.UtcDateTime.ToString("s", CultureInfo.InvariantCulture)) : null,
            cases.Select(test => new XElement(
                "testcase",
                new XAttribute("classname", Clean($"agentload.{suite}")),
                new XAttribute("name", Clean(test.Name)),
                new XAttribute("time", Seconds(0)),
                test.Failure is { } failure
                    ? new XElement("failure", new XAttribute("message", Clean(failure.Split('\n')[0])), Clean(failure))
                    : null,
                test.Output.Length == 0 ? null : new XElement("system-out", Clean(test.Output))
            ))
        );
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using var writer = XmlWriter.Create(path, Settings);
            new XDocument(new XElement("testsuites", new XAttribute("name", "agentload"), counts, element)).Save(writer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"Cannot write {path}: {e.Message} Name another file with --junit.");
        }
    }

    private static string Measured(SloResult slo) =>
        slo.Samples == 0
            ? "no samples"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"measured {(slo.Actual is { } actual ? $"{actual:0.######}" : "a value among tasks that were cut off")}, bound "
                    + $"{slo.Bound:0.######}, {slo.Samples} samples{(slo.Certified ? "" : ", too few for 99% confidence")}"
                    + $"{(slo.CutOff > 0 ? $", {slo.CutOff} cut off" : "")}"
            );

    private static string Seconds(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture);

    // XML 1.0 cannot contain control characters, not even escaped.
    private static string Clean(string text) => string.Concat(text.Where(XmlConvert.IsXmlChar));
}

/// <summary>A test case.</summary>
/// <param name="Name">Name.</param>
/// <param name="Failure">Why it failed; null if it passed.</param>
/// <param name="Output">Further facts.</param>
internal sealed record JUnitCase(string Name, string? Failure, string Output);
