using AgentLoad.Client.Reports;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>Finds the number of agents from which the agents slow each other down: queueing feeds back into the latency.</summary>
internal static class QueueFeedback
{
    private const double MinSlowdown = 1.25;

    /// <summary>Returns a line for each combination of settings that was measured with several numbers of agents.</summary>
    public static IEnumerable<string> Of(StudyResults results)
    {
        if (!results.Study.SweepsAgents)
        {
            yield break;
        }

        var lines =
            from cell in results.Cells
            where cell is { Tasks: > 0, Latency: not null }
            group cell by (Name: StudyText.NameWithoutAgents(cell.Cell), cell.Cell.ProblemText, cell.Cell.Model) into line
            select (line.Key, Cells: line.OrderBy(cell => cell.Cell.Workload.Load.Agents).ToArray());
        foreach (var ((name, problem, model), cells) in lines.Where(line => line.Cells.Length > 1))
        {
            var (first, last) = (cells[0], cells[^1]);
            var about = $"{name} on {problem}, {model}: ";
            if (cells.FirstOrDefault(cell => cell.Latency!.Mean > MinSlowdown * first.Latency!.Mean) is not { } slow)
            {
                yield return $"{about}no feedback up to {Agents(last)} agents: a task takes "
                    + $"{NumberFormat.Seconds(last.Latency!.Mean)}, {NumberFormat.Seconds(first.Latency!.Mean)} with {Agents(first)}.";
                continue;
            }

            var queued = slow.QueueShare is { } share ? $", {NumberFormat.Percent(share)} of the call time in the server's queue" : "";
            yield return $"{about}queueing feeds back from {Agents(slow)} agents: a task takes "
                + $"×{NumberFormat.Number(slow.Latency!.Mean / first.Latency!.Mean)} the time of {Agents(first)}{queued}; "
                + $"×{NumberFormat.Number(Agents(last) / (double)Agents(first))} the agents give "
                + $"×{NumberFormat.Number(last.TokensPerSecond / first.TokensPerSecond)} the tokens/s at "
                + $"×{NumberFormat.Number(last.Latency!.Mean / first.Latency.Mean)} the latency.";
        }
    }

    private static int Agents(CellResult cell) => cell.Cell.Workload.Load.Agents;
}
