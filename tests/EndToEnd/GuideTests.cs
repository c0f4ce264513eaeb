using System.Text.RegularExpressions;
using AgentLoad.Testing;
using AgentLoad.Testing.Reports;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd;

/// <summary>
/// Every command of the guide's first hour does what it says. Servers and clusters that a reader has are simulated nodes and a silo here,
/// long runs are cut short, and what a shell would do with * is done here.
/// </summary>
public sealed partial class GuideTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Theory]
    [InlineData("You test servers under load", 5)]
    [InlineData("You study what agents cost", 9)]
    public async Task Guide_EveryCommandOfAUser_Works(string user, int commands)
    {
        using var node = AgentLoadProcess.Start(_folder.Path, "node", "--port", "0", "--model", "llama3.1:8b", "--profile", "instant");
        var url = UrlForm().Match(await node.LineAsync("http://")).Value;
        var written = GuideCommands.Commands(user);
        written.Count.ShouldBe(commands);

        foreach (var command in written)
        {
            var ended = await AgentLoadProcess.RunAsync(
                _folder.Path,
                GuideCommands.Args(command.Replace("http://HOST:11434", url, StringComparison.Ordinal), _folder.Path)
            );
            ended.ShouldExit(0);
        }
    }

    [Fact]
    public async Task Reports_EveryCommandOfTheGuide_WritesWhatItDescribes()
    {
        var run = await GeneratedRun.SaveAsync(Path.Combine(_folder.Path, "runs"), 60);
        var commands = Checkout
            .Read("docs/guide/report.md")
            .Split('\n')
            .Where(line => line.StartsWith("./agentload report", StringComparison.Ordinal))
            .ToList();
        commands.Count.ShouldBe(6);

        foreach (var command in commands)
        {
            (await AgentLoadProcess.RunAsync(_folder.Path, command.Split(' ')[1..])).ShouldExit(0);
        }

        foreach (
            var written in new[]
            {
                "report.html",
                "tables.tex",
                "tables.md",
                "csv/tasks.csv",
                "csv/calls.csv",
                "svg/amplification.svg",
                "trace.json",
            }
        )
        {
            File.Exists(Path.Combine(run, written)).ShouldBeTrue(written);
        }
    }

    [Fact]
    public void Guides_EveryLinkAndPicture_LeadsSomewhere()
    {
        var folder = Path.Combine(Checkout.Root, "docs", "guide");
        foreach (var guide in Directory.GetFiles(folder, "*.md"))
        {
            foreach (Match link in LinkForm().Matches(File.ReadAllText(guide)))
            {
                var path = Path.Combine(folder, link.Groups[1].Value);
                (File.Exists(path) || Directory.Exists(path)).ShouldBeTrue($"{Path.GetFileName(guide)}: {link.Value}");
                if (path.EndsWith(".png", StringComparison.Ordinal))
                {
                    new FileInfo(path).Length.ShouldBeLessThan(200_000, link.Value);
                }
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex(@"\]\((?!http)([^)#]+)\)")]
    private static partial Regex LinkForm();

    [GeneratedRegex(@"http://[\d.:]+")]
    private static partial Regex UrlForm();
}
