using AgentLoad.Inference.OllamaSharp;
using OllamaSharp.Models;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Models;

/// <summary>Shows the progress of a pull: one bar per stage in a terminal, otherwise one line per stage and 10 %.</summary>
internal static class PullProgressView
{
    private const int MaxBarWidth = 40;

    /// <summary>Pulls a model and shows the progress.</summary>
    public static async Task PullAsync(OllamaModels models, string model, CancellationToken cancellationToken)
    {
        if (AnsiConsole.Profile.Capabilities.Interactive && AnsiConsole.Profile.Capabilities.Ansi)
        {
            // The bar gets the rest of the line after the stage name, the progress text and a space between each.
            var progressColumn = PullProgressColumn.For(AnsiConsole.Profile.Width);
            var bar = Math.Min(MaxBarWidth, AnsiConsole.Profile.Width - PullStageColumn.Width - progressColumn.Width - 2);
            ProgressColumn[] columns =
                bar < 5
                    ? [new PullStageColumn(), progressColumn]
                    : [new PullStageColumn(), new ProgressBarColumn { Width = bar }, progressColumn];
            await AnsiConsole
                .Progress()
                .Columns(columns)
                .StartAsync(progress => ShowBarsAsync(progress, models.PullAsync(model, cancellationToken)));
        }
        else
        {
            await ShowLinesAsync(models.PullAsync(model, cancellationToken));
        }

        AnsiConsole.Console.WriteLine($"Pulled {model}.");
    }

    private static async Task ShowBarsAsync(ProgressContext progress, IAsyncEnumerable<PullModelResponse> lines)
    {
        var bars = new Dictionary<string, ProgressTask>(StringComparer.Ordinal);
        ProgressTask? open = null;
        await foreach (var line in lines)
        {
            if (!bars.TryGetValue(line.Status, out var bar))
            {
                // A stage without a size, such as the verification of a large file, ends when the next stage starts.
                open?.IsIndeterminate(false).Value(open.MaxValue);
                if (line.Status == "success")
                {
                    continue;
                }

                open = line.Total > 0 ? null : progress.AddTask(line.Status).IsIndeterminate();
                bars.Add(line.Status, bar = open ?? progress.AddTask(line.Status, maxValue: line.Total));
            }

            if (line.Total > 0)
            {
                bar.State.Update<bool>(PullProgressColumn.HasSize, static _ => true);
                bar.MaxValue = line.Total;
                bar.Value = line.Completed;
            }
        }
    }

    private static async Task ShowLinesAsync(IAsyncEnumerable<PullModelResponse> lines)
    {
        var (stage, tenth) = ("", -1L);
        await foreach (var line in lines)
        {
            var reached = line.Total > 0 ? line.Completed * 10 / line.Total : 10;
            if (line.Status == stage && reached <= tenth)
            {
                continue;
            }

            (stage, tenth) = (line.Status, reached);
            AnsiConsole.Console.WriteLine(
                line.Total > 0 ? $"{line.Status}: {reached * 10}% of {ModelText.Bytes(line.Total)}" : line.Status
            );
        }
    }
}
