using Microsoft.AspNetCore.Http;

namespace AgentLoad.Simulation.Http;

/// <summary>Routes requests to handlers; answers unknown paths and methods.</summary>
internal sealed class NodeRouter
{
    private readonly Dictionary<string, (string Method, RequestDelegate Handler)> _routes;

    public NodeRouter(NodeService service)
    {
        var (calls, facts, openAi, health) = (
            new OllamaApi(service),
            new OllamaInfoApi(service),
            new OpenAiApi(service),
            new NodeHealth(service)
        );
        _routes = new()
        {
            ["/"] = ("GET", OllamaInfoApi.RootAsync),
            ["/healthz"] = ("GET", NodeHealth.AliveAsync),
            ["/readyz"] = ("GET", health.ReadyAsync),
            ["/metrics"] = ("GET", health.MetricsAsync),
            ["/api/version"] = ("GET", facts.VersionAsync),
            ["/api/tags"] = ("GET", facts.TagsAsync),
            ["/api/ps"] = ("GET", facts.LoadedAsync),
            ["/api/show"] = ("POST", facts.ShowAsync),
            ["/api/chat"] = ("POST", calls.ChatAsync),
            ["/api/generate"] = ("POST", calls.GenerateAsync),
            ["/api/pull"] = ("POST", new OllamaPullApi(service).PullAsync),
            ["/api/embed"] = ("POST", calls.EmbedAsync),
            ["/v1/models"] = ("GET", openAi.ModelsAsync),
            ["/v1/chat/completions"] = ("POST", openAi.ChatAsync),
        };
        if (service.Options.NoOp)
        {
            _routes["/api/chat"] = _routes["/api/generate"] = ("POST", NoOpApi.OllamaAsync);
            _routes["/v1/chat/completions"] = ("POST", NoOpApi.OpenAiAsync);
        }
    }

    public async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers["X-AgentLoad-Simulated"] = "true";
        try
        {
            await RouteAsync(context).ConfigureAwait(false);
        }
        catch (Exception problem)
            when (problem is OperationCanceledException or IOException or BadHttpRequestException
                && context.RequestAborted.IsCancellationRequested
            )
        {
            // The client disconnected while its request was read or its reply was written.
            context.Abort();
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if (!_routes.TryGetValue(context.Request.Path.Value ?? "/", out var route))
        {
            return Reply.SendAsync(context, 404, "text/plain", "404 page not found");
        }

        if (method == route.Method || (method == "HEAD" && route.Method == "GET"))
        {
            return route.Handler(context);
        }

        context.Response.Headers.Allow = route.Method;
        return Reply.SendAsync(context, 405, "text/plain", "405 method not allowed");
    }
}
