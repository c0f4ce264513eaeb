using System.Text.Json;
using AgentLoad.Agents.Problems.Code.Language;
using AgentLoad.Agents.Tools;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Problems.Code;

/// <summary>Runs a program of the small language on one list.</summary>
/// <param name="behaviour">Latency and injected failures.</param>
internal sealed class RunTool(ToolBehaviour behaviour) : ITool
{
    private const int MaxNumbers = 1000;
    private const int MaxErrorLength = 300;

    private static readonly ToolDefinition Shared = new(
        "run",
        "Runs a program of the tiny language: says what its function f gives for a list.",
        """
        {"type":"object","properties":{"program":{"type":"string","description":"the program in one line, with a function f(l)"},
        "list":{"type":"array","items":{"type":"integer"},"description":"the list that f is called with"}},"required":["program","list"]}
        """.ReplaceLineEndings("")
    );

    /// <inheritdoc/>
    public ToolDefinition Definition => Shared;

    /// <inheritdoc/>
    public TimeSpan DrawLatency(Random random) => behaviour.Latency.Draw(random);

    /// <inheritdoc/>
    public ToolFault? DrawFault(Random random) => behaviour.Failures.Draw(random);

    /// <inheritdoc/>
    public ToolResult Execute(string arguments)
    {
        if (!TryRead(arguments, out var text, out var list))
        {
            return Wrong("The arguments must be a JSON object with a text \"program\" and a list of whole numbers \"list\".");
        }

        if (!Program.TryRead(text, out var program, out var error) || !program!.TryRun("f", [Value.Of(list)], out var result, out error))
        {
            return Wrong($"Error: {error}.");
        }

        return result.Length > MaxNumbers
            ? Wrong($"Error: the result is longer than {MaxNumbers} numbers.")
            : new ToolResult($"f({Value.Of(list)}) = {result}");
    }

    // Error messages quote the program, so their length is limited.
    private static ToolResult Wrong(string text)
    {
        var shown = text.Length <= MaxErrorLength ? text : string.Concat(text.AsSpan(0, MaxErrorLength), "…");
        return new ToolResult(shown, shown);
    }

    private static bool TryRead(string arguments, out string program, out IReadOnlyList<long> list)
    {
        (program, list) = ("", []);
        try
        {
            using var document = JsonDocument.Parse(arguments);
            if (
                document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("program", out var text)
                || text.ValueKind != JsonValueKind.String
                || !document.RootElement.TryGetProperty("list", out var items)
                || items.ValueKind != JsonValueKind.Array
                || items.GetArrayLength() > MaxNumbers
            )
            {
                return false;
            }

            program = text.GetString()!;
            var read = new List<long>();
            foreach (var item in items.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out var number))
                {
                    return false;
                }

                read.Add(number);
            }

            list = read;
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // An unpaired surrogate, escaped or not, throws the last two.
            return false;
        }
    }
}
