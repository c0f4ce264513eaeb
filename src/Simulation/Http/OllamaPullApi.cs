using AgentLoad.Simulation.Faults;
using AgentLoad.Simulation.Replies;
using Microsoft.AspNetCore.Http;

namespace AgentLoad.Simulation.Http;

/// <summary>
/// Ollama's native API: pulls a model from the library, with progress lines. Faults of the node interrupt a pull halfway.
/// </summary>
internal sealed class OllamaPullApi(NodeService service)
{
    private const int Parts = 20;

    private static readonly TimeSpan PartTime = TimeSpan.FromMilliseconds(50);

    public async Task PullAsync(HttpContext context)
    {
        var reader = RequestReader.Open(await Reply.ReadBodyAsync(context).ConfigureAwait(false), "PullRequest");
        var name = reader.Text("model") is { Length: > 0 } given ? given : reader.Text("name");
        if (reader.Error is null && name.Length == 0)
        {
            reader.Fail(400, "invalid model name");
        }

        if (reader.Error is { } error)
        {
            await Reply
                .SendAsync(context, error.Status, Reply.GinJson, $"{{\"error\":{GoJson.Quote(error.Message)}}}")
                .ConfigureAwait(false);
            return;
        }

        var fault = service.DrawFault();
        if (fault.Kind == FaultKind.Overload)
        {
            await Reply
                .SendAsync(context, 503, Reply.GinJson, $"{{\"error\":{GoJson.Quote(NodeService.Overloaded)}}}")
                .ConfigureAwait(false);
            return;
        }

        Reply.Start(context, 200, "application/x-ndjson");
        await LineAsync(context, "\"status\":\"pulling manifest\"").ConfigureAwait(false);
        if (Known(name) is { } model)
        {
            await DownloadAsync(context, model, fault).ConfigureAwait(false);
        }
        else
        {
            await LineAsync(context, "\"error\":\"pull model manifest: file does not exist\"").ConfigureAwait(false);
        }
    }

    private SimulatedModel? Known(string name) =>
        service.Find(name)
        ?? service.Options.Library.FirstOrDefault(model =>
            string.Equals(model.FullName, SimulatedModel.Tagged(name), StringComparison.OrdinalIgnoreCase)
        );

    private async Task DownloadAsync(HttpContext context, SimulatedModel model, FaultPlan fault)
    {
        for (var part = service.Find(model.Name) is null ? 0 : Parts; part <= Parts; part++)
        {
            if (part == Parts / 2 && await InjectFaultAsync(context, fault).ConfigureAwait(false))
            {
                return;
            }

            await LineAsync(
                    context,
                    $"\"status\":\"pulling {model.Digest[..12]}\",\"digest\":\"sha256:{model.Digest}\",\"total\":{model.Size},"
                        + $"\"completed\":{model.Size / Parts * part + (part == Parts ? model.Size % Parts : 0)}"
                )
                .ConfigureAwait(false);
            if (part < Parts)
            {
                await Task.Delay(PartTime, service.Time, context.RequestAborted).ConfigureAwait(false);
            }
        }

        service.Add(model);
        foreach (var status in (string[])["verifying sha256 digest", "writing manifest", "success"])
        {
            await LineAsync(context, $"\"status\":\"{status}\"").ConfigureAwait(false);
        }
    }

    /// <summary>Injects the fault of the pull; returns true if the pull has ended.</summary>
    private async Task<bool> InjectFaultAsync(HttpContext context, FaultPlan fault)
    {
        if (fault.Kind == FaultKind.Reset)
        {
            context.Abort();
        }

        if (fault.Kind == FaultKind.Error)
        {
            await LineAsync(context, "\"error\":\"max retries exceeded: unexpected EOF\"").ConfigureAwait(false);
        }

        if (fault.Kind == FaultKind.Malformed)
        {
            await context.Response.WriteAsync("{\"status\":\"pul\n", context.RequestAborted).ConfigureAwait(false);
        }

        if (fault.Kind is FaultKind.Stall or FaultKind.Slow)
        {
            await Task.Delay(TimeSpan.FromSeconds(fault.Seconds), service.Time, context.RequestAborted).ConfigureAwait(false);
        }

        return fault.Kind is FaultKind.Reset or FaultKind.Error or FaultKind.Incomplete;
    }

    private static async Task LineAsync(HttpContext context, string fields)
    {
        await context.Response.WriteAsync($"{{{fields}}}\n", context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
