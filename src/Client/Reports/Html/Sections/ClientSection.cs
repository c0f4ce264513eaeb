using AgentLoad.Client.Reports.Data;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Resource usage of the load generator.</summary>
internal static class ClientSection
{
    public static Markup Write(ReportData data)
    {
        var (client, delay) = (data.Summary.Client, data.Summary.Calls.ScheduleDelaySeconds);
        var figures = new Markup();
        if (client?.CpuShare is { } cpu)
        {
            Add("client.cpu", "processor", NumberFormat.Percent(cpu), $"of {client.Cores} cores");
        }

        if (client?.GcPauseShare is { } share)
        {
            Add(
                "client.gc",
                "garbage collection",
                NumberFormat.Percent(share),
                client.GcPauseTotalSeconds is { } total ? $"{NumberFormat.Seconds(total)} in total" : ""
            );
        }

        if (delay is not null)
        {
            Add(
                "call.schedule_delay",
                "schedule delay, p99",
                NumberFormat.Tail(delay, 0.99, d => d.P99),
                $"p50 {NumberFormat.Seconds(delay.P50)}"
            );
        }

        if (client?.PeakMemoryBytes is { } bytes)
        {
            Add(null, "memory, peak", $"{NumberFormat.Number(bytes / 1e6)} MB", "");
        }

        if (client?.QueuedCalls is > 0 and { } queued)
        {
            Add(null, "calls queued in the client", NumberFormat.Count(queued), $"{client.MaxConcurrentCalls} concurrent calls at most");
        }

        return Markup.Of(
            $"""
            <section id="client"><h2>Load generator</h2><p class="lead">{(
                client is null
                    ? "Load generator metrics were not recorded: the run has no summary."
                    : "Shows whether the load generator was the bottleneck; if it was, the run is invalid."
            )}{(
                data.Summary.Run.NodeInProcess
                    ? " The simulated node ran in this process: it shares the cores, and its work delays the client. "
                        + "Start 'agentload node' on other cores for accurate times."
                    : ""
            )}</p>
            <dl class="key-figures">{figures}</dl></section>
            """
        );

        void Add(string? term, string name, string value, string detail) =>
            figures.Add(
                $"""<div><dt>{(term is null ? Markup.Of($"{name}") : Glossary.Term(term, name))}</dt>"""
                    + $"""<dd>{value}<small>{detail}</small></dd></div>"""
            );
    }
}
