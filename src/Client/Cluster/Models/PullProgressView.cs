using AgentLoad.SemanticKernel.Models;
using OllamaSharp.Models;
using Spectre.Console;

namespace AgentLoad.Client.Cluster.Models;

/// <summary>Shows how far a pull is: a bar for each layer in a terminal, a line for each stage elsewhere.</summary>
internal static class PullProgressView
{
    /// <summary>Pulls a model.</summary>
    public static async Task PullAsync(OllamaModels models, string model, CancellationToken cancellationToken)
    {
        if (AnsiConsole.Profile.Capabilities.Interactive && AnsiConsole.Profile.Capabilities.Ansi)
        {
            await AnsiConsole.Progress()
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
                .StartAsync(progress => ShowBarsAsync(progress, models.PullAsync(model, cancellationToken))).ConfigureAwait(false);
        }
        else
        {
            await ShowLinesAsync(models.PullAsync(model, cancellationToken)).ConfigureAwait(false);
        }

        AnsiConsole.Console.WriteLine($"{model} is there.");
    }

    private static async Task ShowBarsAsync(ProgressContext progress, IAsyncEnumerable<PullModelResponse> lines)
    {
        var bars = new Dictionary<string, ProgressTask>(StringComparer.Ordinal);
        await foreach (var line in lines.ConfigureAwait(false))
        {
            if (line.Total <= 0)
            {
                continue;
            }

            if (!bars.TryGetValue(line.Status, out var bar))
            {
                bars.Add(line.Status, bar = progress.AddTask(Markup.Escape(line.Status), maxValue: line.Total));
            }

            bar.Value = line.Completed;
        }
    }

    private static async Task ShowLinesAsync(IAsyncEnumerable<PullModelResponse> lines)
    {
        var (stage, tenth) = ("", -1L);
        await foreach (var line in lines.ConfigureAwait(false))
        {
            var reached = line.Total > 0 ? line.Completed * 10 / line.Total : 10;
            if (line.Status == stage && reached <= tenth)
            {
                continue;
            }

            (stage, tenth) = (line.Status, reached);
            AnsiConsole.Console.WriteLine(line.Total > 0 ? $"{line.Status}: {reached * 10}% of {ModelText.Bytes(line.Total)}" : line.Status);
        }
    }
}
