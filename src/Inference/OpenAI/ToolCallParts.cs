using System.Text;
using System.Text.Json;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.OpenAI;

/// <summary>
/// Joins streamed tool calls. The first part of a call contains its id and name, later parts contain pieces of its arguments, and the index
/// identifies the call. Without an index, a part with a new id starts a call and any other part continues the last call.
/// </summary>
internal sealed class ToolCallParts
{
    private readonly SortedDictionary<int, Parts> _calls = [];

    /// <summary>Reads the current array. Returns true if it contains any parts.</summary>
    public bool Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            return false;
        }

        using var document = JsonDocument.ParseValue(ref reader);
        foreach (var part in document.RootElement.EnumerateArray())
        {
            Add(part);
        }

        return document.RootElement.GetArrayLength() > 0;
    }

    /// <summary>Returns the calls, ordered by index.</summary>
    public IReadOnlyList<ToolCall> Joined() =>
        _calls.Count == 0
            ? []
            :
            [
                .. _calls.Select(call => new ToolCall(
                    call.Value.Id ?? $"call_{call.Key}",
                    call.Value.Name.ToString(),
                    call.Value.Arguments.Length == 0 ? "{}" : call.Value.Arguments.ToString()
                )),
            ];

    private void Add(JsonElement part)
    {
        string? id = part.Text("id");
        int last = _calls.Count == 0 ? -1 : _calls.Keys.Last();
        int index = part.Int("index") ?? (last < 0 || (id is not null && id != _calls[last].Id) ? last + 1 : last);
        if (!_calls.TryGetValue(index, out var call))
        {
            _calls[index] = call = new Parts();
        }

        call.Id ??= id;
        if (part.Get("function") is not { } function)
        {
            return;
        }

        call.Name.Append(function.Text("name"));
        if (function.Get("arguments") is { } arguments)
        {
            call.Arguments.Append(arguments.ValueKind is JsonValueKind.String ? arguments.GetString() : arguments.GetRawText());
        }
    }

    private sealed class Parts
    {
        public string? Id { get; set; }
        public StringBuilder Name { get; } = new();
        public StringBuilder Arguments { get; } = new();
    }
}
