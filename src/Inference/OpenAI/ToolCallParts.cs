using System.Text;
using System.Text.Json;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.OpenAI;

/// <summary>
/// Joins streamed tool calls: the first part of a call carries its id and name, later ones pieces of its arguments, and the index says
/// which call a part belongs to. Without an index, a part with a new id begins a call and any other goes on with the last one.
/// </summary>
internal sealed class ToolCallParts
{
    private readonly SortedDictionary<int, Parts> _calls = [];

    /// <summary>Reads the array that the reader stands on; true where it held anything.</summary>
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

    /// <summary>The calls in order of their index.</summary>
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
