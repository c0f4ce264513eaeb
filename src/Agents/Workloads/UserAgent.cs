using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Agents.Workloads;

/// <summary>A user's agent in the user's assembly. It can only be set in a workload file, because loading it runs user code.</summary>
public sealed record UserAgent
{
    /// <summary>Path of the assembly.</summary>
    public string Assembly { get; init; } = "";

    /// <summary>Full name of the agent's class.</summary>
    public string Type { get; init; } = "";

    /// <summary>Maximum number of steps of a task: calls and functions together.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>Timeout of a task.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Timeout of a function.</summary>
    public TimeSpan FunctionTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Maximum length of a function's result in characters; longer results are truncated before the model receives them.</summary>
    public int FunctionResult { get; init; } = 64_000;

    /// <summary>The class to load.</summary>
    public UserType Class => new(Assembly, Type);

    /// <summary>Name of the class without its namespace.</summary>
    public string ShortName => Type[(Type.LastIndexOfAny(['.', '+']) + 1)..];
}
