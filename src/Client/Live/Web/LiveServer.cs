using System.Net;
using System.Security.Cryptography;
using System.Text;
using AgentLoad.Client.Reports.Html;
using AgentLoad.Simulation.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace AgentLoad.Client.Live.Web;

/// <summary>
/// Serves the live page on loopback, read-only, at a URL with a random token. A slow or disconnected browser blocks only its own
/// connection.
/// </summary>
internal sealed class LiveServer : IAsyncDisposable
{
    private const int MaxConnections = 64;

    private readonly WebApplication _server;
    private readonly byte[] _token;
    private readonly string? _script;
    private volatile LivePage _page;

    private LiveServer(WebApplication server, string token, LiveFrame first, string? script) =>
        (_server, _token, _script, _page) = (server, Encoding.ASCII.GetBytes(token), script, new LivePage(first, script));

    /// <summary>URL of the page.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Starts the server.</summary>
    /// <param name="port">Port; 0 for any free port.</param>
    /// <param name="first">Frame to serve until the first call of <see cref="Show"/>.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static Task<LiveServer> StartAsync(int port, LiveFrame first, CancellationToken cancellationToken) =>
        StartAsync(port, first, PageAssets.LiveScript, cancellationToken);

    /// <summary>Starts the server with the given script; if it is null, the page reloads periodically.</summary>
    internal static async Task<LiveServer> StartAsync(int port, LiveFrame first, string? script, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder
            .WebHost.UseKestrelCore()
            .LimitConnections(MaxConnections)
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = 0;
                kestrel.Listen(IPAddress.Loopback, port);
            });
        var app = builder.Build();
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var server = new LiveServer(app, token, first, script);
        app.Run(server.AnswerAsync);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException problem)
        {
            await app.DisposeAsync();
            throw problem.InnerException is AddressInUseException
                ? new IOException(
                    $"Port {port} for the live page is in use: choose another port with --web, or omit the port to use a free one.",
                    problem
                )
                : problem;
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        server.Url = $"{addresses.Addresses.First()}/{token}/";
        return server;
    }

    /// <summary>Sets the current frame.</summary>
    public void Show(LiveFrame frame) => _page = new LivePage(frame, _script);

    /// <summary>Stops the server immediately and drops open connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var page = _page;
        return ResolveResource(context.Request) switch
        {
            "" => SendAsync(context, "text/html; charset=utf-8", page.Page),
            "data" => SendAsync(context, "application/json", page.Data),
            _ => NotFound(context),
        };
    }

    /// <summary>Returns the requested resource below the token; null if the request is not valid.</summary>
    private string? ResolveResource(HttpRequest request)
    {
        // DNS rebinding: a foreign page that resolves to this address sends its own host name.
        if (
            !HttpMethods.IsGet(request.Method)
            || request.Host.Host is not ("127.0.0.1" or "localhost")
            || request.Path.Value?.Split('/') is not ["", var token, var rest]
        )
        {
            return null;
        }

        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), _token) ? rest : null;
    }

    private async Task SendAsync(HttpContext context, string type, byte[] body)
    {
        var (response, headers) = (context.Response, context.Response.Headers);
        headers.ContentSecurityPolicy = LivePage.Policy(_script);
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.ContentType = type;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
