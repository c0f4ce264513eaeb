using System.Text.Json;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Client.Reports.Trace;

/// <summary>
/// Writes tasks as trace events: complete events for tasks, steps and server phases; flow events along the critical path.
/// </summary>
internal sealed class TraceEvents(Utf8JsonWriter json, bool simulated)
{
    private readonly Dictionary<int, int> _threads = [];
    private long _flow;

    public void Write(TaskRecord task)
    {
        Name(task.Agent, 0);
        Begin("X", $"{task.Strategy} · {task.ProblemId}", "task", task.Agent, 0, task.Start, task.End - task.Start);
        json.WriteStartObject("args");
        json.WriteNumber("task", task.Id);
        json.WriteNumber("attempt", task.Attempt);
        json.WriteString("state", task.State.ToString());
        Text("answer", task.Answer);
        Text("error", task.Error);
        json.WriteEndObject();
        json.WriteEndObject();
        var free = new List<double>();
        (StepRecord Step, int Thread)? before = null;
        foreach (var step in task.Steps.OrderBy(step => step.Sent).ThenBy(step => step.Id))
        {
            var thread = Lane(free, step) + 1;
            Name(task.Agent, thread);
            Step(task, step, thread);
            if (!step.OnCriticalPath)
            {
                continue;
            }

            if (before is { } previous)
            {
                Flow(task.Agent, previous, (step, thread));
            }

            before = (step, thread);
        }
    }

    private static int Lane(List<double> free, StepRecord step)
    {
        var lane = free.FindIndex(until => until <= step.Sent);
        if (lane < 0)
        {
            lane = free.Count;
            free.Add(0);
        }

        free[lane] = Math.Max(step.Sent, step.End);
        return lane;
    }

    private void Step(TaskRecord task, StepRecord step, int thread)
    {
        Begin("X", step.Key, step.Kind == StepKind.Tool ? "tool" : "call", task.Agent, thread, step.Sent, step.End - step.Sent);
        json.WriteStartObject("args");
        json.WriteNumber("task", task.Id);
        json.WriteBoolean("on answer path", step.OnAnswerPath);
        json.WriteBoolean("on critical path", step.OnCriticalPath);
        Text("tool error", step.ToolError);
        if (step.Call is { } call)
        {
            Text("endpoint", call.Endpoint);
            Text("model", call.Model);
            json.WriteString("outcome", call.Outcome.ToString());
            Number("ttft s", call.Ttft);
            Number("prompt tokens", call.PromptTokens);
            Number("cached tokens", call.CachedTokens);
            Number("completion tokens", call.CompletionTokens);
            Text("error", call.Error);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        if (step.Call is not null)
        {
            Parts(task, step, thread);
        }
    }

    /// <summary>Writes the server phases of a call one after another, scaled to its duration as in the critical path.</summary>
    private void Parts(TaskRecord task, StepRecord step, int thread)
    {
        var split = StepSplit.Of(step);
        var at = step.Sent;
        foreach (
            var (name, seconds) in new[]
            {
                ("queue", split.ServerQueueSeconds),
                ("load", split.LoadSeconds),
                ("prefill", split.PrefillSeconds),
                ("decode", split.DecodeSeconds),
            }
        )
        {
            if (seconds <= 0)
            {
                continue;
            }

            Begin("X", name, "server", task.Agent, thread, at, Math.Min(seconds, step.End - at));
            json.WriteEndObject();
            at += seconds;
        }
    }

    private void Flow(int agent, (StepRecord Step, int Thread) from, (StepRecord Step, int Thread) to)
    {
        _flow++;
        Begin("s", "critical path", "critical path", agent, from.Thread, (from.Step.Sent + from.Step.End) / 2, null);
        json.WriteNumber("id", _flow);
        json.WriteEndObject();
        Begin("f", "critical path", "critical path", agent, to.Thread, Math.Max(to.Step.Sent, (from.Step.Sent + from.Step.End) / 2), null);
        json.WriteNumber("id", _flow);
        json.WriteString("bp", "e");
        json.WriteEndObject();
    }

    private void Name(int agent, int thread)
    {
        var named = _threads.GetValueOrDefault(agent, -1);
        if (thread <= named)
        {
            return;
        }

        if (named < 0)
        {
            Metadata("process_name", agent, 0, $"agent {agent}{(simulated ? " (simulated)" : "")}");
        }

        Metadata("thread_name", agent, thread, thread == 0 ? "task" : $"steps {thread}");
        _threads[agent] = thread;
    }

    private void Metadata(string name, int agent, int thread, string value)
    {
        json.WriteStartObject();
        json.WriteString("ph", "M");
        json.WriteString("name", name);
        json.WriteNumber("pid", agent);
        json.WriteNumber("tid", thread);
        json.WriteStartObject("args");
        json.WriteString("name", value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Begin(string phase, string name, string category, int agent, int thread, double start, double? duration)
    {
        json.WriteStartObject();
        json.WriteString("ph", phase);
        json.WriteString("name", TerminalText.Truncate(TerminalText.Sanitize(name), 120));
        json.WriteString("cat", category);
        json.WriteNumber("pid", agent);
        json.WriteNumber("tid", thread);
        json.WriteNumber("ts", Microseconds(start));
        if (duration is { } seconds)
        {
            json.WriteNumber("dur", Math.Max(0, Microseconds(seconds)));
        }
    }

    private void Text(string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, TerminalText.Truncate(TerminalText.Sanitize(text), 500));
        }
    }

    private void Number(string name, double? value)
    {
        if (value is { } known && double.IsFinite(known))
        {
            json.WriteNumber(name, known);
        }
    }

    private static double Microseconds(double seconds) => double.IsFinite(seconds) ? Math.Round(seconds * 1e6, 3) : 0;
}
