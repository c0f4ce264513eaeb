using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Dashboard;

namespace AgentLoad.Silo.Hosting;

/// <summary>
/// The dashboard of Orleans as part of a silo's host. The dashboard has no authentication: it is served on loopback, at an address with a
/// random token.
/// </summary>
internal static partial class DashboardSite
{
    /// <summary>Builds the host.</summary>
    /// <param name="builder">The silo's host.</param>
    /// <param name="port">Port on loopback; 0 for any free port.</param>
    public static WebApplication Build(WebApplicationBuilder builder, int port)
    {
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxConcurrentConnections = 64;
                kestrel.Listen(IPAddress.Loopback, port);
            });
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var expected = Encoding.ASCII.GetBytes(token);
        app.Use(
            (context, next) =>
            {
                if (!IsAllowed(context.Request, expected))
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;
                }

                context.Response.Headers.CacheControl = "no-store";
                context.Response.Headers["Referrer-Policy"] = "no-referrer";
                return next(context);
            }
        );
        app.UseRouting();
        app.MapOrleansDashboard($"/{token}");
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
            LogAddress(
                app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(DashboardSite)),
                $"{addresses.Addresses.First()}/{token}/"
            );
        });
        return app;
    }

    private static bool IsAllowed(HttpRequest request, byte[] token) =>
        // DNS rebinding: a foreign page that resolves to this address sends its own host name.
        request.Host.Host
            is "127.0.0.1"
                or "localhost"
        && request.Path.Value?.Split('/') is ["", var first, ..]
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(first), token);

    [LoggerMessage(LogLevel.Information, "Dashboard of Orleans: {Url}")]
    private static partial void LogAddress(ILogger log, string url);
}
