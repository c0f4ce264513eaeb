using System.CommandLine;
using AgentLoad.Client.Hosting;
using AgentLoad.Client.Telemetry;

namespace AgentLoad.Client.Commands.Silos;

/// <summary><c>agentload silo</c>: starts a silo that joins a cluster and hosts agents.</summary>
internal static class SiloCommand
{
    public static Command Create()
    {
        var cluster = ClusterOptions.ForSilos();
        var name = new Option<string?>("--name") { Description = "Name of the silo (default: machine name and port).", HelpName = "NAME" };
        var port = Port("--port", "Port for connections from other silos (default: the first free port from 11111).");
        var gateway = Port("--gateway-port", "Port for connections from clients (default: the first free port from 30000).");
        var address = new Option<string?>("--address")
        {
            Description = "Address advertised to other silos and clients (default: that of the interface that reaches Redis).",
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
        var dashboard = new Option<int?>("--dashboard")
        {
            Description = "Serve the dashboard of Orleans on loopback, on this or a free port. Its address contains a random token.",
            HelpName = "PORT",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var telemetry = new TelemetryOptions();
        var logging = new LogOptions();
        var command = new DetailedCommand(
            "silo",
            "Starts a silo that hosts agents of the runs on its cluster.",
            """
            Start one silo on every machine, all with the same Redis; 'agentload run --cluster redis://HOST:PORT' then uses all of
            them. API keys that a workload references as ${NAME} are read from the environment of each silo.

            Every option is also a key of section Silo in appsettings.json and an environment variable: --gateway-port is
            Silo:GatewayPort and AGENTLOAD_Silo__GatewayPort. The command line overrides the environment, which overrides the file.

            agentload silo --redis 10.0.0.5:6379
            """
        )
        {
            name,
            port,
            gateway,
            address,
            http,
            wait,
            dashboard,
        };
        cluster.AddTo(command);
        telemetry.AddTo(command);
        logging.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                SiloJob.ExecuteAsync(
                    HostConfiguration.Load(parsed, command, SiloOptions.Section, logging),
                    TimeProvider.System,
                    cancellationToken
                )
        );
        return command;
    }

    private static Option<int?> Port(string name, string description) => new(name) { Description = description, HelpName = "PORT" };
}
