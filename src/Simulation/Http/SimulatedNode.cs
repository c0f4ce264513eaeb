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
internal sealed class SimulatedNode : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly NodePump _pump;
    private readonly NodeService _service;

    private SimulatedNode(WebApplication server, NodePump pump, NodeService service, string url) =>
        (this._server, this._pump, this._service, Url) = (server, pump, service, url);

    /// <summary>Base address, such as <c>http://127.0.0.1:11434</c>.</summary>
    public string Url { get; }

    /// <summary>Statistics since the start.</summary>
    public NodeStatistics Statistics => _pump.Statistics;

    /// <summary>Starts a node.</summary>
    /// <param name="options">Options of the node.</param>
    /// <param name="generator">Generates the replies of its models.</param>
    /// <param name="timeProvider">Clock; the system clock runs the node in real time.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="IOException">The address is not available; the message contains the port and the fix.</exception>
    /// <exception cref="ArgumentException">An option is invalid; the message names it.</exception>
    public static async Task<SimulatedNode> StartAsync(
        SimulatedNodeOptions options,
        IReplyGenerator generator,
        TimeProvider timeProvider,
        CancellationToken cancellationToken
    )
    {
        if (!IPAddress.TryParse(options.Host == "localhost" ? "127.0.0.1" : options.Host, out var address))
        {
            throw new ArgumentException($"cannot listen on '{options.Host}': expected an IP address of this machine, such as 127.0.0.1");
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

    /// <summary>Makes <c>/readyz</c> report that the node is not ready; further calls are still served.</summary>
    public void Drain() => _service.IsDraining = true;

    /// <summary>Waits until no call is running, up to a maximum time.</summary>
    /// <param name="longest">Maximum time to wait.</param>
    /// <param name="cut">Cancels the wait.</param>
    public async Task WaitForIdleAsync(TimeSpan longest, CancellationToken cut)
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
            // A process without a free file fails.
            .LimitConnections(OpenFiles.ConnectionLimit(OpenFiles.Limit))
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = null;
                kestrel.Limits.MinResponseDataRate = null;
                kestrel.Limits.MinRequestBodyDataRate = null;
                kestrel.Listen(endpoint);
            });

        // The thread that writes a line also sends it, which avoids a thread switch between the due time and the network.
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        return builder.Build();
    }

    private static string Explain(SimulatedNodeOptions options, Exception problem)
    {
        var inUse = problem is AddressInUseException || problem.InnerException is AddressInUseException;
        return inUse
            ? $"port {options.Port} on {options.Host} is in use: stop the process that listens on it, "
                + "or choose another port (0 selects a free one)"
            : $"cannot listen on {options.Host} port {options.Port}: {problem.Message}";
    }
}
