using System.Net;
using System.Security.Cryptography;
using System.Text;
using AgentLoad.Client.Reports.Html;
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
/// Serves the live page on loopback, under an address that nobody can guess, to read only. A browser that is slow or gone holds up its
/// own connection and nothing else.
/// </summary>
internal sealed class LiveServer : IAsyncDisposable
{
    private const int MostConnections = 64;

    private readonly WebApplication _server;
    private readonly byte[] _token;
    private readonly string? _script;
    private volatile LivePage _page;

    private LiveServer(WebApplication server, string token, LiveFrame first, string? script) =>
        (_server, _token, _script, _page) = (server, Encoding.ASCII.GetBytes(token), script, new LivePage(first, script));

    /// <summary>Address of the page.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Starts to serve.</summary>
    /// <param name="port">Port, 0 for any that is free.</param>
    /// <param name="first">What is shown until <see cref="Show"/>.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<LiveServer> StartAsync(int port, LiveFrame first, CancellationToken cancellationToken) =>
        StartAsync(port, first, PageAssets.LiveScript, cancellationToken);

    /// <summary>The same with a script of choice; without one the page loads itself anew.</summary>
    internal static async Task<LiveServer> StartAsync(int port, LiveFrame first, string? script, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxConcurrentConnections = MostConnections;
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
                    $"Port {port} for the live page is taken: name another with --web, or none to take one that is free.",
                    problem
                )
                : problem;
        }

        server.Url =
            $"{app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()}/{token}/";
        return server;
    }

    /// <summary>The run as it now is.</summary>
    public void Show(LiveFrame frame) => _page = new LivePage(frame, _script);

    /// <summary>Ends at once, whoever still looks.</summary>
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

    /// <summary>What is asked for below the token; null where the question is none of ours.</summary>
    private string? ResolveResource(HttpRequest request)
    {
        // A page elsewhere whose name was made to lead here would send its own name.
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
