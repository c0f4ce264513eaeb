using System.CommandLine;
using System.Globalization;
using System.Net;
using AgentLoad.Client.Running;
using AgentLoad.Client.Telemetry;
using AgentLoad.Silo.Hosting;

namespace AgentLoad.Client.Commands.Silos;

/// <summary><c>agentload silo</c>: a host of agents that joins a cluster.</summary>
internal static class SiloCommand
{
    public static Command Create()
    {
        var redis = new Option<string>("--redis")
        {
            Description = "Redis where the silos of a cluster find each other: HOST:PORT, redis://… or rediss://… (TLS).",
            HelpName = "HOST:PORT",
            Required = true,
        };
        var cluster = new ClusterOptions();
        var name = new Option<string?>("--name")
        {
            Description = "Name of the silo (default: the machine's name and the port).",
            HelpName = "NAME",
        };
        var port = Port("--port", SiloSettings.DefaultSiloPort, "Port for other silos.");
        var gateway = Port("--gateway-port", SiloSettings.DefaultGatewayPort, "Port for clients.");
        var address = new Option<string?>("--address")
        {
            Description = "Address that other silos and clients reach this one at. Without it only this machine does.",
            HelpName = "IP",
        };
        var http = new Option<ListenAddress?>("--http")
        {
            Description = "Serves /healthz, /readyz and /metrics there; *:PORT lets other machines in.",
            HelpName = "[ADDRESS:]PORT",
            CustomParser = ListenAddress.Read,
        };
        var wait = new Option<int>("--wait")
        {
            Description = "Waits so long for Redis at its start, where that does not answer yet. (default 0)",
            HelpName = "SECONDS",
        };
        var telemetry = new TelemetryOptions();
        var command = new DetailedCommand(
            "silo",
            "Starts a silo: agents of runs on its cluster live there.",
            """
            Start one on every machine, all with the same Redis; 'agentload run --cluster redis://HOST:PORT' then uses them all.
            Keys that a workload names as ${NAME} are read from the environment of every silo.

            agentload silo --redis 10.0.0.5:6379 --address 10.0.0.7
            """
        )
        {
            redis,
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
                    cluster.Read(parsed, null, parsed.GetValue(redis)),
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
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        HostChoice choice,
        SiloSettings settings,
        TelemetrySettings telemetry,
        CancellationToken cancellationToken
    )
    {
        var address = ClusterConnector.GetAddress(choice);
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
            $"--address takes an IP address that others reach this machine at, not '{text}'.",
            ExitCode.BadInput
        );

    private static Option<int> Port(string name, int value, string description) =>
        new(name)
        {
            Description = $"{description} (default {value})",
            DefaultValueFactory = _ => value,
            HelpName = "PORT",
        };
}
