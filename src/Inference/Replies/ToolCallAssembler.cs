using System.Runtime.InteropServices;
using System.Text.Json;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Replies;

/// <summary>
/// Joins the tool calls of a reply. The first part of a call contains its id and name, later parts contain pieces of its arguments. Indices
/// and ids of real servers are missing, repeated or equal for parallel calls, so a part starts a new call if it has a name and either
/// another id, or arguments although those of the previous call are complete.
/// </summary>
internal sealed class ToolCallAssembler : IDisposable
{
    private const int MaxCalls = 256;

    private readonly List<PartialCall> _calls = [];

    /// <summary>Adds an array of parts, or a single part. Returns true if it contains a tool call.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="areWhole">True if every part with a name is a whole call, as in Ollama's API.</param>
    public bool Add(JsonElement parts, bool areWhole = false)
    {
        bool isCall = false;
        if (parts.ValueKind is JsonValueKind.Array)
        {
            foreach (var part in parts.EnumerateArray())
            {
                isCall |= AddPart(part, areWhole);
            }
        }
        else
        {
            isCall = AddPart(parts, areWhole);
        }

        return isCall;
    }

    /// <summary>Returns the calls in the order of their arrival. Ids are unique; parts that never received a name are dropped.</summary>
    public IReadOnlyList<ToolCall> Calls()
    {
        if (_calls.Count == 0)
        {
            return [];
        }

        var calls = new List<ToolCall>(_calls.Count);
        foreach (var call in _calls.Where(call => call.Name.Length > 0))
        {
            string id = call.Id is { } given && calls.TrueForAll(other => other.Id != given) ? given : FreeId(calls);
            calls.Add(new ToolCall(id, call.Name, call.ArgumentsText()));
        }

        return calls;
    }

    /// <inheritdoc/>
    public void Dispose() => _calls.ForEach(call => call.Arguments.Dispose());

    private static string FreeId(List<ToolCall> calls)
    {
        int number = calls.Count;
        while (calls.Exists(call => call.Id == $"call_{number}"))
        {
            number++;
        }

        return $"call_{number}";
    }

    private bool AddPart(JsonElement part, bool isWhole)
    {
        if (part.ValueKind is not JsonValueKind.Object)
        {
            return false;
        }

        var function = part.Get("function") is { ValueKind: JsonValueKind.Object } inner ? inner : part;
        string? name = function.Text("name");
        string? id = part.Text("id");
        int? index = part.Int("index") ?? function.Int("index");
        var arguments = function.Get("arguments") ?? function.Get("parameters");
        var call = Previous(id, index);
        if (call is null || IsNew(call, id, name, arguments, isWhole))
        {
            if ((name is null && id is null && arguments is null) || _calls.Count >= MaxCalls)
            {
                return false;
            }

            _calls.Add(call = new PartialCall { Index = index });
        }
        else if (call.IsRepeatedBy(id, name, arguments))
        {
            return true;
        }

        call.Id ??= id;
        call.AddName(name);
        call.AddArguments(arguments);
        return true;
    }

    private PartialCall? Previous(string? id, int? index) =>
        index is null
            ? _calls.FindLast(call => id is not null && call.Id == id) ?? _calls.LastOrDefault()
            : _calls.FindLast(call => call.Index == index);

    private static bool IsNew(PartialCall call, string? id, string? name, JsonElement? arguments, bool isWhole)
    {
        if (name is null || call.Name.Length == 0)
        {
            return false;
        }

        bool hasOtherId = id is not null && call.Id is not null && id != call.Id;
        bool isSecondWhole = arguments is not null && call.IsComplete && !call.IsRepeatedBy(id, name, arguments);
        return hasOtherId || isSecondWhole || (isWhole && (id is null || id != call.Id));
    }

    private sealed class PartialCall
    {
        public int? Index { get; init; }

        public string? Id { get; set; }

        public string Name { get; private set; } = "";

        public PooledBuffer Arguments { get; } = new();

        /// <summary>True if the arguments are a complete JSON object.</summary>
        public bool IsComplete => ParsedArguments() is not null;

        // Some servers send the whole call again with the last chunk.
        public bool IsRepeatedBy(string? id, string? name, JsonElement? arguments) =>
            id is not null
            && id == Id
            && name == Name
            && arguments is { } value
            && Arguments.Length > 0
            && TextOf(value) == Arguments.ToString()
            && IsComplete;

        // A name arrives once, in pieces, or again in every chunk.
        public void AddName(string? name)
        {
            if (name is null || name == Name)
            {
                return;
            }

            Name = Name.Length > 0 && !name.StartsWith(Name, StringComparison.Ordinal) ? Name + name : name;
        }

        public void AddArguments(JsonElement? arguments)
        {
            if (arguments is not { } value)
            {
                return;
            }

            if (value.ValueKind is JsonValueKind.String)
            {
                LooseText.Unescape(JsonMarshal.GetRawUtf8Value(value)[1..^1], Arguments);
            }
            else
            {
                Arguments.Append(JsonMarshal.GetRawUtf8Value(value));
            }
        }

        /// <summary>
        /// Returns the arguments as JSON text; no arguments are an empty object. Invalid arguments are returned unchanged.
        /// </summary>
        public string ArgumentsText()
        {
            string text = LooseText.Decode(Arguments.Written).Trim();
            return text is "" or "null" ? "{}" : ParsedArguments() ?? text;
        }

        // Some servers encode the arguments twice: as JSON text in a JSON string.
        private string? ParsedArguments()
        {
            string text = LooseText.Decode(Arguments.Written);
            for (int nesting = 0; nesting < 2; nesting++)
            {
                if (text.AsSpan().Trim() is not ['{' or '"', ..])
                {
                    return null;
                }

                try
                {
                    using var document = JsonDocument.Parse(text);
                    if (document.RootElement.ValueKind is JsonValueKind.Object)
                    {
                        return text.Trim();
                    }

                    text = document.RootElement.Text() ?? "";
                }
                catch (JsonException)
                {
                    return null;
                }
            }

            return null;
        }

        private static string TextOf(JsonElement arguments) => arguments.Text() ?? arguments.Raw();
    }
}
