namespace AgentLoad.Inference.Endpoints;

/// <summary>A type of the user's. Only a workload file names one, because to load it is to run the user's code.</summary>
/// <param name="Assembly">Path of the assembly.</param>
/// <param name="Type">Name of the type, with its namespace.</param>
public sealed record UserType(string Assembly, string Type);
