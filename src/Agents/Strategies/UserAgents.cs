using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Strategies;

/// <summary>Makes strategies of users' own agents. What runs them is not part of every build.</summary>
public static class UserAgents
{
    private static Func<UserAgent, IStrategy>? _make;

    /// <summary>Says what runs users' agents. Call before the first workload is run.</summary>
    public static void Register(Func<UserAgent, IStrategy> make) => _make = make;

    /// <summary>A strategy that has the agent solve problems; the agent is made anew for each.</summary>
    /// <exception cref="NotSupportedException">Nothing in this build runs users' agents.</exception>
    public static IStrategy Create(UserAgent agent) => _make is { } make
        ? make(agent)
        : throw new NotSupportedException("This build does not run agents of your own: it was built without Semantic Kernel, whose packages the NuGet feeds lacked.");
}
