using System.Net;
using AgentLoad.Inference.Transport;
using AgentLoad.Simulation.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace AgentLoad.Simulation.Http;

/// <summary>A simulated node that serves Ollama's API and the OpenAI API over HTTP until it is disposed.</summary>
public sealed class SimulatedNode : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly NodePump _pump;
    private readonly NodeService _service;

    private SimulatedNode(WebApplication server, NodePump pump, NodeService service, string url) =>
        (this._server, this._pump, this._service, Url) = (server, pump, service, url);

    /// <summary>Where it listens, such as <c>http://127.0.0.1:11434</c>.</summary>
    public string Url { get; }

    /// <summary>What it has done so far.</summary>
    public NodeStatistics Statistics => _pump.Statistics;

    /// <summary>Starts a node.</summary>
    /// <param name="options">How it is served.</param>
    /// <param name="generator">What its models say.</param>
    /// <param name="timeProvider">Its clock; with the system's it runs in real time.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="IOException">It cannot listen there; the message names the port and what to do.</exception>
    /// <exception cref="ArgumentException">The options cannot be; the message says which.</exception>
    public static async Task<SimulatedNode> StartAsync(
        SimulatedNodeOptions options,
        IReplyGenerator generator,
        TimeProvider timeProvider,
        CancellationToken cancellationToken
    )
    {
        if (!IPAddress.TryParse(options.Host == "localhost" ? "127.0.0.1" : options.Host, out var address))
        {
            throw new ArgumentException($"cannot listen on '{options.Host}': write an IP address of this machine, such as 127.0.0.1");
        }

        var pump = new NodePump(new Node(options.Profile), timeProvider);
        var server = Build(new IPEndPoint(address, options.Port));
        var service = new NodeService(options, generator, pump, timeProvider);
        server.Run(new NodeRouter(service).HandleAsync);
        try
        {
            await server.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            pump.Dispose();
            await server.DisposeAsync().ConfigureAwait(false);
            if (problem is not IOException and not System.Net.Sockets.SocketException)
            {
                throw;
            }

            throw new IOException(Explain(options, problem), problem);
        }

        return new(
            server,
            pump,
            service,
            server
                .Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>()
                .Features.GetRequiredFeature<IServerAddressesFeature>()
                .Addresses.First()
        );
    }

    /// <summary>From now on <c>/readyz</c> says that no more calls should come here; those that come are served.</summary>
    public void Leave() => _service.IsDraining = true;

    /// <summary>Waits until no call is under way, for so long at most.</summary>
    /// <param name="longest">The longest wait.</param>
    /// <param name="cut">Ends the wait.</param>
    public async Task IdleAsync(TimeSpan longest, CancellationToken cut)
    {
        for (
            var began = _service.Time.GetTimestamp();
            !_pump.IsIdle && _service.Time.GetElapsedTime(began) < longest && !cut.IsCancellationRequested;

        )
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), _service.Time, cut).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Calls in flight end first, so that the server has nothing to wait for.
        _pump.Dispose();
        await _server.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
    }

    private static WebApplication Build(IPEndPoint endpoint)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = null;
                // Turned away rather than accepted with the last file: a process without one ends.
                kestrel.Limits.MaxConcurrentConnections = OpenFiles.ForConnections(OpenFiles.Limit);
                kestrel.Limits.MinResponseDataRate = null;
                kestrel.Limits.MinRequestBodyDataRate = null;
                kestrel.Listen(endpoint);
            });

        // A line is sent by the thread that wrote it: one hop less between its due time and the wire.
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        return builder.Build();
    }

    private static string Explain(SimulatedNodeOptions options, Exception problem)
    {
        var inUse = problem is AddressInUseException || problem.InnerException is AddressInUseException;
        return inUse
            ? $"port {options.Port} on {options.Host} is in use: stop what listens there, or choose another port (0 takes a free one)"
            : $"cannot listen on {options.Host} port {options.Port}: {problem.Message}";
    }
}
