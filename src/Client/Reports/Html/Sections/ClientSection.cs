using AgentLoad.Client.Reports.Data;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>How the load generator itself fared.</summary>
internal static class ClientSection
{
    public static Markup Write(ReportData data)
    {
        var (client, delay) = (data.Summary.Client, data.Summary.Calls.ScheduleDelaySeconds);
        var figures = new Markup();
        if (client?.CpuShare is { } cpu)
        {
            Add("client.cpu", "processor", Figures.Percent(cpu), $"of {client.Cores} cores");
        }

        if (client?.GcPauseShare is { } share)
        {
            Add(
                "client.gc",
                "garbage collection",
                Figures.Percent(share),
                client.GcPauseTotalSeconds is { } total ? $"{Figures.Seconds(total)} in all" : ""
            );
        }

        if (delay is not null)
        {
            Add("call.schedule_delay", "schedule delay, p99", Figures.Tail(delay, 0.99, d => d.P99), $"p50 {Figures.Seconds(delay.P50)}");
        }

        if (client?.PeakMemoryBytes is { } bytes)
        {
            Add(null, "memory, peak", $"{Figures.Number(bytes / 1e6)} MB", "");
        }

        if (client?.QueuedCalls is > 0 and { } held)
        {
            Add(null, "calls held back", Figures.Count(held), $"{client.MaxConcurrentCalls} may be open at once");
        }

        return Markup.Of(
            $"""
            <section id="client"><h2>Load generator</h2><p class="lead">{(
                client is null
                    ? "Nobody watched the load generator: the run has no summary of its own."
                    : "Whether the client itself was the bottleneck; where it was, the run is invalid."
            )}</p>
            <dl class="key-figures">{figures}</dl></section>
            """
        );

        void Add(string? term, string name, string value, string detail) =>
            figures.Add(
                $"""<div><dt>{(term is null ? Markup.Of($"{name}") : Glossary.Term(term, name))}</dt><dd>{value}<small>{detail}</small></dd></div>"""
            );
    }
}
