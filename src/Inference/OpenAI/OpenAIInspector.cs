using System.Globalization;
using System.Text.Json;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.OpenAI;

/// <summary>Reads facts about an OpenAI-compatible server and a model: <c>/v1/models</c>, and <c>/props</c> of llama-server.</summary>
internal sealed class OpenAIInspector(Probe probe)
{
    /// <exception cref="EndpointException">
    /// The server is not an OpenAI-compatible server, denies access or does not have the model.
    /// </exception>
    public async Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken)
    {
        var response = await probe.SendAsync("models", null, Probe.DefaultTimeout, cancellationToken).ConfigureAwait(false);
        if (response.IsUnauthorized)
        {
            throw new EndpointException(
                probe.HasCredentials
                    ? $"{probe.Url} rejected the API key (HTTP {(int)response.Status}: {response.Message}). "
                        + "Set the correct key in the environment variable that it is read from."
                    : $"{probe.Url} requires an API key (HTTP {(int)response.Status}: {response.Message}). "
                        + $"Set an environment variable, for example OPENAI_API_KEY, and refer to it in the workload as ${{OPENAI_API_KEY}}."
            );
        }

        if (!response.IsJson || response.Body.Get("data") is not { ValueKind: JsonValueKind.Array })
        {
            throw await OtherServerAsync(response, cancellationToken).ConfigureAwait(false);
        }

        JsonElement[] models = [.. response.Body.Items("data")];
        string server = ServerOf(response, models);
        var found =
            Find(models, model, server)
            ?? throw new EndpointException(
                $"Model '{model}' was not found on {probe.Url}; available models: {ModelList.Format([.. models.Select(m => m.Text("id"))])}. "
                    + "Select one of them with --model."
            );
        var props =
            server == "llama.cpp"
                ? await probe.SendAsync("/props", null, Probe.DefaultTimeout, cancellationToken).ConfigureAwait(false)
                : null;
        int? loaded = found.Int("max_model_len") ?? props?.Body.Get("default_generation_settings")?.Int("n_ctx");
        return new ModelFacts(
            server,
            found.Text("id") ?? model,
            found.Int("max_model_len") ?? found.Get("meta")?.Int("n_ctx_train") ?? found.Int("context_length"),
            loaded,
            null,
            Details(found),
            response.IsSimulated
        );
    }

    private async Task<EndpointException> OtherServerAsync(ProbeResponse models, CancellationToken cancellationToken)
    {
        var version = await probe.SendAsync("/api/version", null, Probe.DefaultTimeout, cancellationToken).ConfigureAwait(false);
        return version.IsJson && version.Body.Text("version") is not null
            ? new EndpointException(
                $"{probe.Url} provides the Ollama API, not the OpenAI-compatible API "
                    + $"(GET models: HTTP {(int)models.Status}). Add --api ollama."
            )
            : new EndpointException(
                $"The server at {probe.Url} is not an OpenAI-compatible server (GET models: HTTP {(int)models.Status}, {models.MediaType}). "
                    + "Specify another server with --url, or add --api ollama for an Ollama server."
            );
    }

    // llama-server accepts any model name and serves its single model.
    private static JsonElement? Find(JsonElement[] models, string model, string server)
    {
        foreach (var candidate in models)
        {
            if (candidate.Text("id") is { } id && (id == model || id == model + ":latest"))
            {
                return candidate;
            }
        }

        return models.Length == 1 && server == "llama.cpp" ? models[0] : null;
    }

    private static string ServerOf(ProbeResponse response, JsonElement[] models) =>
        (models.Length == 0 ? null : models[0].Text("owned_by")) switch
        {
            "llamacpp" => "llama.cpp",
            "vllm" => "vLLM",
            "sglang" => "SGLang",
            "library" => "Ollama (OpenAI-compatible API)",
            _ => response.Server ?? "OpenAI-compatible server",
        };

    private static Dictionary<string, string> Details(JsonElement model)
    {
        var details = new Dictionary<string, string>();
        if (model.Text("owned_by") is { } owner)
        {
            details["owned_by"] = owner;
        }

        if (model.Text("root") is { } root)
        {
            details["root"] = root;
        }

        if (model.Get("meta")?.Double("n_params") is { } parameters)
        {
            details["parameters"] = parameters.ToString("0", CultureInfo.InvariantCulture);
        }

        return details;
    }
}
