using AgentLoad.Client.Commands.Studies;
using AgentLoad.Client.Running;
using AgentLoad.Client.Tests.Results;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Commands.Studies;

public sealed class PublishedPageTests
{
    /// <summary>Shaped calls are deterministic, and so is the page. AGENTLOAD_UPDATE=1 rewrites it.</summary>
    [Fact]
    public async Task Page_MatchesTheStudies_AndDiffersByLessThanTenPercentUnlessExplained()
    {
        using var temp = new TempFolder();
        string[] names =
        [
            "published",
            "published-sorting",
            "published-reflexion",
            "published-lats",
            "published-rstar",
            "published-research",
            "published-thinking",
            "published-copilot-turns",
            "published-copilot",
            "published-traces",
            "published-mooncake",
        ];
        var studies = new List<StudyResults>();
        foreach (var name in names)
        {
            var study = StudyFile.Load(Checkout.PathOf($"examples/studies/{name}.yaml"), []);
            await StudyJob.ExecuteAsync(
                study,
                temp.Path,
                HostChoice.Default,
                dryRun: false,
                asJson: false,
                _ => { },
                CancellationToken.None
            );
            using var store = StudyStore.Open(Path.Combine(temp.Path, study.Name), study);
            studies.Add(StudyResults.Of(study, store.IsSimulated(), store.Tasks()));
        }

        var page = PublishedTable.Page(studies, names);
        var path = Checkout.PathOf("docs/reference/published.md");
        if (Environment.GetEnvironmentVariable("AGENTLOAD_UPDATE") == "1")
        {
            File.WriteAllText(path, page);
        }

        var rows = studies.SelectMany(PublishedTable.Of).ToArray();
        foreach (
            var row in rows.Where(row =>
                    row.Figure.Metric is "calls" or "tool_calls" or "completion_tokens" or "completion_tokens_per_call" or "resent_share"
                )
                .Where(row => row.Figure.Note.Length == 0)
        )
        {
            Math.Abs(row.Difference!.Value).ShouldBeLessThan(0.1, $"{row.Figure.Strategy} {row.Figure.Metric}");
        }

        rows.Where(row => Math.Abs(row.Difference!.Value) >= 0.1).ShouldAllBe(row => row.Figure.Note.Length > 0);
        (File.Exists(path) && File.ReadAllText(path) == page).ShouldBeTrue(
            "docs/reference/published.md is out of date: run tests/Client.Tests once with AGENTLOAD_UPDATE=1"
        );
    }
}
