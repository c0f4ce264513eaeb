using System.Net;
using System.Text;
using AgentLoad.Client.Commands;
using AgentLoad.Measurement.Exposition;
using AgentLoad.Simulation.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace AgentLoad.Client.Telemetry;

/// <summary>
/// HTTP server for probes and scrapers. <c>/healthz</c> is liveness: this process responds, regardless of others. <c>/readyz</c> is
/// readiness: new work can be accepted. <c>/metrics</c> returns the metrics.
/// </summary>
internal sealed class HealthServer : IAsyncDisposable
{
    private const int MaxConnections = 256;

    private readonly WebApplication _server;
    private readonly ScrapeMonitor _scrapes;

    private HealthServer(WebApplication server, ScrapeMonitor scrapes, string url) => (_server, _scrapes, Url) = (server, scrapes, url);

    /// <summary>URL of the server.</summary>
    public string Url { get; }

    /// <summary>Scrapes of /metrics.</summary>
    public ScrapeMonitor Scrapes => _scrapes;

    /// <summary>Starts the server.</summary>
    /// <param name="listen">Listen address.</param>
    /// <param name="notReady">Returns the reason why the process is not ready; null if it is ready.</param>
    /// <param name="metrics">Returns the current metrics.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="UserErrorException">The port is in use.</exception>
    public static async Task<HealthServer> StartAsync(
        ListenAddress listen,
        Func<CancellationToken, Task<string?>> notReady,
        Func<IReadOnlyList<MetricFamily>> metrics,
        CancellationToken cancellationToken
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder
            .WebHost.UseKestrelCore()
            .LimitConnections(MaxConnections)
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                if (listen.Address is { } address)
                {
                    kestrel.Listen(new IPEndPoint(address, listen.Port));
                }
                else
                {
                    kestrel.ListenAnyIP(listen.Port);
                }
            });
        var scrapes = new ScrapeMonitor(TimeProvider.System);
        var server = builder.Build();
        server.Run(context => AnswerAsync(context, notReady, metrics, scrapes));
        try
        {
            await server.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            await server.DisposeAsync();
            throw new UserErrorException(
                $"Cannot serve /metrics on port {listen.Port}: {e.Message} Choose another port; 0 selects a free one."
            );
        }

        return new HealthServer(
            server,
            scrapes,
            server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
    }

    private static async Task AnswerAsync(
        HttpContext context,
        Func<CancellationToken, Task<string?>> notReady,
        Func<IReadOnlyList<MetricFamily>> metrics,
        ScrapeMonitor scrapes
    )
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            await SendAsync(context, 405, "text/plain", "405 method not allowed\n");
            return;
        }

        switch (context.Request.Path.Value)
        {
            case "/healthz":
                await SendAsync(context, 200, "text/plain", "ok\n");
                break;
            case "/readyz":
                await (
                    await notReady(context.RequestAborted) is { } reason
                        ? SendAsync(context, 503, "text/plain", $"not ready: {reason}\n")
                        : SendAsync(context, 200, "text/plain", "ready\n")
                );
                break;
            case "/metrics":
                var isOpen = context.Request.Headers.Accept.Any(accept =>
                    accept?.Contains("application/openmetrics-text", StringComparison.Ordinal) == true
                );
                scrapes.Begin();
                var text = MetricsText.Write(metrics(), isOpen);
                context.Response.OnCompleted(scrapes.EndAsync);
                await SendAsync(context, 200, isOpen ? MetricsText.OpenMetricsType : MetricsText.PrometheusType, text);
                break;
            default:
                await SendAsync(context, 404, "text/plain", "404 not found; use /healthz, /readyz or /metrics\n");
                break;
        }
    }

    private static async Task SendAsync(HttpContext context, int status, string contentType, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        (context.Response.StatusCode, context.Response.ContentType, context.Response.ContentLength) = (status, contentType, bytes.Length);
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
