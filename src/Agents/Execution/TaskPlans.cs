using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.UserAgents;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Execution;

/// <summary>Turns planned tasks into what a session needs: the group's strategy, behavior and role bindings.</summary>
internal sealed class TaskPlans
{
    private readonly Dictionary<string, Runtime> _groups;
    private readonly IStrategy _baseline = StrategyCatalog.Find("direct")!.CreateWith();
    private readonly RunPrompts _prompts = new();
    private readonly Salt _salt;
    private readonly Salt _baselineSalt;

    /// <param name="workload">A validated workload.</param>
    /// <param name="bind">The binding of a group's role.</param>
    public TaskPlans(Workload workload, Func<AgentGroup, string, RoleBinding> bind)
    {
        _groups = workload.Groups.ToDictionary(group => group.Name, group => Compose(group, bind), StringComparer.Ordinal);
        (_salt, _baselineSalt) = (workload.Salt, workload.Salt.Part("baseline"));
    }

    /// <summary>Returns the plan of a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="agent">The agent that does it.</param>
    /// <param name="intendedStart">Seconds since the start of the run.</param>
    public TaskPlan For(PlannedTask task, int agent, double intendedStart)
    {
        var group = task.Group;
        var runtime = _groups[group.Name];
        return new TaskPlan
        {
            Id = task.Id,
            Attempt = task.Attempt,
            Agent = agent,
            Group = group.Name,
            IsBaseline = task.IsBaseline,
            IntendedStart = intendedStart,
            Problem = task.Problem,
            Strategy = task.IsBaseline ? _baseline : runtime.Strategy,
            Behaviour = group.IsShaped ? new ShapedBehaviour(runtime.Profile(task.Problem.Kind), task.Seed) : runtime.Live,
            Seed = task.Seed,
            Salt = task.IsBaseline ? _baselineSalt : _salt,
            RunPrompts = _prompts,
            Roles = runtime.Roles,
            CanMove = task.IsBaseline || group.Agent is null,
            Retry = group.Retry,
            Budget = group.Budget,
            Deadline = group.Deadline,
        };
    }

    private static Runtime Compose(AgentGroup group, Func<AgentGroup, string, RoleBinding> bind)
    {
        return new Runtime(
            group.Agent is { } agent ? UserAgentFactory.Create(agent) : Create(group.Strategy),
            new LiveBehaviour(),
            kind => group.DrivingProfile is { } name ? BehaviourProfile.Find(name)! : BehaviourProfile.For(kind),
            group
                .Roles.Keys.Append("default")
                .Distinct(StringComparer.Ordinal)
                .ToDictionary(role => role, role => bind(group, role), StringComparer.Ordinal)
        );
    }

    private static IStrategy Create(Choice strategy)
    {
        var entry = StrategyCatalog.Find(strategy.Name)!;
        return entry.Create(new Settings(entry.Parameters, strategy.Values));
    }

    private sealed record Runtime(
        IStrategy Strategy,
        LiveBehaviour Live,
        Func<string, BehaviourProfile> Profile,
        IReadOnlyDictionary<string, RoleBinding> Roles
    );
}
