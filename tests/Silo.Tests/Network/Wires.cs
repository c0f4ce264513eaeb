using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace AgentLoad.Silo.Tests.Network;

/// <summary>
/// A network of its own: one machine in the middle and others around it, each a network namespace, whose cables can be cut. Skips the test
/// where namespaces cannot be made.
/// </summary>
internal sealed class Wires : IDisposable
{
    private static int _networks;

    private readonly string _name;
    private readonly int _machines;

    private Wires(string name, int machines) => (_name, _machines) = (name, machines);

    /// <summary>Address of the machine in the middle.</summary>
    public static string Middle => "10.77.0.1";

    /// <summary>What has a command run on the machine in the middle.</summary>
    public string[] InTheMiddle => ["ip", "netns", "exec", Hub];

    private string Hub => $"{_name}hub";

    public static Wires Lay(int machines)
    {
        var wires = new Wires(
            string.Create(CultureInfo.InvariantCulture, $"al{Environment.ProcessId}n{Interlocked.Increment(ref _networks)}"),
            machines
        );
        if (TryIp("netns", "add", wires.Hub) is { } reason)
        {
            Assert.Skip($"no network namespaces here: {reason}");
        }

        try
        {
            Ip("-n", wires.Hub, "link", "set", "lo", "up");
            Ip("-n", wires.Hub, "link", "add", "bridge", "type", "bridge");
            Ip("-n", wires.Hub, "addr", "add", $"{Middle}/24", "dev", "bridge");
            Ip("-n", wires.Hub, "link", "set", "bridge", "up");
            for (var i = 0; i < machines; i++)
            {
                Ip("netns", "add", wires.Machine(i));
                Ip("-n", wires.Machine(i), "link", "set", "lo", "up");
                Ip("-n", wires.Hub, "link", "add", Cable(i), "type", "veth", "peer", "name", "eth0", "netns", wires.Machine(i));
                Ip("-n", wires.Hub, "link", "set", Cable(i), "master", "bridge", "up");
                Ip("-n", wires.Machine(i), "addr", "add", $"{Address(i)}/24", "dev", "eth0");
                Ip("-n", wires.Machine(i), "link", "set", "eth0", "up");
            }

            return wires;
        }
        catch
        {
            wires.Dispose();
            throw;
        }
    }

    /// <summary>What has a command run on a machine.</summary>
    public string[] On(int machine) => ["ip", "netns", "exec", Machine(machine)];

    /// <summary>Address of a machine.</summary>
    public static string Address(int machine) => string.Create(CultureInfo.InvariantCulture, $"10.77.0.{machine + 2}");

    /// <summary>From now on the machine reaches nobody.</summary>
    public void Cut(int machine) => Ip("-n", Hub, "link", "set", Cable(machine), "down");

    /// <summary>Ends <see cref="Cut"/>.</summary>
    public void Mend(int machine) => Ip("-n", Hub, "link", "set", Cable(machine), "up");

    /// <summary>Machines that were parted reach the middle, but not each other.</summary>
    public void Part(int machine) => Ip("-n", Hub, "link", "set", Cable(machine), "type", "bridge_slave", "isolated", "on");

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
