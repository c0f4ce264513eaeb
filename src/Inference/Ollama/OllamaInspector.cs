using System.Text.Json;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Ollama;

/// <summary>Reads what an Ollama server says of itself and of a model: version, list, details, what is loaded. Loads nothing.</summary>
internal sealed class OllamaInspector(Probe probe)
{
    /// <exception cref="EndpointException">Not an Ollama server, or without the model.</exception>
    public async Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken)
    {
        var version = await probe.AskAsync("api/version", null, Probe.Patience, cancellationToken).ConfigureAwait(false);
        if (!version.IsJson || version.Body.Text("version") is not { } number)
        {
            throw await OtherServerAsync(version, cancellationToken).ConfigureAwait(false);
        }

        var tags = await probe.AskAsync("api/tags", null, Probe.Patience, cancellationToken).ConfigureAwait(false);
        string[] names = [.. tags.Body.Items("models").Select(m => m.Text("name")).OfType<string>()];
        string? name = names.FirstOrDefault(n => n == model) ?? names.FirstOrDefault(n => n == model + ":latest");
        if (name is null)
        {
            throw new EndpointException(
                $"Model '{model}' is not on {probe.Url}; it has: {(names.Length == 0 ? "none" : string.Join(", ", names.Take(10)))}{(names.Length > 10 ? ", …" : "")}. Get it with 'ollama pull {model}'."
            );
        }

        var show = await probe
            .AskAsync("api/show", JsonWriting.Object(w => w.WriteString("model", model)), Probe.Patience, cancellationToken)
            .ConfigureAwait(false);
        if (!show.IsJson)
        {
            throw new EndpointException(
                $"{probe.Url} lists model '{model}' and cannot show it (HTTP {(int)show.Status}: {show.Message}). Get it again with 'ollama pull {model}'."
            );
        }

        var loaded = await probe.AskAsync("api/ps", null, Probe.Patience, cancellationToken).ConfigureAwait(false);
        return new ModelFacts(
            $"Ollama {number}",
            name,
            ContextLength(show.Body),
            loaded.Body.Items("models").Where(m => m.Text("name") == name).Select(m => m.Int("context_length")).FirstOrDefault(),
            Capabilities(show.Body),
            Details(show.Body),
            version.IsSimulated || tags.IsSimulated || show.IsSimulated || loaded.IsSimulated
        );
    }

    private async Task<EndpointException> OtherServerAsync(ProbeAnswer version, CancellationToken cancellationToken)
    {
        if (version.IsRefused)
        {
            return new EndpointException(
                $"{probe.Url} refuses access (HTTP {(int)version.Status}: {version.Message}). Give it the API key it wants, for example from an environment variable: ${{OLLAMA_API_KEY}}."
            );
        }

        var models = await probe.AskAsync("/v1/models", null, Probe.Patience, cancellationToken).ConfigureAwait(false);
        return models.IsRefused || (models.IsJson && models.Body.Get("data") is not null)
            ? new EndpointException(
                $"{probe.Url} does not speak Ollama's API (GET /api/version: HTTP {(int)version.Status}), but the OpenAI-compatible one. Add --api openai."
            )
            : new EndpointException(
                $"What answers at {probe.Url} is not a model server (GET /api/version: HTTP {(int)version.Status}, {version.MediaType}). Name an Ollama server with --url, or add --api openai for an OpenAI-compatible one."
            );
    }

    private static int? ContextLength(JsonElement show) =>
        show.Get("model_info") is { ValueKind: JsonValueKind.Object } info
            ? info.EnumerateObject()
                .Where(p => p.Name.EndsWith(".context_length", StringComparison.Ordinal))
                .Select(p => info.Int(p.Name))
                .FirstOrDefault()
            : null;

    private static IReadOnlySet<string>? Capabilities(JsonElement show) =>
        show.Get("capabilities") is null ? null : show.Items("capabilities").Select(c => c.GetString()).OfType<string>().ToHashSet();

    private static Dictionary<string, string> Details(JsonElement show)
    {
        var details = new Dictionary<string, string>();
        foreach (string key in (ReadOnlySpan<string>)["family", "parameter_size", "quantization_level", "format"])
        {
            if (show.Get("details")?.Text(key) is { } value)
            {
                details[key] = value;
            }
        }

        return details;
    }
}
