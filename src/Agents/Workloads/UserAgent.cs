using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Agents.Workloads;

/// <summary>An agent of the user's own, in their assembly. Only a workload file names one, because to load it is to run the user's code.</summary>
public sealed record UserAgent
{
    /// <summary>Path of the assembly.</summary>
    public string Assembly { get; init; } = "";

    /// <summary>Name of the agent's class, with its namespace.</summary>
    public string Type { get; init; } = "";

    /// <summary>Most steps of a task: calls and functions together.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>Longest time that a task may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest time that a function may take.</summary>
    public TimeSpan FunctionTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest result of a function in characters; what is longer is cut before the model sees it.</summary>
    public int FunctionResult { get; init; } = 64_000;

    /// <summary>The class to load.</summary>
    public UserType Class => new(Assembly, Type);

    /// <summary>The class's own name.</summary>
    public string ShortName => Type[(Type.LastIndexOfAny(['.', '+']) + 1)..];
}
