using AgentLoad.Client.Commands.Studies;
using AgentLoad.Client.Reports;
using AgentLoad.Client.Running;
using AgentLoad.Client.Tests.Results;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Commands.Studies;

public sealed class StudyGrowthTests
{
    [Fact]
    public async Task Study_OfAgents_FitsTheirLawsAndDrawsThem()
    {
        using var temp = new TempFolder();
        var study = StudyFile.Parse(
            """
            name: agents
            tasks: 6
            agents: [1, 2, 4]
            driving: shaped
            problems: [arithmetic]
            strategies: [{kind: mixture-of-agents, proposers: [1, 3], layers: [2, 3, 5]}]
            node: {profile: instant}
            prices: {simulated: {prompt: 1, completion: 2}}
            """,
            "s.yaml",
            []
        );
        study.Cells.Count.ShouldBe(3 * (1 + (2 * 3)));
        study.Cells.Select(cell => cell.Workload.Load.Agents).Distinct().ShouldBe([1, 2, 4]);

        await StudyJob.ExecuteAsync(study, temp.Path, HostChoice.Default, false, asJson: false, _ => { }, CancellationToken.None);

        var folder = Path.Combine(temp.Path, "agents");
        using var store = StudyStore.Open(folder, study);
        var results = StudyResults.Of(study, store.IsSimulated(), store.Tasks());
        // calls = proposers × (layers − 1) + 1
        var layers = results.Laws.Where(law => law is { Metric: "calls", Parameters: ["layers"] } && law.About.Contains("proposers=3"));
        foreach (var law in layers)
        {
            law.Law.IsAffine.ShouldBeTrue();
            LawText.Of(law.Metric, law.Parameters, law.Law).ShouldBe("calls = 3·layers − 2");
            LawText.FitOf(law.Law).ShouldBe("exact");
        }

        layers.Count().ShouldBe(3, "one for each number of agents");
        results
            .Laws.Where(law => law.Parameters is ["agents", "proposers", "layers"])
            .Select(law => law.Metric)
            .ShouldBe(["total_tokens", "calls", "latency_s", "cost", "tokens_per_s", "calls_in_flight"]);
        results
            .Laws.Single(law => law is { Metric: "tokens_per_s", Parameters.Count: 3 })
            .Law.Power.Exponents[0]
            .Low.ShouldBeNull("one repetition has no interval");
        results.Cells.ShouldAllBe(cell => cell.TokensPerSecond > 0 && cell.CallsInFlight > 0);
        System
            .Xml.Linq.XDocument.Load(Path.Combine(folder, "growth.svg"))
            .Descendants()
            .Count(e => e.Name.LocalName == "polyline")
            .ShouldBe(4 * 7);
        QueueFeedback.Of(results).Count().ShouldBe(7);
    }
}
