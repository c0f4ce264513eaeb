using System.CommandLine;
using System.Globalization;
using AgentLoad.Measurement.Slo;

namespace AgentLoad.Client.Commands.Sweep;

/// <summary><c>agentload sweep</c>: the largest load that meets an SLO.</summary>
internal static class SweepCommand
{
    public static Command Create()
    {
        var workload = new Argument<string?>("WORKLOAD") { Description = "Workload file (YAML).", Arity = ArgumentArity.ZeroOrOne };
        var inputs = new WorkloadOptions();
        var by = new Option<string>("--by")
        {
            Description = "What is raised: rate (tasks/s, open loop) or agents (closed loop).",
            DefaultValueFactory = _ => "rate",
            HelpName = "WHAT",
        };
        by.AcceptOnlyFromAmong("rate", "agents");
        var start = new Option<double>("--start")
        {
            Description = "First level.",
            DefaultValueFactory = _ => 1,
            HelpName = "N",
        };
        var steps = new Option<string?>("--steps") { Description = "A fixed ladder instead of a search: 1,2,4,8.", HelpName = "LIST" };
        var most = new Option<int>("--max-steps")
        {
            Description = "Most steps of a search.",
            DefaultValueFactory = _ => 12,
            HelpName = "N",
        };
        var precision = new Option<double>("--precision")
        {
            Description = "How close the knee is bracketed, as a share.",
            DefaultValueFactory = _ => 0.04,
            HelpName = "SHARE",
        };
        var length = new Option<string>("--step-time")
        {
            Description = "Measured time of a step.",
            DefaultValueFactory = _ => "30s",
            HelpName = "TIME",
        };
        var warmup = new Option<string>("--step-warmup")
        {
            Description = "Time before it that is not measured.",
            DefaultValueFactory = _ => "5s",
            HelpName = "TIME",
        };
        var output = new Option<string>("--out")
        {
            Description = "Folder for results; a sweep gets a folder of its own in it.",
            DefaultValueFactory = _ => "runs",
            HelpName = "DIR",
        };
        var cluster = ClusterOptions.Where("Redis of a cluster of silos to run the steps on (agentload silo).");
        var clusterOptions = new ClusterOptions();
        var command = new DetailedCommand(
            "sweep",
            "Finds the largest load that meets an SLO.",
            """
            Raises the load by factors of four until a step fails, then narrows down; between steps all tasks end. A step fails that
            misses a clause, gets less done than is offered, or loses more than 5 % of its tasks. The workload's own load is
            replaced; its groups share by weight.
            Every step is saved as a run; the result is sweep.json beside them.
            Exit status: 0 a level met the SLO, 99 none did, 98 the client gave in first, 2 bad input, 1 anything else.

            agentload sweep --strategy react --slo task.latency:p95:le:5s
            agentload sweep workload.yaml --by agents --steps 1,2,4,8,16
            """
        )
        {
            workload,
            by,
            start,
            steps,
            most,
            precision,
            length,
            warmup,
            output,
            cluster,
        };
        inputs.AddTo(command);
        clusterOptions.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                inputs.RejectLoadOptions(
                    parsed,
                    "a sweep sets the load of its steps itself; --by, --start, --steps and --step-time say how."
                );
                var resolved = (
                    inputs.Read(parsed, parsed.GetValue(workload)) with
                    {
                        AllowMissingKeys = parsed.GetValue(cluster) is not null,
                    }
                )
                    .Resolve()
                    .WriteHints();
                var plan = new SweepPlan(
                    parsed.GetValue(by) == "rate",
                    Positive("--start", parsed.GetValue(start), SweepPlan.MaxLevel),
                    Ladder(parsed.GetValue(steps), parsed.GetValue(by) != "rate"),
                    (int)Positive("--max-steps", parsed.GetValue(most)),
                    Positive("--precision", parsed.GetValue(precision)),
                    Span("--step-time", parsed.GetValue(length)!),
                    Span("--step-warmup", parsed.GetValue(warmup)!)
                );
                return resolved.Slo.Count > 0 || plan.Ladder.Count > 0
                    ? SweepJob.ExecuteAsync(
                        resolved,
                        plan,
                        clusterOptions.Read(parsed, null, parsed.GetValue(cluster)),
                        parsed.GetValue(output)!,
                        cancellationToken
                    )
                    : throw new UserErrorException(
                        "A sweep needs an SLO to meet: --slo task.latency:p95:le:30s, or 'slo' in the workload.",
                        ExitCode.BadInput
                    );
            }
        );
        return command;
    }

    private static double Positive(string option, double value, double most = double.MaxValue) =>
        value > 0 && value <= most
            ? value
            : throw new UserErrorException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{option} is {value}; it must be above 0{(most < double.MaxValue ? $" and at most {most}" : "")}."
                ),
                ExitCode.BadInput
            );

    private static TimeSpan Span(string option, string text) =>
        SloClause.TryParse($"task.latency:p95:le:{text}", out var clause, out _) && clause.Bound is > 0 and < 1e6
            ? TimeSpan.FromSeconds(clause.Bound)
            : throw new UserErrorException($"{option} is '{text}'; it is a time such as 500ms, 30s or 2m.", ExitCode.BadInput);

    private static IReadOnlyList<double> Ladder(string? text, bool whole)
    {
        var levels =
            text?.Split(',', StringSplitOptions.TrimEntries)
                .Select(part =>
                    double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var level)
                    && level is > 0 and <= SweepPlan.MaxLevel
                    && (!whole || level % 1 == 0)
                        ? level
                        : double.NaN
                )
                .ToArray()
            ?? [];
        return levels.Any(double.IsNaN)
            ? throw new UserErrorException(
                $"--steps is '{text}'; it is a list of {(whole ? "numbers of agents" : "tasks/s")} such as 1,2,4.",
                ExitCode.BadInput
            )
            : levels;
    }
}
