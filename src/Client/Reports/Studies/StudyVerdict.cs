using AgentLoad.Client.Commands.Studies;
using AgentLoad.Client.Reports.Html;

namespace AgentLoad.Client.Reports.Studies;

/// <summary>First section of the report of a study: what it measured, its validity and its extremes.</summary>
internal static class StudyVerdict
{
    public static Markup Write(SavedStudy study, IReadOnlyList<StudyGroup> groups)
    {
        var notes = new Markup();
        if (study.Units.Count < study.PlannedUnits)
        {
            notes.Add(
                $"""
                <p class="note degraded"><b>Not finished</b> {study.Units.Count} of {study.PlannedUnits} runs are done. The same command
                continues the study.</p>
                """
            );
        }

        if (study.InvalidUnits > 0)
        {
            notes.Add(
                $"""<p class="note invalid"><b>Invalid</b> {study.InvalidUnits} runs are invalid; their reports give the reason.</p>"""
            );
        }

        if (study.Results.Simulated)
        {
            notes.Add($"{PageParts.SimulatedNote}");
        }

        var all = groups.SelectMany(group => group.Cells).ToArray();
        var best = all.Where(cell => cell.Solved is not null)
            .OrderByDescending(cell => cell.Solved!.Rate)
            .ThenBy(cell => cell.TotalTokens)
            .FirstOrDefault();
        var mostAmplified = all.Where(cell => cell.TokensOverDirect is not null).MaxBy(cell => cell.TokensOverDirect!.Ratio);
        var slowest = all.Where(cell => cell.Latency is not null).MaxBy(cell => cell.Latency!.Mean);
        var shaped = all.Any(cell => cell.Cell.Workload.Groups.Any(group => group.IsShaped));
        var amplification = mostAmplified is null ? NumberFormat.Missing : $"×{NumberFormat.Number(mostAmplified.TokensOverDirect!.Ratio)}";
        return Markup.Of(
            $"""
            <section id="verdict"><h2 class="verdict">{groups.Count switch
            {
                0 => "No run has ended",
                1 => $"{all.Length} cells on {groups[0].Name}",
                _ => $"{all.Length} cells on {groups.Count} problems and models",
            }}</h2>{notes}{(shaped
                ? Markup.Of(
                    $"""
                    <p class="note simulated"><b>Shaped</b> Agents followed behavior profiles; what they solve describes the profile, not a
                    model.</p>
                    """
                )
                : null)}
            {KeyFigures.Draw([
                ("task.solved", "highest solved rate", NumberFormat.Percent(best?.Solved?.Rate), NameOf(best)),
                (
                    "Pareto front",
                    "on the token front",
                    $"{all.Count(cell => cell.OnTokenFront)} of {all.Length}",
                    "cells that no other beats in tokens and solved rate"
                ),
                ("amplification", "largest amplification", amplification, NameOf(mostAmplified)),
                ("task.latency", "slowest, mean latency", NumberFormat.Seconds(slowest?.Latency?.Mean), NameOf(slowest)),
                ("task", "tasks", NumberFormat.Count(all.Sum(cell => (long)cell.Tasks)), $"{study.Units.Count} runs"),
            ])}</section>
            """
        );
    }

    private static string NameOf(CellResult? cell) => cell is null ? "" : StudyText.NameOf(cell.Cell);
}
