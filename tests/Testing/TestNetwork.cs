using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace AgentLoad.Testing;

/// <summary>
/// A network of namespaces: a hub and machines that are connected to it and can be disconnected. Skips the test if namespaces cannot be
/// created.
/// </summary>
internal sealed class TestNetwork : IDisposable
{
    private static int _networks;

    private readonly string _name;
    private readonly int _machines;

    private TestNetwork(string name, int machines) => (_name, _machines) = (name, machines);

    /// <summary>Address of the hub.</summary>
    public static string HubAddress => "10.77.0.1";

    /// <summary>Command prefix that runs a command on the hub.</summary>
    public string[] HubLauncher => ["ip", "netns", "exec", Hub];

    private string Hub => $"{_name}hub";

    /// <summary>Creates the network.</summary>
    public static TestNetwork Create(int machines)
    {
        var network = new TestNetwork(
            string.Create(CultureInfo.InvariantCulture, $"al{Environment.ProcessId}n{Interlocked.Increment(ref _networks)}"),
            machines
        );
        if (TryIp("netns", "add", network.Hub) is { } reason)
        {
            Assert.Skip($"network namespaces are not available: {reason}");
        }

        try
        {
            Ip("-n", network.Hub, "link", "set", "lo", "up");
            Ip("-n", network.Hub, "link", "add", "bridge", "type", "bridge");
            Ip("-n", network.Hub, "addr", "add", $"{HubAddress}/24", "dev", "bridge");
            Ip("-n", network.Hub, "link", "set", "bridge", "up");
            for (var i = 0; i < machines; i++)
            {
                Ip("netns", "add", network.Machine(i));
                Ip("-n", network.Machine(i), "link", "set", "lo", "up");
                Ip("-n", network.Hub, "link", "add", Cable(i), "type", "veth", "peer", "name", "eth0", "netns", network.Machine(i));
                Ip("-n", network.Hub, "link", "set", Cable(i), "master", "bridge", "up");
                Ip("-n", network.Machine(i), "addr", "add", $"{AddressOf(i)}/24", "dev", "eth0");
                Ip("-n", network.Machine(i), "link", "set", "eth0", "up");
            }

            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Returns the command prefix that runs a command on a machine.</summary>
    public string[] LauncherOf(int machine) => ["ip", "netns", "exec", Machine(machine)];

    /// <summary>Returns the address of a machine.</summary>
    public static string AddressOf(int machine) => string.Create(CultureInfo.InvariantCulture, $"10.77.0.{machine + 2}");

    /// <summary>Disconnects a machine from all others.</summary>
    public void Disconnect(int machine) => Ip("-n", Hub, "link", "set", Cable(machine), "down");

    /// <summary>Connects a disconnected machine again.</summary>
    public void Reconnect(int machine) => Ip("-n", Hub, "link", "set", Cable(machine), "up");

    /// <summary>Isolates a machine from other isolated machines. It still reaches the hub.</summary>
    public void Isolate(int machine) => Ip("-n", Hub, "link", "set", Cable(machine), "type", "bridge_slave", "isolated", "on");

    public void Dispose()
    {
        for (var i = 0; i < _machines; i++)
        {
            TryIp("netns", "del", Machine(i));
        }

        TryIp("netns", "del", Hub);
    }

    private string Machine(int machine) => string.Create(CultureInfo.InvariantCulture, $"{_name}m{machine}");

    private static string Cable(int machine) => string.Create(CultureInfo.InvariantCulture, $"cable{machine}");

    private static void Ip(params string[] args)
    {
        if (TryIp(args) is { } reason)
        {
            throw new InvalidOperationException($"ip {string.Join(' ', args)}: {reason}");
        }
    }

    private static string? TryIp(params string[] args)
    {
        try
        {
            using var ip = Process.Start(new ProcessStartInfo("ip", args) { RedirectStandardError = true })!;
            var error = ip.StandardError.ReadToEnd();
            ip.WaitForExit();
            return ip.ExitCode == 0 ? null : error.Trim();
        }
        catch (Win32Exception e)
        {
            return $"{e.Message} (Debian: apt-get install iproute2)";
        }
    }
}
