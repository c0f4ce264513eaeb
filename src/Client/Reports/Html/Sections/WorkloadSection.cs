using AgentLoad.Client.Reports.Data;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Endpoints, seed and resolved workload.</summary>
internal static class WorkloadSection
{
    private const int MaxLength = 200_000;

    public static Markup Write(ReportData data)
    {
        var facts = data.Summary.Run;
        var endpoints = new Markup();
        foreach (var endpoint in facts.Endpoints)
        {
            endpoints.Add(
                $"<li>{StrategyRows.Shorten(endpoint.Model)} at <code>{TerminalText.Sanitize(endpoint.Url)}</code> "
                    + $"({TerminalText.Sanitize(endpoint.Api)}{(endpoint.Simulated ? ", simulated, no GPU" : "")})</li>"
            );
        }

        var yaml = data.Workload is { } text
            ? Markup.Of(
                $"""<div class="scroll" tabindex="0" role="group" aria-label="Resolved """
                    + $"""workload"><pre>{TerminalText.Truncate(text, MaxLength)}</pre></div>"""
            )
            : Markup.Of($"""<p class="lead">The resolved workload is missing.</p>""");
        var salt = facts.Salt switch
        {
            null => "",
            "" => ", no salt",
            { } value => $", salt {value}",
        };
        return Markup.Of(
            $"""
            <section id="workload"><h2>Workload</h2><ul class="plain">{endpoints}<li>seed {facts.Seed}{salt}, {NumberFormat.Count(
                facts.Agents
            )} agents</li></ul>{PageParts.Fold("The workload with all values resolved", yaml)}</section>
            """
        );
    }
}
