using System.Globalization;

namespace AgentLoad.Testing;

/// <summary>Starts silos as processes: <c>agentload silo</c>.</summary>
internal static class Silos
{
    /// <summary>Starts a silo on free ports and waits until it is up.</summary>
    /// <param name="folder">Working directory of the silo.</param>
    /// <param name="redis">Redis, as <c>--redis</c> takes it.</param>
    /// <param name="name">Name of the silo.</param>
    /// <param name="options">More options.</param>
    public static async Task<AgentLoadProcess> UpAsync(string folder, string redis, string name, params string[] options)
    {
        var silo = Start(folder, [], redis, name, options);
        await silo.LineAsync("is up on");
        return silo;
    }

    /// <summary>Starts a silo on a machine of a network and waits until it is up.</summary>
    public static async Task<AgentLoadProcess> UpOnAsync(TestNetwork network, int machine, string folder, string redis, string name)
    {
        var silo = AgentLoadProcess.StartBy(
            network.LauncherOf(machine),
            folder,
            "silo",
            "--redis",
            redis,
            "--name",
            name,
            "--address",
            TestNetwork.AddressOf(machine)
        );
        await silo.LineAsync("is up on");
        return silo;
    }

    /// <summary>Starts a silo on free ports.</summary>
    public static AgentLoadProcess Start(
        string folder,
        Dictionary<string, string> environment,
        string redis,
        string name,
        params string[] options
    ) =>
        AgentLoadProcess.Start(
            folder,
            environment,
            ["silo", "--redis", redis, "--name", name, "--port", Port(), "--gateway-port", Port(), .. options]
        );

    private static string Port() => FreePort.Next().ToString(CultureInfo.InvariantCulture);
}
