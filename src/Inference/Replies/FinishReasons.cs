using System.Text.Json;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Inference.Replies;

/// <summary>Meaning of <c>finish_reason</c> and <c>done_reason</c>: the names that servers and gateways use, in any case.</summary>
internal static class FinishReasons
{
    private static readonly HashSet<string> Length = new(StringComparer.OrdinalIgnoreCase)
    {
        "length",
        "max_tokens",
        "max_output_tokens",
        "max_new_tokens",
        "max_completion_tokens",
        "max_length",
        "model_length",
        "model_context_window_exceeded",
        "context_length_exceeded",
        "token_limit",
        "limit",
        "truncated",
    };

    private static readonly HashSet<string> Filtered = new(StringComparer.OrdinalIgnoreCase)
    {
        "content_filter",
        "content_filtered",
        "safety",
        "recitation",
        "blocklist",
        "prohibited_content",
        "spii",
        "image_safety",
        "refusal",
        "guardrail_intervened",
        "sensitive",
    };

    private static readonly HashSet<string> Failed = new(StringComparer.OrdinalIgnoreCase)
    {
        "abort",
        "aborted",
        "error",
        "cancel",
        "cancelled",
        "canceled",
        "timeout",
        "preempted",
        "interrupted",
        "insufficient_system_resource",
        "malformed_function_call",
        "network_error",
        "overloaded",
        "unknown_error",
    };

    // Neighbours of the names above that a gateway may invent.
    private static readonly string[] FailedParts = ["error", "abort", "fail", "exception"];

    /// <summary>Reads the next value as a reason: a string, or an object with a "type"; null for any other value.</summary>
    public static string? Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.Text("type") ?? document.RootElement.Text("reason");
        }

        string? reason = JsonText.String(ref reader);
        reader.Skip();
        return reason;
    }

    /// <summary>Returns the outcome that a reason stands for; null if the reason says that the reply has not ended.</summary>
    public static CallOutcome? OutcomeOf(string? reason)
    {
        string? name = reason?.Trim().Replace('-', '_').Replace(' ', '_');
        return name is null or ""
            || name.Equals("null", StringComparison.OrdinalIgnoreCase)
            || name.Equals("none", StringComparison.OrdinalIgnoreCase)
                ? null
            : Length.Contains(name) ? CallOutcome.LengthLimited
            : Filtered.Contains(name) || name.Contains("filter", StringComparison.OrdinalIgnoreCase) ? CallOutcome.Rejected
            : Failed.Contains(name) || FailedParts.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase))
                ? CallOutcome.ServerError
            : CallOutcome.Completed;
    }

    /// <summary>Returns the error for a reason; null if the reply is usable.</summary>
    public static string? ErrorOf(string reason) =>
        OutcomeOf(reason) is CallOutcome.Rejected or CallOutcome.ServerError
            ? $"the server ended the reply with the finish reason '{reason.Trim()}'"
            : null;
}
