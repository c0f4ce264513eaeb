using System.Globalization;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands.Run;
using AgentLoad.Client.Live;
using AgentLoad.Client.Reports;
using AgentLoad.Client.Results;
using AgentLoad.Client.Running;
using AgentLoad.Inference;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Sweeps;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Sweep;

/// <summary>What <c>agentload sweep</c> does: steps of rising load, each a run, until the knee is known.</summary>
/// <param name="workload">What is run at each level.</param>
/// <param name="hosts">Where the agents of a step live.</param>
/// <param name="plan">How the sweep goes.</param>
/// <param name="signals">When to stop.</param>
/// <param name="timeProvider">The time.</param>
internal sealed class SweepJob(Workload workload, AgentHosts hosts, SweepPlan plan, StopSignals signals, TimeProvider timeProvider)
{
    private readonly List<SweepStep> _steps = [];
    private readonly List<string> _notes = [];
    private readonly DateTimeOffset _started = timeProvider.GetUtcNow();
    private IReadOnlyList<EndpointFacts> _endpoints = [];
    private TimeSpan _warmup = plan.Warmup;
    private bool _serverIsGone;
    private int _died;

    /// <summary>Sweeps, saves and shows what came of it, and gives the exit status.</summary>
    public static async Task<int> ExecuteAsync(
        Workload workload,
        SweepPlan plan,
        HostChoice choice,
        string output,
        CancellationToken cancellationToken
    )
    {
        var timeProvider = TimeProvider.System;
        using var signals = new StopSignals(Say);
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.Drain);
        await using var node = (
            workload.Endpoints.ContainsKey("default") ? null : await RunJob.StartEmbeddedNodeAsync(workload, timeProvider, starting.Token)
        );
        var served = node is null ? workload : workload.WithNode(node);
        await using var hosts = (await AgentHosts.OpenAsync(choice, served, null, timeProvider, Say, starting.Token));
        var folder = SweepFolder.Create(output, workload.Name, timeProvider.GetUtcNow());
        var job = new SweepJob(served, hosts, plan, signals, timeProvider);
        var result = await job.RunAsync(folder);
        SweepText.Render(result, AnsiConsole.Console, SweepFolder.FilePath(Path.GetFullPath(folder)));
        return result.Steps.Count == 0 || signals.Drain.IsCancellationRequested || job._serverIsGone ? ExitCode.Failure
            : result is { LimitingResource: BottleneckFinder.LoadGenerator } ? ExitCode.Invalid
            : result.Knee is null ? ExitCode.SloFailed
            : ExitCode.Success;
    }

    private async Task<SweepResult> RunAsync(string folder)
    {
        if (plan.Ladder.Count > 0)
        {
            await ClimbAsync(folder);
        }
        else
        {
            await SearchAsync(folder);
        }

        if (Verdict() is { ClientLimited: { } client, FirstFailed: { } failed })
        {
            _notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"At {client:0.###} {plan.Unit} the client fell behind although it coped with {failed:0.###}: something else kept its machine busy. Sweep again when that is over, or from another machine."
                )
            );
        }

        return Save(folder, complete: true);
    }

    /// <summary>A level at which a server died says nothing of the level.</summary>
    private SweepVerdict Verdict() => SweepVerdict.Of(_steps.SkipLast(_died));

    /// <summary>Saved after each step, so that what a kill leaves behind can be read.</summary>
    private SweepResult Save(string folder, bool complete)
    {
        var verdict = Verdict();
        var result = new SweepResult
        {
            Name = workload.Name,
            StartedUtc = _started,
            Complete = complete,
            Endpoints = _endpoints,
            Seed = workload.Seed,
            Ladder = plan.Ladder,
            Precision = plan.Ladder.Count > 0 ? null : plan.Precision,
            Simulated = _endpoints.Any(endpoint => endpoint.Simulated),
            Unit = plan.Unit,
            Slos = workload.Slo,
            Knee = verdict.Knee,
            FirstFailed = verdict.FirstFailed,
            ClientLimited = verdict.ClientLimited,
            LimitingResource = verdict.LimitingResource ?? (_serverIsGone ? "a server, which no longer answers" : null),
            Notes = _notes,
            Steps = _steps,
        };
        SweepFolder.Save(folder, result);
        return result;
    }

    private async Task ClimbAsync(string folder)
    {
        foreach (var level in plan.Ladder)
        {
            if (!await StepAsync(folder, level, 1))
            {
                return;
            }
        }
    }

    private async Task SearchAsync(string folder)
    {
        var search = new CapacitySearch(plan.Start, plan.Precision, plan.MaxSteps, isInteger: !plan.ByRate);
        while (search.Next() is { } next && next.Level <= SweepPlan.MaxLevel && await StepAsync(folder, next.Level, next.Length))
        {
            var step = _steps[^1];
            search.Report(step.Level, step.Met, step.Conclusive, plan.ByRate ? step.TasksPerSecond : null);
            if (SweepLimits.StopReason(_steps, plan.Unit) is { } why)
            {
                _notes.Add(why);
                return;
            }
        }

        if (!search.IsFound && _notes.Count == 0 && SweepLimits.UnknownKneeReason(search, plan, _steps.Count) is { } unknown)
        {
            _notes.Add(unknown);
        }
    }

    /// <summary>Runs one step and lets everything end; false where the sweep cannot go on.</summary>
    private async Task<bool> StepAsync(string folder, double level, int length)
    {
        var number = _steps.Count + 1;
        Say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Step {number}: {level:0.###} {plan.Unit} for {(_warmup + (length * plan.MeasuredTimeAt(level))).TotalSeconds:0.#} s ..."
            )
        );
        var stepped = plan.WorkloadAt(workload, level, length, number, _warmup);
        RunOutcome outcome;
        try
        {
            await using var host = (await hosts.CreateAsync(stepped));
            outcome = await new RunExecution(stepped, host, signals, timeProvider, new LiveSettings(UiMode.Simple)).RunAsync(folder);
        }
        catch (OperationCanceledException) when (signals.Drain.IsCancellationRequested)
        {
            _notes.Add($"Stopped by hand before step {number}.");
            return false;
        }
        catch (EndpointException gone) when (_steps.Count > 0)
        {
            // The step before may have met its end already.
            (_serverIsGone, _died) = (true, _steps[^1].Met ? 0 : 1);
            _notes.Add($"{gone.Message} The sweep ends before step {number}.");
            return false;
        }

        _endpoints = outcome.Summary.Run.Endpoints;
        if (signals.Drain.IsCancellationRequested)
        {
            _notes.Add($"Stopped by hand in step {number}, which does not count.");
            return false;
        }

        var step = SweepSteps.Of(outcome, level, plan.ByRate);
        _steps.Add(step);
        Say(
            $"        {SweepText.Verdict(step)}: {NumberFormat.Number(step.TasksPerSecond)} tasks/s, p95 {NumberFormat.Seconds(step.LatencyP95Seconds)}"
        );
        foreach (var reason in step.Invalid)
        {
            Say($"        {reason}");
        }

        _serverIsGone =
            !step.Met
            && await hosts.FindUnreachableAsync(signals.Stop) is { } dead
            && Note($"{dead} The sweep ends at step {number}, whose figures hold its failures.");
        _died = _serverIsGone ? 1 : 0;
        var goesOn =
            !_serverIsGone
            && !(
                step.LatencyP95Seconds is null
                && Note("No task ended in the measured time of the last step: give it more with --step-time.")
            );
        Ripen(step, length);
        Save(folder, complete: false);
        return goesOn;
    }

    private bool Note(string text)
    {
        _notes.Add(text);
        return true;
    }

    /// <summary>The next window begins once tasks have had the time to end: what still fills up is no steady load.</summary>
    private void Ripen(SweepStep step, int length)
    {
        if ((step.Met || !step.Conclusive) && step.LatencyP95Seconds is { } seconds && step.Invalid.Count == 0)
        {
            var most = length * plan.MeasuredTimeAt(step.Level);
            _warmup = TimeSpan.FromSeconds(
                Math.Clamp(Math.Ceiling(seconds), _warmup.TotalSeconds, Math.Max(_warmup.TotalSeconds, most.TotalSeconds))
            );
        }
    }

    private static void Say(string line) => Console.Error.WriteLine(line);
}
