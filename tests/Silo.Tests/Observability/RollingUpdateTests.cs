using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Client.Results;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Simulation;
using AgentLoad.Simulation.Http;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Observability;

/// <summary>
/// Silos are replaced one after another while a run goes on, as a StatefulSet does it: one goes, and then the next comes under its name.
/// </summary>
public sealed partial class RollingUpdateTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Run_WhileThreeSilosAreReplaced_LosesAndDoublesNothing()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var redis = await RedisServer.StartAsync("--appendonly", "yes");
        await using var node = await SimulatedNode.StartAsync(
            new SimulatedNodeOptions { Models = [new SimulatedModel("simulated:8b")] },
            new ProseReplyGenerator(),
            TimeProvider.System,
            cancellation
        );
        string[] names = ["silo-0", "silo-1", "silo-2"];
        var silos = (await Task.WhenAll(names.Select(name => Silos.UpAsync(_folder.Path, redis.Address, name)))).ToList();
        try
        {
            using var run = AgentLoadProcess.Start(
                _folder.Path,
                "run",
                "--cluster",
                redis.Url,
                "--url",
                node.Url,
                "--model",
                "simulated:8b",
                "--strategy",
                "self-consistency",
                "--problem",
                "game24",
                "--set",
                "groups[0].strategy.samples=3",
                "--agents",
                "9",
                "--duration",
                "30m",
                "--baseline",
                "0%"
            );
            var ended = run.EndAsync();
            await Poll.UntilAsync(
                () => node.Statistics.Ended >= 20 || ended.IsCompleted,
                "20 calls of the run",
                cancellationToken: cancellation
            );
            ended.IsCompleted.ShouldBeFalse();
            var last = 0;
            for (var i = 0; i < silos.Count; i++)
            {
                last = Shown(await run.LineAsync(line => Shown(line) > last));
                silos[i].Signal(15);
                var gone = await silos[i].EndAsync();
                gone.ExitCode.ShouldBe(0, gone.All);
                silos[i].Dispose();
                silos[i] = await Silos.UpAsync(_folder.Path, redis.Address, names[i]);
            }

            await run.LineAsync(line => Shown(line) > last);

            // No new tasks; those under way end, on the new silos.
            ended.IsCompleted.ShouldBeFalse();
            run.Signal(2);
            var done = await ended;
            done.All.ShouldContain("Saved in");

            // What silos did that are gone stays counted while the run goes on.
            var shown = done.All.Split('\n').Select(Shown).Where(tasks => tasks >= 0).ToList();
            shown.Count.ShouldBeGreaterThan(silos.Count, done.All);
            shown.Zip(shown.Skip(1)).ShouldAllBe(pair => pair.First <= pair.Second, done.All);
        }
        finally
        {
            silos.ForEach(silo => silo.Dispose());
        }

        var summary = RunSummaryJson.Read(await File.ReadAllTextAsync(Path.Combine(_folder.OnlyRun, "summary.json"), cancellation));
        summary.Degraded.ShouldAllBe(reason => reason.StartsWith("Streams were read in bursts", StringComparison.Ordinal));
        summary.Invalid.ShouldAllBe(reason => reason.StartsWith("The client", StringComparison.Ordinal));
        summary.Calls.ByOutcome.Where(outcome => outcome.Value > 0).ShouldAllBe(outcome => outcome.Key.IsGood());
        using var archive = RunStore.Open(_folder.OnlyRun);
        var ids = new List<long>();
        var attempts = new List<int>();
        foreach (var task in archive.ReadTasks(cancellation))
        {
            ids.Add(task.Id);
            attempts.Add(task.Attempt);
        }

        // Silos held tasks in advance that no agent had begun at the stop: their ids are missing.
        ids.ShouldBeUnique();
        summary.Tasks.Ended.ShouldBe(ids.Count);
        attempts.ShouldAllBe(attempt => attempt == 1);

        // Every token that the node made is one of the results: nothing was lost or done twice.
        summary.Totals.CompletionTokens.ShouldBe(node.Statistics.CompletionTokens);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Ended tasks of a line of the live view; -1 for other lines.</summary>
    private static int Shown(string line) =>
        TasksShown().Match(line) is { Success: true } match
            ? int.Parse(match.Groups[1].ValueSpan, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)
            : -1;

    [GeneratedRegex(@"· ([\d,]+) tasks ·")]
    private static partial Regex TasksShown();
}
