using System.Text.Json;
using AgentLoad.Inference;
using AgentLoad.Simulation.Replies;

namespace AgentLoad.Simulation.Http;

/// <summary>Parses requests of <c>/api/chat</c> and <c>/api/generate</c>.</summary>
internal static class OllamaRequests
{
    private static readonly Dictionary<string, (JsonValueKind Kind, string Name)> OptionTypes = new()
    {
        ["num_predict"] = (JsonValueKind.Number, "integer"),
        ["num_ctx"] = (JsonValueKind.Number, "integer"),
        ["seed"] = (JsonValueKind.Number, "integer"),
        ["top_k"] = (JsonValueKind.Number, "integer"),
        ["num_keep"] = (JsonValueKind.Number, "integer"),
        ["num_thread"] = (JsonValueKind.Number, "integer"),
        ["temperature"] = (JsonValueKind.Number, "float32"),
        ["top_p"] = (JsonValueKind.Number, "float32"),
        ["stop"] = (JsonValueKind.Array, "array"),
    };

    public static ModelRequest Chat(RequestReader reader) => Common(reader, ConversationReader.Messages(reader, "[]api.Message"));

    public static ModelRequest Generate(RequestReader reader)
    {
        var (system, prompt) = (reader.Text("system"), reader.Text("prompt"));
        List<ChatMessage> messages =
            prompt.Length == 0 ? []
            : system.Length == 0 ? [ChatMessage.User(prompt)]
            : [ChatMessage.System(system), ChatMessage.User(prompt)];
        return Common(reader, messages);
    }

    private static ModelRequest Common(RequestReader reader, List<ChatMessage> messages)
    {
        var request = new ModelRequest
        {
            Model = reader.Text("model"),
            Messages = messages,
            Tools = ConversationReader.Tools(reader),
            Stream = reader.Flag("stream") ?? true,
            Think = Think(reader),
            KeepAlive = KeepAlive(reader),
            Truncate = reader.Flag("truncate") ?? true,
        };
        if (reader.Error is null && request.Model.Length == 0)
        {
            reader.Fail(400, "model is required");
        }

        return WithOptions(request, reader.Field("options"), reader) with
        {
            Json = Json(reader),
        };
    }

    private static ModelRequest WithOptions(ModelRequest request, JsonElement? found, RequestReader reader)
    {
        if (found is not { } options)
        {
            return request;
        }

        if (options.ValueKind != JsonValueKind.Object)
        {
            reader.Mismatch(options, "options", "map[string]interface {}");
            return request;
        }

        foreach (var option in options.EnumerateObject())
        {
            if (
                option.Value.ValueKind == JsonValueKind.Null
                || !OptionTypes.TryGetValue(option.Name, out var type)
                || option.Value.ValueKind == type.Kind
            )
            {
                continue;
            }

            reader.Fail(500, $"option \"{option.Name}\" must be of type {type.Name}");
            return request;
        }

        return request with
        {
            NumPredict = (int)(Number("num_predict") ?? -1),
            NumContext = (int?)Number("num_ctx"),
            Seed = (long?)Number("seed"),
            Temperature = Number("temperature") ?? request.Temperature,
            Stops = RequestReader.Field(options, "stop") is { } stops ? [.. stops.EnumerateArray().Select(stop => stop.ToString())] : [],
        };

        double? Number(string name) => RequestReader.Field(options, name)?.GetDouble();
    }

    // A level such as "high" enables thinking too.
    private static bool? Think(RequestReader reader) =>
        reader.Field("think")?.ValueKind switch
        {
            null => null,
            JsonValueKind.False => false,
            _ => true,
        };

    private static bool Json(RequestReader reader)
    {
        if (reader.Field("format") is not { } format || format.GetRawText() == "\"\"")
        {
            return false;
        }

        var isKnown = format.ValueKind == JsonValueKind.Object || format.GetRawText() == "\"json\"";
        if (!isKnown)
        {
            reader.Fail(
                500,
                $"invalid format: {GoJson.Quote(format.GetRawText())}; expected \"json\" or a valid JSON Schema object",
                late: true
            );
        }

        return isKnown;
    }

    private static double? KeepAlive(RequestReader reader)
    {
        if (reader.Field("keep_alive") is not { } value)
        {
            return null;
        }

        var error = $"json: cannot unmarshal {value.ValueKind.ToString().ToLowerInvariant()} into Go struct field ChatRequest.keep_alive";
        var seconds = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.String => GoDuration.Parse(value.GetString()!, out error),
            _ => null,
        };
        if (seconds is null)
        {
            reader.Fail(400, error);
        }

        return seconds < 0 ? double.PositiveInfinity : seconds;
    }
}
