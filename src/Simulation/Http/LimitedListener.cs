using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace AgentLoad.Simulation.Http;

/// <summary>
/// Listens with a limit of open connections, and closes further connections before it accepts the next one. Kestrel's own limit does not
/// bound a burst: it accepts connections faster than it closes those over the limit. A process without a free file cannot load an assembly
/// and ends.
/// </summary>
internal static class LimitedListener
{
    /// <summary>Limits the open connections of each endpoint of a server.</summary>
    /// <param name="server">Server.</param>
    /// <param name="maxConnections">Maximum number of open connections of an endpoint.</param>
    public static IWebHostBuilder LimitConnections(this IWebHostBuilder server, int maxConnections) =>
        // Kestrel uses the factory that was registered last.
        server.ConfigureServices(services =>
            services.AddSingleton<IConnectionListenerFactory>(provider => new Factory(
                ActivatorUtilities.CreateInstance<SocketTransportFactory>(provider),
                maxConnections
            ))
        );

    private sealed class Factory(SocketTransportFactory sockets, int maxConnections) : IConnectionListenerFactory
    {
        public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
            new Listener(await sockets.BindAsync(endpoint, cancellationToken).ConfigureAwait(false), maxConnections);
    }

    private sealed class Listener(IConnectionListener inner, int maxConnections) : IConnectionListener
    {
        private int _open;

        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (await inner.AcceptAsync(cancellationToken).ConfigureAwait(false) is { } connection)
            {
                if (Volatile.Read(ref _open) < maxConnections)
                {
                    Interlocked.Increment(ref _open);
                    return new Connection(connection, this);
                }

                connection.Abort();
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            return null;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        public void Closed() => Interlocked.Decrement(ref _open);
    }

    /// <summary>A connection that counts as open until its file is closed.</summary>
    private sealed class Connection(ConnectionContext inner, Listener listener) : ConnectionContext
    {
        private int _disposed;

        public override string ConnectionId
        {
            get => inner.ConnectionId;
            set => inner.ConnectionId = value;
        }

        public override Microsoft.AspNetCore.Http.Features.IFeatureCollection Features => inner.Features;

        public override IDictionary<object, object?> Items
        {
            get => inner.Items;
            set => inner.Items = value;
        }

        public override System.IO.Pipelines.IDuplexPipe Transport
        {
            get => inner.Transport;
            set => inner.Transport = value;
        }

        public override EndPoint? LocalEndPoint
        {
            get => inner.LocalEndPoint;
            set => inner.LocalEndPoint = value;
        }

        public override EndPoint? RemoteEndPoint
        {
            get => inner.RemoteEndPoint;
            set => inner.RemoteEndPoint = value;
        }

        public override CancellationToken ConnectionClosed
        {
            get => inner.ConnectionClosed;
            set => inner.ConnectionClosed = value;
        }

        public override void Abort() => inner.Abort();

        public override void Abort(ConnectionAbortedException abortReason) => inner.Abort(abortReason);

        public override async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                listener.Closed();
            }
        }
    }
}
