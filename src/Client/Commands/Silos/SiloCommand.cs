using System.CommandLine;
using System.Globalization;
using System.Net;
using AgentLoad.Client.Running;
using AgentLoad.Client.Telemetry;
using AgentLoad.Silo.Hosting;

namespace AgentLoad.Client.Commands.Silos;

/// <summary><c>agentload silo</c>: starts a silo that joins a cluster and hosts agents.</summary>
internal static class SiloCommand
{
    public static Command Create()
    {
        var cluster = ClusterOptions.ForSilos();
        var name = new Option<string?>("--name") { Description = "Name of the silo (default: machine name and port).", HelpName = "NAME" };
        var port = Port("--port", SiloSettings.DefaultSiloPort, "Port for connections from other silos.");
        var gateway = Port("--gateway-port", SiloSettings.DefaultGatewayPort, "Port for connections from clients.");
        var address = new Option<string?>("--address")
        {
            Description = "Address advertised to other silos and clients (default: loopback).",
            HelpName = "IP",
        };
        var http = new Option<ListenAddress?>("--http")
        {
            Description = "Serve /healthz, /readyz and /metrics at this address; *:PORT listens on all interfaces.",
            HelpName = "[ADDRESS:]PORT",
            CustomParser = ListenAddress.Read,
        };
        var wait = new Option<int>("--wait")
        {
            Description = "Maximum time to wait for Redis at startup (default 0).",
            HelpName = "SECONDS",
        };
        var telemetry = new TelemetryOptions();
        var command = new DetailedCommand(
            "silo",
            "Starts a silo that hosts agents of the runs on its cluster.",
            """
            Start one silo on every machine, all with the same Redis; 'agentload run --cluster redis://HOST:PORT' then uses all of
            them. API keys that a workload references as ${NAME} are read from the environment of each silo.

            agentload silo --redis 10.0.0.5:6379 --address 10.0.0.7
            """
        )
        {
            name,
            port,
            gateway,
            address,
            http,
            wait,
        };
        cluster.AddTo(command);
        telemetry.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    cluster.Read(parsed),
                    new SiloSettings
                    {
                        Name =
                            parsed.GetValue(name)
                            ?? string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{parsed.GetValue(port)}"),
                        RedisTimeout = TimeSpan.FromSeconds(parsed.GetValue(wait)),
                        SiloPort = parsed.GetValue(port),
                        GatewayPort = parsed.GetValue(gateway),
                        Address = AddressOf(parsed.GetValue(address)),
                        ListenOnAnyAddress =
                            parsed.GetValue(address) is not null && !SiloPorts.IsOfThisMachine(AddressOf(parsed.GetValue(address))),
                    },
                    telemetry.Read(parsed, parsed.GetValue(http)),
                    TimeProvider.System,
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        HostChoice choice,
        SiloSettings settings,
        TelemetrySettings telemetry,
        TimeProvider timeProvider,
        CancellationToken cancellationToken
    )
    {
        var address = ClusterConnector.GetAddress(choice, timeProvider);
        using var signals = new StopSignals(static _ => { });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.Drain);
        await using var exported = TelemetryHost.Create(telemetry, "silo", settings.Name);
        var watch = new SiloReadiness(exported.Observer, exported.Logs);
        try
        {
            if (await exported.ServeAsync(() => watch.NotReadyReason, cancellationToken) is { } url)
            {
                await Console.Error.WriteLineAsync($"Metrics at {url}/metrics.");
            }

            await SiloProcess.RunAsync(
                settings with
                {
                    Redis = address.Redis,
                    ClusterId = address.ClusterId,
                    RedisAuthority = address.RedisAuthority,
                    Tls = address.Tls,
                },
                static line => Console.Error.WriteLine(line),
                watch,
                stop.Token
            );
            return ExitCode.Success;
        }
        catch (ClusterException e)
        {
            throw new UserErrorException(e.Message);
        }
    }

    private static IPAddress AddressOf(string? text) =>
        text is null ? IPAddress.Loopback
        : IPAddress.TryParse(text, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) ? address
        : throw new UserErrorException(
            $"--address is '{text}'; expected an IP address at which other machines can reach this one.",
            ExitCode.BadInput
        );

    private static Option<int> Port(string name, int value, string description) =>
        new(name)
        {
            Description = $"{description[..^1]} (default {value}).",
            DefaultValueFactory = _ => value,
            HelpName = "PORT",
        };
}
