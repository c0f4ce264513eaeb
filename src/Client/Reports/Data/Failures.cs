using System.Runtime.InteropServices;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Reports.Data;

/// <summary>Outcomes and error messages of the calls and tasks of the whole run.</summary>
internal sealed class Failures
{
    private const int MaxMessages = 1000;
    private const int MaxMessageLength = 300;

    private readonly Dictionary<(string Where, string Message), long> _messages = [];

    public Dictionary<CallOutcome, long> Calls { get; } = [];

    public Dictionary<TaskState, long> Tasks { get; } = [];

    /// <summary>Distinct messages with their counts, most frequent first.</summary>
    public IReadOnlyList<(string Where, string Message, long Count)> Messages =>
        [.. _messages.OrderByDescending(pair => pair.Value).Select(pair => (pair.Key.Where, pair.Key.Message, pair.Value))];

    public void Add(TaskRecord task)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(Tasks, task.State, out _)++;
        if (task.Error is { } error)
        {
            AddMessage("task " + EnumText.Of(task.State.ToString()), error);
        }

        foreach (var step in task.Steps)
        {
            if (step.ToolError is { } tool)
            {
                AddMessage("tool call", tool);
            }

            if (step.Call is not { } call)
            {
                continue;
            }

            CollectionsMarshal.GetValueRefOrAddDefault(Calls, call.Outcome, out _)++;
            if (!call.Outcome.IsGood())
            {
                AddMessage(
                    EnumText.Of(call.Outcome.ToString()),
                    (call.HttpStatus is { } status ? $"HTTP {status}: " : "") + (call.Error ?? "no message")
                );
            }
        }
    }

    private void AddMessage(string where, string message)
    {
        var key = (where, TerminalText.Truncate(TerminalText.Sanitize(message), MaxMessageLength));
        if (_messages.Count >= MaxMessages && !_messages.ContainsKey(key))
        {
            key = ("any", "other messages");
        }

        CollectionsMarshal.GetValueRefOrAddDefault(_messages, key, out _)++;
    }
}
