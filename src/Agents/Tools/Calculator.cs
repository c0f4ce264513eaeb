using System.Text.Json;
using AgentLoad.Agents.Problems.Game24;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Tools;

/// <summary>Evaluates an expression with + - * / and parentheses in exact rational arithmetic.</summary>
/// <param name="behaviour">Latency and injected failures.</param>
internal sealed class Calculator(ToolBehaviour behaviour) : ITool
{
    private static readonly ToolDefinition Shared = new(
        "calculate",
        "Works out an expression of numbers with + - * / and parentheses.",
        """{"type":"object","properties":{"expression":{"type":"string","description":"such as (3 + 4) * 12"}},"required":["expression"]}"""
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
        try
        {
            using var document = JsonDocument.Parse(arguments);
            if (
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("expression", out var text)
                && text.ValueKind == JsonValueKind.String
                && ExpressionParser.Parse(text.GetString()!) is { } expression
            )
            {
                return new ToolResult($"{expression.Value}");
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // An unpaired surrogate, escaped or not, throws the last two. It is handled like any other invalid expression.
        }

        const string wrong =
            "The arguments must be a JSON object with an \"expression\" such as (3 + 4) * 12, in range and without division by 0.";
        return new ToolResult(wrong, wrong);
    }
}
