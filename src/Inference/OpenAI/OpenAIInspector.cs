using System.Globalization;
using System.Text.Json;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Replies;

namespace AgentLoad.Inference.OpenAI;

/// <summary>Reads facts about an OpenAI-compatible server and a model: <c>/v1/models</c>, and <c>/props</c> of llama-server.</summary>
internal sealed class OpenAIInspector(Probe probe)
{
    /// <exception cref="EndpointException">
    /// The server cannot be reached, denies access, or provides only the Ollama API.
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
                        + "Set an environment variable, for example OPENAI_API_KEY, "
                        + $"and refer to it in the workload as ${{OPENAI_API_KEY}}."
            );
        }

        var models = ModelsOf(response);
        if (models is null && await IsOllamaAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new EndpointException(
                $"{probe.Url} provides the Ollama API, not the OpenAI-compatible API "
                    + $"(GET {probe.UrlOf("models")}: HTTP {(int)response.Status}). Add --api ollama."
            );
        }

        if (models is null && response is { Status: System.Net.HttpStatusCode.OK, MediaType: "text/html" })
        {
            throw new EndpointException(
                $"The server at {probe.Url} is not an OpenAI-compatible server "
                    + $"(GET {probe.UrlOf("models")}: HTTP 200, text/html). "
                    + "Specify another server with --url, or add --api ollama for an Ollama server."
            );
        }

        string server = ServerOf(response, models ?? []);
        var found = Find(models ?? [], model);
        var props =
            server == "llama.cpp"
                ? await probe.SendAsync("/props", null, Probe.DefaultTimeout, cancellationToken).ConfigureAwait(false)
                : null;
        // llama-server accepts any model name and serves its single model.
        var served = found ?? (server == "llama.cpp" && models is [var single] ? single : (JsonElement?)null);
        return new ModelFacts(
            server,
            served?.Text("id") ?? model,
            served?.Int("max_model_len") ?? served?.Get("meta")?.Int("n_ctx_train") ?? served?.Int("context_length"),
            served?.Int("max_model_len") ?? props?.Body.Get("default_generation_settings")?.Int("n_ctx"),
            null,
            served is { } details ? Details(details) : [],
            response.IsSimulated
        )
        {
            HasTools = ToolsOf(props),
            Warnings = found is null ? [WarningOf(model, models, response)] : [],
        };
    }

    // OpenAI wraps the list in "data"; some servers return the list itself.
    private static JsonElement[]? ModelsOf(ProbeResponse response) =>
        (int)response.Status is < 200 or >= 300 ? null
        : response.Json is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()]
        : response.Body.Get("data") is { ValueKind: JsonValueKind.Array } data ? [.. data.EnumerateArray()]
        : null;

    private string WarningOf(string model, JsonElement[]? models, ProbeResponse response)
    {
        string asked = probe.UrlOf("models");
        if (models is null)
        {
            return $"{asked} is not a list of models (HTTP {(int)response.Status}, {response.MediaType}): the first call decides whether "
                + $"'{model}' can be used";
        }

        string?[] names = [.. models.Select(m => m.Text("id"))];
        return names.Length == 0 || names.Any(name => name?.Contains('*', StringComparison.Ordinal) == true)
            ? $"{asked} does not list its models by name: the first call decides whether '{model}' can be used"
            : $"Model '{model}' was not found on {probe.Url}; available models: {ModelList.Format(names)}. "
                + "The first call decides; select another one with --model";
    }

    private async Task<bool> IsOllamaAsync(CancellationToken cancellationToken)
    {
        try
        {
            var version = await probe.SendAsync("/api/version", null, Probe.DefaultTimeout, cancellationToken).ConfigureAwait(false);
            return version.IsJson && version.Body.Text("version") is not null;
        }
        catch (EndpointException)
        {
            return false;
        }
    }

    // llama-server reports the abilities of its chat template; older versions report a template for tools.
    private static bool? ToolsOf(ProbeResponse? props) =>
        props?.Body.Get("chat_template_caps") is { } abilities
            ? (abilities.Get("supports_tool_calls") ?? abilities.Get("supports_tools")) switch
            {
                { ValueKind: JsonValueKind.True } => true,
                { ValueKind: JsonValueKind.False } => false,
                _ => null,
            }
        : props?.Body.Text("chat_template_tool_use") is not null ? true
        : null;

    private static JsonElement? Find(JsonElement[] models, string model)
    {
        foreach (
            var accepts in (Func<string, bool>[])
                [id => id == model || id == model + ":latest", id => string.Equals(id, model, StringComparison.OrdinalIgnoreCase)]
        )
        {
            foreach (var candidate in models)
            {
                if (candidate.Text("id") is { } id && accepts(id))
                {
                    return candidate;
                }
            }
        }

        return null;
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
