using AgentLoad.Inference.OllamaSharp;
using OllamaSharp.Models;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Models;

/// <summary>Shows how far a pull is: a bar for each stage in a terminal, a line for each stage and tenth elsewhere.</summary>
internal static class PullProgressView
{
    private const int LongestBar = 40;

    /// <summary>Pulls a model.</summary>
    public static async Task PullAsync(OllamaModels models, string model, CancellationToken cancellationToken)
    {
        if (AnsiConsole.Profile.Capabilities.Interactive && AnsiConsole.Profile.Capabilities.Ansi)
        {
            // What is left of the line, after the stage's name and the figures with a space between each.
            var figures = PullProgressColumn.For(AnsiConsole.Profile.Width);
            var bar = Math.Min(LongestBar, AnsiConsole.Profile.Width - PullStageColumn.Width - figures.Width - 2);
            ProgressColumn[] columns =
                bar < 5 ? [new PullStageColumn(), figures] : [new PullStageColumn(), new ProgressBarColumn { Width = bar }, figures];
            await AnsiConsole
                .Progress()
                .Columns(columns)
                .StartAsync(progress => ShowBarsAsync(progress, models.PullAsync(model, cancellationToken)));
        }
        else
        {
            await ShowLinesAsync(models.PullAsync(model, cancellationToken));
        }

        AnsiConsole.Console.WriteLine($"{model} is there.");
    }

    private static async Task ShowBarsAsync(ProgressContext progress, IAsyncEnumerable<PullModelResponse> lines)
    {
        var bars = new Dictionary<string, ProgressTask>(StringComparer.Ordinal);
        ProgressTask? open = null;
        await foreach (var line in lines)
        {
            if (!bars.TryGetValue(line.Status, out var bar))
            {
                // A stage without a size, such as the check of a large file, is over when the next begins.
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
