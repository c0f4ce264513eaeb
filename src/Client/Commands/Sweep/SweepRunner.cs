using System.Globalization;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Live;
using AgentLoad.Client.Reports;
using AgentLoad.Client.Results;
using AgentLoad.Client.Running;
using AgentLoad.Inference;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Sweeps;

namespace AgentLoad.Client.Commands.Sweep;

/// <summary>Runs the steps of a sweep, each as a run, until the largest load that meets the SLO is known.</summary>
/// <param name="workload">Workload of every step; the plan replaces its load.</param>
/// <param name="plan">Levels, step length and limits.</param>
/// <param name="hosts">Creates the agent host of each step.</param>
/// <param name="folder">Folder for the runs and sweep.json.</param>
/// <param name="timeProvider">Time provider.</param>
internal sealed class SweepRunner(Workload workload, SweepPlan plan, IAgentHostFactory hosts, string folder, TimeProvider timeProvider)
{
    private readonly List<SweepStep> _steps = [];
    private readonly List<string> _notes = [];
    private readonly Salt _salt = workload.Salt.Draw();
    private readonly DateTimeOffset _started = timeProvider.GetUtcNow();
    private IReadOnlyList<EndpointFacts> _endpoints = [];
    private TimeSpan _warmup = plan.Warmup;
    private bool _serverUnreachable;
    private int _discardedSteps;

    /// <summary>True if the agents run in this process.</summary>
    public bool HasAgentsInProcess { get; init; }

    /// <summary>True if a simulated node runs in this process.</summary>
    public bool HasNodeInProcess { get; init; }

    /// <summary>Progress display of each step; null for none.</summary>
    public LiveSettings? Live { get; init; }

    /// <summary>Receives progress lines for the user.</summary>
    public Action<string> Report { get; init; } = static _ => { };

    /// <summary>Runs the sweep. The result is saved after each step, so that an interrupted sweep can be read.</summary>
    public async Task<SweepOutcome> RunAsync(StopTokens tokens)
    {
        if (plan.Ladder.Count > 0)
        {
            await RunLadderAsync(tokens);
        }
        else
        {
            await SearchAsync(tokens);
        }

        if (Verdict() is { ClientLimited: { } client, FirstFailed: { } failed })
        {
            _notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The load generator fell behind at {client:0.###} {plan.Unit} but not at {failed:0.###}: "
                        + $"another process used its CPU. Repeat the sweep on an idle machine."
                )
            );
        }

