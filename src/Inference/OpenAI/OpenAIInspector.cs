using System.Globalization;
using System.Text.Json;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.OpenAI;

/// <summary>Reads what an OpenAI-compatible server says of itself and of a model: <c>/v1/models</c>, and llama-server's <c>/props</c>.</summary>
internal sealed class OpenAIInspector(Probe probe)
{
    /// <exception cref="EndpointException">Not such a server, not allowed, or without the model.</exception>
    public async Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken)
    {
        var answer = await probe.AskAsync("models", null, Probe.Patience, cancellationToken).ConfigureAwait(false);
        if (answer.IsRefused)
        {
            throw new EndpointException(
                probe.HasCredentials
                    ? $"{probe.Url} does not accept the API key it was given (HTTP {(int)answer.Status}: {answer.Message}). Put the right one into the environment variable it is read from."
                    : $"{probe.Url} wants an API key (HTTP {(int)answer.Status}: {answer.Message}). Put it into an environment variable, OPENAI_API_KEY for example, and name it in the workload as ${{OPENAI_API_KEY}}."
            );
        }

        if (!answer.IsJson || answer.Body.Get("data") is not { ValueKind: JsonValueKind.Array })
        {
            throw await OtherServerAsync(answer, cancellationToken).ConfigureAwait(false);
        }

        JsonElement[] models = [.. answer.Body.Items("data")];
        string server = ServerOf(answer, models);
        var found =
            Find(models, model, server)
            ?? throw new EndpointException(
                $"Model '{model}' is not on {probe.Url}; it has: {(models.Length == 0 ? "none" : string.Join(", ", models.Select(m => m.Text("id")).Take(10)))}{(models.Length > 10 ? ", …" : "")}. Name one of these with --model."
            );
        var props =
            server == "llama.cpp" ? await probe.AskAsync("/props", null, Probe.Patience, cancellationToken).ConfigureAwait(false) : null;
        int? loaded = found.Int("max_model_len") ?? props?.Body.Get("default_generation_settings")?.Int("n_ctx");
        return new ModelFacts(
            server,
            found.Text("id") ?? model,
            found.Int("max_model_len") ?? found.Get("meta")?.Int("n_ctx_train") ?? found.Int("context_length"),
            loaded,
            null,
            Details(found),
            answer.IsSimulated
        );
    }

    private async Task<EndpointException> OtherServerAsync(ProbeAnswer models, CancellationToken cancellationToken)
    {
        var version = await probe.AskAsync("/api/version", null, Probe.Patience, cancellationToken).ConfigureAwait(false);
        return version.IsJson && version.Body.Text("version") is not null
            ? new EndpointException(
                $"{probe.Url} does not speak the OpenAI-compatible API (GET models: HTTP {(int)models.Status}), but Ollama's. Add --api ollama."
            )
            : new EndpointException(
                $"What answers at {probe.Url} is not an OpenAI-compatible server (GET models: HTTP {(int)models.Status}, {models.MediaType}). Name another with --url, or add --api ollama for an Ollama server."
            );
    }

    // llama-server serves its one model under whatever name a request gives.
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

    private static string ServerOf(ProbeAnswer answer, JsonElement[] models) =>
        (models.Length == 0 ? null : models[0].Text("owned_by")) switch
        {
            "llamacpp" => "llama.cpp",
            "vllm" => "vLLM",
            "sglang" => "SGLang",
            "library" => "Ollama (OpenAI-compatible API)",
            _ => answer.Server ?? "OpenAI-compatible server",
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
