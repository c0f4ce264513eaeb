using System.Reflection;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>The silo of this process.</summary>
internal sealed class LocalSilo(ILocalSiloDetails details)
{
    /// <summary>Version of agentload.</summary>
    public static string Version { get; } =
        typeof(LocalSilo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public string Name => details.Name;

    /// <summary>Its address, in the form that keys of grains have.</summary>
    public string Address { get; } = details.SiloAddress.ToParsableString();
}