        return new SweepOutcome(
            Save(complete: !tokens.Drain.IsCancellationRequested),
            tokens.Drain.IsCancellationRequested,
            _serverUnreachable
        );
    }

    private async Task RunLadderAsync(StopTokens tokens)
    {
        foreach (var level in plan.Ladder)
        {
            if (!await RunStepAsync(level, 1, tokens))
            {
                return;
            }
        }
    }

    private async Task SearchAsync(StopTokens tokens)
    {
        var search = new CapacitySearch(plan.Start, plan.Precision, plan.MaxSteps, isInteger: !plan.ByRate);
        while (search.Next() is { } next && next.Level <= SweepPlan.MaxLevel && await RunStepAsync(next.Level, next.Length, tokens))
        {
            var step = _steps[^1];
            search.Report(step.Level, step.Met, step.Conclusive, plan.ByRate ? step.TasksPerSecond : null);
            if (SweepLimits.StopReason(_steps, plan.Unit) is { } reason)
            {
                _notes.Add(reason);
                return;
            }
        }

        if (!search.IsFound && _notes.Count == 0 && SweepLimits.UnknownKneeReason(search, plan, _steps.Count) is { } unknown)
        {
            _notes.Add(unknown);
        }
    }

    /// <summary>Runs one step. Returns false if the sweep cannot continue.</summary>
    private async Task<bool> RunStepAsync(double level, int length, StopTokens tokens)
    {
        var number = _steps.Count + 1;
        var seconds = (_warmup + (length * plan.MeasuredTimeAt(level))).TotalSeconds;
        Report(string.Create(CultureInfo.InvariantCulture, $"Step {number}: {level:0.###} {plan.Unit} for {seconds:0.#} s ..."));
        // Every step has its own salt: otherwise it would find the prompts of the previous step in the server's cache.
        var stepWorkload = plan.WorkloadAt(workload, level, length, number, _warmup) with
        {
            Salt = _salt.Part($"step{number}"),
        };
        RunOutcome outcome;
        try
        {
            await using var host = (await hosts.CreateAsync(stepWorkload));
            var execution = new RunExecution(stepWorkload, host, tokens, timeProvider, Live)
            {
                HasAgentsInProcess = HasAgentsInProcess,
                HasNodeInProcess = HasNodeInProcess,
            };
            outcome = await execution.RunAsync(folder);
        }
        catch (OperationCanceledException) when (tokens.Drain.IsCancellationRequested)
        {
            _notes.Add($"Stopped by the user before step {number}.");
            return false;
        }
        catch (EndpointException unreachable) when (_steps.Count > 0)
        {
            // The server may have died during the previous step, so a failed verdict of that step is discarded.
            (_serverUnreachable, _discardedSteps) = (true, _steps[^1].Met ? 0 : 1);
            _notes.Add($"{unreachable.Message} The sweep ends before step {number}.");
            return false;
        }

        _endpoints = outcome.Summary.Run.Endpoints;
        if (tokens.Drain.IsCancellationRequested)
        {
            _notes.Add($"Stopped by the user during step {number}, which is not counted.");
            return false;
        }

        var step = SweepSteps.Of(outcome, level, plan.ByRate, workload.MaxFailed);
        _steps.Add(step);
        ReportStep(step);
        var canContinue = await CheckServersAsync(step, number, tokens.Stop);
        if (canContinue && outcome.Summary.Strategies.All(row => row.LatencySeconds is null))
        {
            _notes.Add("No task of the measured time of the last step ended: increase it with --step-time.");
            canContinue = false;
        }

        ExtendWarmup(step, length);
        Save(complete: false);
        return canContinue;
    }

    private void ReportStep(SweepStep step)
    {
        var (rate, latency) = (NumberFormat.Number(step.TasksPerSecond), SweepText.LatencyText(step, step.LatencyP95Seconds));
        Report($"        {SweepText.Verdict(step)}: {rate} tasks/s, p95 {latency}");
        foreach (var reason in step.Invalid)
        {
            Report($"        {reason}");
        }

        if (step.CutOffTasks > 0)
        {
            Report($"        {NumberFormat.Count(step.CutOffTasks)} tasks were cut off: they count as slower than every bound");
        }
    }

    /// <summary>After a failed step, checks that the model servers still answer. Returns false if one does not.</summary>
    private async Task<bool> CheckServersAsync(SweepStep step, int number, CancellationToken cancellationToken)
    {
        if (step.Met || await hosts.FindUnreachableAsync(cancellationToken) is not { } unreachable)
        {
            return true;
        }

        (_serverUnreachable, _discardedSteps) = (true, 1);
        _notes.Add($"{unreachable} The sweep ends at step {number}; the results of this step include the failures.");
        return false;
    }

    /// <summary>Extends the warm-up to the task latency, so that the next window measures a steady state.</summary>
    private void ExtendWarmup(SweepStep step, int length)
    {
        if ((step.Met || !step.Conclusive) && step.LatencyP95Seconds is { } seconds && step.Invalid.Count == 0)
        {
            var max = length * plan.MeasuredTimeAt(step.Level);
            _warmup = TimeSpan.FromSeconds(
                Math.Clamp(Math.Ceiling(seconds), _warmup.TotalSeconds, Math.Max(_warmup.TotalSeconds, max.TotalSeconds))
            );
        }
    }

    /// <summary>Computes the verdict without the step at which a server died: that step says nothing about its level.</summary>
    private SweepVerdict Verdict() => SweepVerdict.Of(_steps.SkipLast(_discardedSteps));

    private SweepResult Save(bool complete)
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
            LimitingResource = verdict.LimitingResource ?? (_serverUnreachable ? "model server: no longer answers" : null),
            Notes = [.. _notes],
            Steps = [.. _steps],
        };
        SweepFolder.Save(folder, result);
        return result;
    }
}
