namespace AgentLoad.Inference.Endpoints;

/// <summary>A user-defined type. It can only be configured in a workload file, because loading it runs user code.</summary>
/// <param name="Assembly">Path of the assembly.</param>
/// <param name="Type">Full name of the type, including the namespace.</param>
public sealed record UserType(string Assembly, string Type);
