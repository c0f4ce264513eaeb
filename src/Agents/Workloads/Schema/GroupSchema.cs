namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>The schema of an agent group.</summary>
internal static class GroupSchema
{
    /// <summary>Creates the schema of a group.</summary>
    public static ObjectKind Create(WorkloadInputs inputs) =>
        new(
            "group",
            "A kind of agent.",
            () => new AgentGroup { Problem = new("", NoValues), Strategy = new("", NoValues) },
            [
                Field.On<AgentGroup, string>(
                    "name",
                    Kinds.Name(".+ "),
                    "Name in records and reports; unique.",
                    g => g.Name,
                    (g, v) => g with { Name = v }
                ) with
                {
                    DefaultNote = "the strategy's name",
                },
                Field.On<AgentGroup, double>(
                    "weight",
                    Kinds.Number(0, 1e6, isAbove: true),
                    "Share of the tasks relative to the other groups.",
                    g => g.Weight,
                    (g, v) => g with { Weight = v }
                ),
                Field.On<AgentGroup, Choice>(
                    "problem",
                    ChoiceKind.Problems(inputs),
                    "The problem to solve: a name, or a mapping with 'kind' and settings.",
                    g => g.Problem,
                    (g, v) => g with { Problem = v }
                ) with
                {
                    IsRequired = true,
                },
                Field.On<AgentGroup, Choice>(
                    "strategy",
                    ChoiceKind.Strategies(inputs),
                    "The strategy that solves it: a name, or a mapping with 'kind' and settings.",
                    g => g.Agent is null ? g.Strategy : null,
                    (g, v) => g with { Strategy = v }
                ) with
                {
                    DefaultNote = "required, unless 'agent' is set",
                },
                Field.On<AgentGroup, UserAgent>(
                    "agent",
                    UserTypeSchema.Agent(inputs),
                    "Your Semantic Kernel agent instead of a strategy. Loading it runs your code.",
                    g => g.Agent,
                    (g, v) => g with { Agent = v, Strategy = new(v.ShortName, NoValues) }
                ) with
                {
                    Sample = "{assembly: MyAgents.dll, type: MyAgents.MyAgent}",
                },
                Field.On<AgentGroup, DrivingKind.Value>(
                    "driving",
                    new DrivingKind(inputs.DrivingProfiles),
                    "live: the model's text decides. shaped: a seeded behavior model decides.",
                    g => new DrivingKind.Value(g.IsShaped, g.DrivingProfile),
                    (g, v) => g with { IsShaped = v.IsShaped, DrivingProfile = v.Profile }
                ),
                Field.On<AgentGroup, OptionSettings>(
                    "options",
                    OptionSchema.Create(),
                    "Generation options; options that are not set use the strategy's value.",
                    g => g.Options,
                    (g, v) => g with { Options = v }
                ),
                Field.On<AgentGroup, long>(
                    "agents",
                    Kinds.Integer(1, 1_000_000),
                    "The group's own number of agents, in closed loop, or, with its own arrivals, the maximum number of concurrent agents. "
                        + "If not set, the group shares the load of the workload.",
                    g => g.Agents,
                    (g, v) => g with { Agents = (int)v }
                ) with
                {
                    Sample = "5",
                },
                Field.On<AgentGroup, ArrivalSettings>(
                    "arrivals",
                    ArrivalSchema.Arrivals(),
                    "The group's own arrivals, in open loop. If not set, the group shares the load of the workload.",
                    g => g.Arrivals,
                    (g, v) => g with { Arrivals = v }
                ) with
                {
                    Sample = "{rate: 5/s}",
                },
                Field.On<AgentGroup, TimeSpan>(
                    "thinkTime",
                    Kinds.Span(),
                    "Pause between two tasks of an agent; in open loop, other agents take the tasks that arrive during the pause.",
                    g => g.ThinkTime,
                    (g, v) => g with { ThinkTime = v }
                ),
                Field.On<AgentGroup, IReadOnlyDictionary<string, RoleSettings>>(
                    "roles",
                    new MapKind<RoleSettings>(new RoleKind(OptionSchema.Create())),
                    "Endpoint, model or options of roles of the strategy (planner, worker, critic, small, large, ...) "
                        + "that differ from 'default'.",
                    g => g.Roles,
                    (g, v) => g with { Roles = v }
                ) with
                {
                    Sample = "{critic: big}",
                },
                Field.On<AgentGroup, TimeSpan>(
                    "deadline",
                    Kinds.Span(TimeSpan.FromMilliseconds(1)),
                    "Timeout of a call.",
                    g => g.Deadline,
                    (g, v) => g with { Deadline = v }
                ),
                Field.On<AgentGroup, bool>(
                    "spread",
                    Kinds.Flag(),
                    "Whether wide waves of a task's calls (tree-of-thoughts, self-consistency) are distributed over the silos "
                        + "of a cluster. "
                        + "Not applied with a budget of calls, tokens or money.",
                    g => g.Spread,
                    (g, v) => g with { Spread = v }
                ),
                Field.On<AgentGroup, BudgetSettings>(
                    "budget",
                    LimitSchema.Budget(),
                    "Limits of one task.",
                    g => g.Budget,
                    (g, v) => g with { Budget = v }
                ),
                Field.On<AgentGroup, RetrySettings>(
                    "retry",
                    LimitSchema.Retry(),
                    "Retries of failed calls. By default no call is retried.",
                    g => g.Retry,
                    (g, v) => g with { Retry = v }
                ),
            ]
        )
        {
            Validate = (context, map, path, value) =>
            {
                WorkloadRules.CheckProblemFits(context, map, path, (AgentGroup)value, inputs);
                WorkloadRules.CheckRoles(context, map, path, (AgentGroup)value, inputs);
                return WorkloadRules.Group(context, map, path, value);
            },
        };

    private static IReadOnlyDictionary<string, object> NoValues { get; } = new Dictionary<string, object>();
}
