using System.Globalization;
using AgentLoad.Agents.Hosting;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands;
using AgentLoad.Client.Live;
using AgentLoad.Client.Reports;
using AgentLoad.Inference;
using AgentLoad.Measurement.Sweeps;
using Spectre.Console;

namespace AgentLoad.Client.Running;

/// <summary>What <c>agentload sweep</c> does: steps of rising load, each a run, until the knee is known.</summary>
internal sealed class SweepJob(Workload workload, Connections connections, SweepPlan plan, StopSignals signals, TimeProvider timeProvider)
{
    private readonly List<SweepStep> _steps = [];
    private readonly List<string> _notes = [];
    private bool _serverIsGone;

    public static async Task<int> ExecuteAsync(Workload workload, SweepPlan plan, string output, CancellationToken cancellationToken)
    {
        var timeProvider = TimeProvider.System;
        using var signals = new StopSignals(Say);
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.Drain);
        await using var node = workload.Endpoints.ContainsKey("default") ? null : await RunJob.EmbedAsync(workload, timeProvider, starting.Token).ConfigureAwait(false);
        var served = node is null ? workload : workload.Serve(node);
        using var connections = await RunJob.ConnectAsync(served, timeProvider, starting.Token).ConfigureAwait(false);
        var folder = Path.Combine(output, timeProvider.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + $"-{workload.Name}-sweep");
        var result = await new SweepJob(served, connections, plan, signals, timeProvider).RunAsync(folder).ConfigureAwait(false);
        var file = Path.Combine(folder, "sweep.json");
        await File.WriteAllTextAsync(file, SweepJson.Write(result), CancellationToken.None).ConfigureAwait(false);
        SweepText.Render(result, AnsiConsole.Console, Path.GetFullPath(file));
        return result.Steps.Count == 0 || signals.Drain.IsCancellationRequested ? ExitCode.Failure
            : result is { GaveIn: "client" } ? ExitCode.Invalid
            : result.Knee is null ? ExitCode.SloFailed
            : ExitCode.Success;
    }

    private async Task<SweepResult> RunAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        if (plan.Ladder.Count > 0)
        {
            await ClimbAsync(folder).ConfigureAwait(false);
        }
        else
        {
            await SearchAsync(folder).ConfigureAwait(false);
        }

        // A level that was tried again counts as its last try says; one at which a server died says nothing of the level.
        var last = _steps.Take(_serverIsGone ? _steps.Count - 1 : _steps.Count).GroupBy(step => step.Level).Select(tries => tries.Last()).OrderBy(step => step.Level).ToArray();
        var failed = last.FirstOrDefault(step => !step.Met);
        var met = last.LastOrDefault(step => step.Met && !(step.Level > failed?.Level));
        return new SweepResult
        {
            Name = workload.Name,
            Simulated = connections.IsSimulated,
            Unit = plan.Unit,
            Slos = workload.Slo,
            Knee = met?.Level,
            FirstFailed = failed?.Level,
            GaveIn = failed is not null ? GaveIn.Of(met, failed) : _serverIsGone ? "a server, which no longer answers" : null,
            Notes = _notes,
            Steps = _steps,
        };
    }

    private async Task ClimbAsync(string folder)
    {
        foreach (var level in plan.Ladder)
        {
            if (!await StepAsync(folder, level, 1).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private async Task SearchAsync(string folder)
    {
        var search = new CapacitySearch(plan.Start, plan.Precision, plan.MostSteps, whole: !plan.ByRate);
        while (search.Next() is { } next && await StepAsync(folder, next.Level, next.Length).ConfigureAwait(false))
        {
            var step = _steps[^1];
            search.Report(step.Level, step.Met, step.Decided, plan.ByRate ? step.TasksPerSecond : null);
        }

        if (!search.IsFound && _notes.Count == 0)
        {
            _notes.Add(search.Failed is null
                ? $"No level failed within {plan.MostSteps} steps: the knee lies above; begin higher with --start."
                : $"The knee is not known to {plan.Precision:P0} after {_steps.Count} steps: allow more with --max-steps.");
        }
    }

    /// <summary>Runs one step and lets everything end; false where the sweep cannot go on.</summary>
    private async Task<bool> StepAsync(string folder, double level, int length)
    {
        Say(string.Create(CultureInfo.InvariantCulture, $"Step {_steps.Count + 1}: {level:0.###} {plan.Unit} for {(plan.Warmup + (length * plan.TimeOf(level))).TotalSeconds:0.#} s ..."));
        var stepped = plan.At(workload, level, length, _steps.Count + 1);
        await using var host = new InProcess(stepped, connections, timeProvider);
        var outcome = await new RunExecution(stepped, host, signals, timeProvider, new LiveChoice(UiMode.Simple)).RunAsync(folder).ConfigureAwait(false);
        if (signals.Drain.IsCancellationRequested)
        {
            _notes.Add($"Stopped by hand in step {_steps.Count + 1}, which does not count.");
            return false;
        }

        var step = SweepSteps.Of(outcome, level, plan.ByRate);
        _steps.Add(step);
        Say($"        {(step.Met ? "met" : step.Saturated ? "saturated" : "missed")}{(step.Decided ? "" : " (could be chance)")}: {Figures.Number(step.TasksPerSecond)} tasks/s, p95 {Figures.Seconds(step.LatencyP95Seconds)}");
        foreach (var reason in step.Invalid)
        {
            Say($"        {reason}");
        }

        if (step.LatencyP95Seconds is null)
        {
            _notes.Add("No task ended in the measured time of the last step: give it more with --step-time.");
            return false;
        }

        if (step.Met || await DeadAsync().ConfigureAwait(false) is not { } dead)
        {
            return true;
        }

        _serverIsGone = true;
        _notes.Add($"{dead} The sweep ends at step {_steps.Count}, whose figures hold its failures.");
        return false;
    }

    /// <summary>Says which server no longer answers; null where all do.</summary>
    private async Task<string?> DeadAsync()
    {
        foreach (var connection in connections.All)
        {
            try
            {
                await connection.Client.InspectAsync(connection.Group.Model, signals.Stop).ConfigureAwait(false);
            }
            catch (Exception e) when (e is EndpointException or IOException or HttpRequestException)
            {
                return $"{connection.Client.Endpoint} no longer answers: {e.Message}";
            }
        }

        return null;
    }

    private static void Say(string line) => Console.Error.WriteLine(line);
}
