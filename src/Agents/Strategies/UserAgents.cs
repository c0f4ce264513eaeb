using AgentLoad.Agents.Workloads;
using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Agents.Strategies;

/// <summary>Makes strategies of users' own agents. What runs them is not part of every build.</summary>
public static class UserAgents
{
    private const string NotBuiltIn = "This build does not run agents of your own: it was built without Semantic Kernel, whose packages the NuGet feeds lacked.";

    private static Func<UserAgent, IStrategy>? _make;
    private static Func<UserType, string?> _errorOf = static _ => NotBuiltIn;

    /// <summary>Says what runs users' agents. Call before the first workload is run.</summary>
    /// <param name="make">Makes a strategy of an agent.</param>
    /// <param name="errorOf">Says what is wrong with a type that is to be an agent; null for nothing.</param>
    public static void Register(Func<UserAgent, IStrategy> make, Func<UserType, string?> errorOf) => (_make, _errorOf) = (make, errorOf);

    /// <summary>What is wrong with a type that is to be an agent in this process, in one line; null for nothing. Runs none of the user's code.</summary>
    public static string? ErrorOf(UserType named) => _errorOf(named);

    /// <summary>A strategy that has the agent solve problems; the agent is made anew for each.</summary>
    /// <exception cref="NotSupportedException">Nothing in this build runs users' agents.</exception>
    public static IStrategy Create(UserAgent agent) => _make is { } make
        ? make(agent)
        : throw new NotSupportedException(NotBuiltIn);
}
