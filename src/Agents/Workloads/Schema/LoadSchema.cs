namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>The schema of a load.</summary>
internal static class LoadSchema
{
    /// <summary>Creates the schema of a load.</summary>
    public static ObjectKind Create() =>
        new(
            "load",
            "Number of agents and length of the run.",
            () => new LoadSettings(),
            [
                Field.On<LoadSettings, long>(
                    "agents",
                    Kinds.Integer(1, 1_000_000),
                    "Number of concurrent agents; in open loop, the maximum number.",
                    l => l.Agents,
                    (l, v) => l with { Agents = (int)v }
                ) with
                {
                    DefaultNote = $"{new LoadSettings().Agents}; {WorkloadRules.OpenLoopAgents} with arrivals",
                },
                Field.On<LoadSettings, ArrivalSettings>(
                    "arrivals",
                    ArrivalSchema.Arrivals(),
                    "Open loop: tasks arrive on a schedule, independent of the servers. "
                        + "If not set, each agent starts a task when its previous one has ended.",
                    l => l.Arrivals,
                    (l, v) => l with { Arrivals = v }
                ) with
                {
                    Sample = "{rate: 5/s}",
                },
                Field.On<LoadSettings, IReadOnlyList<AgentStage>>(
                    "stages",
                    new ListKind<AgentStage>(ArrivalSchema.AgentStages()),
                    "Closed loop: consecutive numbers of agents; the last one continues.",
                    l => l.Stages,
                    (l, v) => l with { Stages = v }
                ) with
                {
                    Sample = "[{agents: 10, for: 1m}, {agents: 50, for: 2m, ramp: true}]",
                },
                Field.On<LoadSettings, CurveSettings>(
                    "curve",
                    ArrivalSchema.Curve(),
                    "Closed loop: change of the number of agents over time; 'agents' is the peak.",
                    l => l.Curve,
                    (l, v) => l with { Curve = v }
                ) with
                {
                    Sample = "{kind: day, period: 10m}",
                },
                Field.On<LoadSettings, long>(
                    "tasks",
                    Kinds.Integer(1, 1_000_000_000),
                    "Total number of tasks; the run ends with the last one.",
                    l => l.Tasks,
                    (l, v) => l with { Tasks = v }
                ) with
                {
                    DefaultNote = $"{WorkloadRules.DefaultTasks} if there is no duration",
                },
                Field.On<LoadSettings, TimeSpan>(
                    "duration",
                    Kinds.Span(TimeSpan.FromMilliseconds(1)),
                    "Time during which tasks are started.",
                    l => l.Duration,
                    (l, v) => l with { Duration = v }
                ) with
                {
                    Sample = "5m",
                },
                Field.On<LoadSettings, TimeSpan>(
                    "ramp",
                    Kinds.Span(),
                    "Time over which the agents start one after another; 0s starts all of them immediately.",
                    l => l.Ramp,
                    (l, v) => l with { Ramp = v }
                ),
                Field.On<LoadSettings, TimeSpan>(
                    "warmup",
                    Kinds.Span(),
                    "Time at the start that is excluded from the measured window.",
                    l => l.Warmup,
                    (l, v) => l with { Warmup = v }
                ),
                Field.On<LoadSettings, TimeSpan>(
                    "cooldown",
                    Kinds.Span(),
                    "Time at the end of the duration that is excluded from the measured window.",
                    l => l.Cooldown,
                    (l, v) => l with { Cooldown = v }
                ),
                Field.On<LoadSettings, TimeSpan>(
                    "grace",
                    Kinds.Span(),
                    "Maximum time for running tasks to finish after the duration or after Ctrl-C.",
                    l => l.Grace,
                    (l, v) => l with { Grace = v }
                ),
            ]
        )
        {
            Validate = LoadRules.Load,
        };
}
