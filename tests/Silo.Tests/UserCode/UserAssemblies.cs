namespace AgentLoad.Silo.Tests.UserCode;

/// <summary>Assemblies with agents, as their users build them.</summary>
internal static class UserAssemblies
{
    /// <summary>That of examples/own-agent.</summary>
    public static string Example =>
        Path.Combine(Root(AppContext.BaseDirectory), "examples", "own-agent", "bin", "Release", "net10.0", "OwnAgent.dll");

    /// <summary>One whose agents misbehave.</summary>
    public static string Misbehaving =>
        Path.Combine(Root(AppContext.BaseDirectory), "tests", "Agents.Tests", "bin", "Release", "net10.0", "AgentLoad.Agents.Tests.dll");

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "AgentLoad.sln")) ? folder : Root(Path.GetDirectoryName(folder)!);
}
