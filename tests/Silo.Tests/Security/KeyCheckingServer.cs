using System.Collections.Concurrent;
using AgentLoad.Simulation;
using AgentLoad.Simulation.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace AgentLoad.Silo.Tests.Security;

/// <summary>A model server that looks at keys: what it does with a call depends on the key, then a simulated node answers.</summary>
internal sealed class KeyCheckingServer : IAsyncDisposable
{
    private readonly SimulatedNode _node;
    private readonly WebApplication _server;
    private readonly HttpClient _client = new();

    private KeyCheckingServer(SimulatedNode node, WebApplication server) => (_node, _server) = (node, server);

    public string Url { get; private set; } = "";

    /// <summary>Keys that were shown to it.</summary>
    public ConcurrentDictionary<string, int> Keys { get; } = [];

    /// <summary>Starts it.</summary>
    /// <param name="judge">What happens to a call with a key: its number with this key and the request; false to let it through.</param>
    public static async Task<KeyCheckingServer> StartAsync(Func<string, int, HttpContext, Task<bool>> judge)
    {
        var node = await SimulatedNode.StartAsync(
            new SimulatedNodeOptions { Models = [new SimulatedModel("simulated:8b")] },
            new ProseReplyGenerator(),
            TimeProvider.System,
            CancellationToken.None
        );
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var gatekeeper = new KeyCheckingServer(node, builder.Build());
        gatekeeper._server.Run(async context =>
        {
            var key = context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
            var number = gatekeeper.Keys.AddOrUpdate(key, 1, static (_, n) => n + 1);
            if (!await judge(key, number, context))
            {
                await gatekeeper.PassOnAsync(context);
            }
        });
        await gatekeeper._server.StartAsync();
        gatekeeper.Url = gatekeeper._server.Urls.Single();
        return gatekeeper;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _node.DisposeAsync();
        _client.Dispose();
    }

    private async Task PassOnAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), _node.Url + context.Request.Path);
        if (context.Request.Method == "POST")
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await using var body = await answer.Content.ReadAsStreamAsync();
        await body.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
