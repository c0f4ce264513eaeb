using System.Runtime.InteropServices;
using System.Text.Json;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Replies;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Ollama;

/// <summary>
/// Reads facts about an Ollama server and a model: version, model list, model details and loaded models. Does not load the model.
/// </summary>
internal sealed class OllamaInspector(Probe probe)
{
    /// <exception cref="EndpointException">The server cannot be reached, denies access, or is not an Ollama server.</exception>
    public async Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken)
    {
        var version = await probe.SendAsync("api/version", null, Probe.DefaultTimeout, cancellationToken).ConfigureAwait(false);
        var tags = await probe.SendAsync("api/tags", null, Probe.DefaultTimeout, cancellationToken).ConfigureAwait(false);
        string? number = version.IsJson ? version.Body.Text("version") : null;
        bool hasList = tags.IsJson && tags.Body.Get("models") is { ValueKind: JsonValueKind.Array };
        if (number is null && !hasList)
        {
            throw await OtherServerAsync(version, cancellationToken).ConfigureAwait(false);
        }

        var warnings = new List<string>();
        string[] names = [.. tags.Body.Items("models").Select(m => m.Text("name") ?? m.Text("model")).OfType<string>()];
        string? name =
            names.FirstOrDefault(n => n == model)
            ?? names.FirstOrDefault(n => n == model + ":latest")
            ?? names.FirstOrDefault(n => string.Equals(n, model, StringComparison.OrdinalIgnoreCase));
        if (name is null)
        {
            warnings.Add(
                hasList && names.Length > 0
                    ? $"Model '{model}' was not found on {probe.Url}; available models: {ModelList.Format(names)}. "
                        + $"Pull it with 'ollama pull {model}'."
                    : $"{probe.UrlOf("api/tags")} lists no models (HTTP {(int)tags.Status}): "
                        + $"loading '{model}' decides whether it can be used"
            );
            name = model;
        }

        var show = await probe
            .SendAsync("api/show", JsonWriterExtensions.Object(w => w.WriteString("model", name)), Probe.DefaultTimeout, cancellationToken)
            .ConfigureAwait(false);
        if (!show.IsJson && warnings.Count == 0)
        {
            warnings.Add(
                $"{probe.Url} lists model '{model}' but cannot show it (HTTP {(int)show.Status}: {show.Message}): "
                    + "its context length and capabilities are unknown"
            );
        }

        var loaded = await probe.SendAsync("api/ps", null, Probe.DefaultTimeout, cancellationToken).ConfigureAwait(false);
        return new ModelFacts(
            $"Ollama {number}".TrimEnd(),
            name,
            ContextLength(show.Body),
            loaded.Body.Items("models").Where(m => m.Text("name") == name).Select(m => m.Int("context_length")).FirstOrDefault(),
            Capabilities(show.Body),
            Details(show.Body),
            version.IsSimulated || tags.IsSimulated || show.IsSimulated || loaded.IsSimulated
        )
        {
            Warnings = warnings,
        };
    }

    private async Task<EndpointException> OtherServerAsync(ProbeResponse version, CancellationToken cancellationToken)
    {
        if (version.IsUnauthorized)
        {
            return new EndpointException(
                $"{probe.Url} denies access (HTTP {(int)version.Status}: {version.Message}). "
                    + $"Configure an API key, for example from an environment variable: ${{OLLAMA_API_KEY}}."
            );
        }

        var models = await probe.SendAsync("/v1/models", null, Probe.DefaultTimeout, cancellationToken).ConfigureAwait(false);
        return models.IsUnauthorized || (models.IsJson && models.Body.Get("data") is not null)
            ? new EndpointException(
                $"{probe.Url} provides the OpenAI-compatible API, not the Ollama API "
                    + $"(GET /api/version: HTTP {(int)version.Status}). Add --api openai."
            )
            : new EndpointException(
                $"The server at {probe.Url} is not a model server (GET /api/version: HTTP {(int)version.Status}, {version.MediaType}). "
                    + "Specify an Ollama server with --url, or add --api openai for an OpenAI-compatible server."
            );
    }

    private static int? ContextLength(JsonElement show) =>
        show.Get("model_info") is { ValueKind: JsonValueKind.Object } info
            ? info.EnumerateObject()
                .Where(p => JsonMarshal.GetRawUtf8PropertyName(p).EndsWith(".context_length"u8))
                .Select(p => p.Value.ValueKind is JsonValueKind.Number && p.Value.TryGetInt32(out int length) ? length : (int?)null)
                .FirstOrDefault()
            : null;

    private static IReadOnlySet<string>? Capabilities(JsonElement show) =>
        show.Get("capabilities") is null ? null : show.Items("capabilities").Select(c => c.Text()).OfType<string>().ToHashSet();

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
