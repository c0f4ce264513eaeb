using System.CommandLine;
using System.Globalization;
using AgentLoad.Measurement.Slo;

namespace AgentLoad.Client.Commands.Sweep;

/// <summary><c>agentload sweep</c>: finds the largest load that meets an SLO.</summary>
internal static class SweepCommand
{
    public static Command Create()
    {
        var workload = new Argument<string?>("WORKLOAD") { Description = "Workload file (YAML).", Arity = ArgumentArity.ZeroOrOne };
        var inputs = new WorkloadOptions();
        var by = new Option<string>("--by")
        {
            Description = "Load to increase: rate (tasks/s, open loop) or agents (closed loop).",
            DefaultValueFactory = _ => "rate",
            HelpName = "rate|agents",
        };
        by.AcceptOnlyFromAmong("rate", "agents");
        var start = new Option<double>("--start")
        {
            Description = "First load level.",
            DefaultValueFactory = _ => 1,
            HelpName = "N",
        };
        var steps = new Option<string?>("--steps")
        {
            Description = "Fixed load levels instead of a search, for example 1,2,4,8.",
            HelpName = "LIST",
        };
        var maxSteps = new Option<int>("--max-steps")
        {
            Description = "Maximum number of steps of a search.",
            DefaultValueFactory = _ => 12,
            HelpName = "N",
        };
        var precision = new Option<double>("--precision")
        {
            Description = "Relative width of the interval that must contain the knee.",
            DefaultValueFactory = _ => 0.04,
            HelpName = "SHARE",
        };
        var length = new Option<string>("--step-time")
        {
            Description = "Measured time of each step.",
            DefaultValueFactory = _ => "30s",
            HelpName = "TIME",
        };
        var warmup = new Option<string>("--step-warmup")
        {
            Description = "Warm-up time before the measured time.",
            DefaultValueFactory = _ => "5s",
            HelpName = "TIME",
        };
        var output = new Option<string>("--out")
        {
            Description = "Folder for results; each sweep creates a subfolder.",
            DefaultValueFactory = _ => "runs",
            HelpName = "DIR",
        };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var junit = JUnitReport.CreateOption();
        var cluster = ClusterOptions.ForRuns();
        var command = new DetailedCommand(
            "sweep",
            "Finds the largest load that meets an SLO.",
            """
            Multiplies the load by four until a step fails, then narrows the interval; all tasks end before the next step starts.
            A step fails if it violates an SLO, falls behind the offered load, or more of its tasks fail than --max-failed allows. The sweep
            replaces the load settings of the workload; its groups share the load by weight.
            Every step is saved as a run; sweep.json contains the result.
            Exit status: 0 a level met the SLO, 99 no level did, 98 the load generator saturated first, 2 bad input, 1 any other
            error.

            agentload sweep --strategy react --slo task.latency:p95:le:5s
            agentload sweep workload.yaml --by agents --steps 1,2,4,8,16
            """
        )
        {
            workload,
            by,
            start,
            steps,
            maxSteps,
            precision,
            length,
            warmup,
            output,
            json,
            junit,
        };
        inputs.AddTo(command);
        cluster.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                inputs.RejectLoadOptions(parsed, "a sweep sets the load of each step. Use --by, --start, --steps and --step-time.");
                var resolved = (inputs.Read(parsed, parsed.GetValue(workload)) with { AllowMissingKeys = cluster.HasCluster(parsed) })
                    .Resolve()
                    .WriteHints();
                var plan = new SweepPlan(
                    parsed.GetValue(by) == "rate",
                    RequirePositive("--start", parsed.GetValue(start), SweepPlan.MaxLevel),
                    ParseLadder(parsed.GetValue(steps), parsed.GetValue(by) != "rate"),
                    (int)RequirePositive("--max-steps", parsed.GetValue(maxSteps)),
                    RequirePositive("--precision", parsed.GetValue(precision)),
                    ParseTime("--step-time", parsed.GetValue(length)!),
                    ParseTime("--step-warmup", parsed.GetValue(warmup)!)
                );
                return resolved.Slo.Count > 0 || plan.Ladder.Count > 0
                    ? SweepJob.ExecuteAsync(
                        resolved,
                        plan,
                        cluster.Read(parsed),
                        parsed.GetValue(output)!,
                        parsed.GetValue(json),
                        parsed.GetValue(junit),
                        cancellationToken
                    )
                    : throw new UserErrorException(
                        "A sweep needs an SLO: use --slo task.latency:p95:le:30s, or 'slo' in the workload.",
                        ExitCode.BadInput
                    );
            }
        );
        return command;
    }

    private static double RequirePositive(string option, double value, double max = double.MaxValue) =>
        value > 0 && value <= max
            ? value
            : throw new UserErrorException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{option} is {value}; it must be above 0{(max < double.MaxValue ? $" and at most {max}" : "")}."
                ),
                ExitCode.BadInput
            );

    private static TimeSpan ParseTime(string option, string text) =>
        SloClause.TryParse($"task.latency:p95:le:{text}", out var clause, out _) && clause.Bound is > 0 and < 1e6
            ? TimeSpan.FromSeconds(clause.Bound)
            : throw new UserErrorException($"{option} is '{text}'; expected a time such as 500ms, 30s or 2m.", ExitCode.BadInput);

    private static IReadOnlyList<double> ParseLadder(string? text, bool whole)
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
                $"--steps is '{text}'; expected a list of {(whole ? "numbers of agents" : "tasks/s")} such as 1,2,4.",
                ExitCode.BadInput
            )
            : levels;
    }
}
