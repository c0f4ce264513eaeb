using System.Globalization;
using AgentLoad.Inference.OllamaSharp;
using OllamaSharp.Models;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AgentLoad.Client.Commands.Models;

/// <summary>Models as tables in the terminal.</summary>
internal static class ModelText
{
    /// <summary>Models that a server has.</summary>
    public static IRenderable List(IReadOnlyList<Model> models) =>
        models.Count == 0
            ? new Text("The server has no models. Get one with 'agentload models pull MODEL'.\n")
            : Table(
                ["model", "size", "parameters", "quantization", "modified"],
                models
                    .OrderBy(m => m.Name, StringComparer.Ordinal)
                    .Select(m =>
                        new[]
                        {
                            m.Name,
                            Bytes(m.Size),
                            m.Details?.ParameterSize ?? "",
                            m.Details?.QuantizationLevel ?? "",
                            m.ModifiedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                        }
                    )
            );

    /// <summary>Models that are loaded.</summary>
    public static IRenderable Running(IReadOnlyList<RunningModel> models, DateTime now) =>
        models.Count == 0
            ? new Text("No model is loaded.\n")
            : Table(
                ["model", "size", "on GPU", "context", "unloads"],
                models.Select(m =>
                    new[]
                    {
                        m.Name,
                        Bytes(m.Size),
                        m.Size > 0 ? (m.SizeVram / (double)m.Size).ToString("0%", CultureInfo.InvariantCulture) : "",
                        m.ContextLength.ToString(CultureInfo.InvariantCulture),
                        Remaining(m.ExpiresAt.ToUniversalTime() - now),
                    }
                )
            );

    /// <summary>Shows one model.</summary>
    public static async Task ShowAsync(OllamaModels models, string model, CancellationToken cancellationToken)
    {
        var shown = await models.ShowAsync(model, cancellationToken);
        var context = shown
            .Info?.ExtraInfo?.FirstOrDefault(pair => pair.Key.EndsWith(".context_length", StringComparison.Ordinal))
            .Value?.ToString();
        var rows = new (string Name, string? Value)[]
        {
            ("model", model),
            ("family", shown.Details?.Family),
            ("parameters", shown.Details?.ParameterSize),
            ("quantization", shown.Details?.QuantizationLevel),
            ("longest context", context),
            ("capabilities", shown.Capabilities is { } capabilities ? string.Join(", ", capabilities) : null),
            (
                "default options",
                shown.Parameters is { } options
                    ? string.Join(
                        "; ",
                        options.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Plain)
                    )
                    : null
            ),
        };
        AnsiConsole.Console.Write(
            Table(["", ""], rows.Where(row => !string.IsNullOrEmpty(row.Value)).Select(row => new[] { row.Name, row.Value! }))
        );
    }

    /// <summary>Bytes as people read them, in powers of ten.</summary>
    public static string Bytes(long bytes) =>
        bytes switch
        {
            >= 1_000_000_000 => (bytes / 1e9).ToString("0.0 'GB'", CultureInfo.InvariantCulture),
            >= 1_000_000 => (bytes / 1e6).ToString("0.0 'MB'", CultureInfo.InvariantCulture),
            >= 1_000 => (bytes / 1e3).ToString("0.0 'kB'", CultureInfo.InvariantCulture),
            _ => bytes.ToString("0 'B'", CultureInfo.InvariantCulture),
        };

    /// <summary>A time to come, in its largest unit.</summary>
    public static string Left(TimeSpan left) =>
        left > TimeSpan.FromHours(1) ? $"{left.TotalHours:0} h"
        : left > TimeSpan.FromMinutes(1) ? $"{left.TotalMinutes:0} min"
        : $"{Math.Max(0, left.TotalSeconds):0} s";

    private static string Remaining(TimeSpan left) => left > TimeSpan.FromDays(365) ? "never" : $"in {Left(left)}";

    private static string Plain(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static Table Table(IReadOnlyList<string> columns, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.None);
        table.ShowHeaders = columns.Any(column => column.Length > 0);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)).PadLeft(0).PadRight(3));
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        return table;
    }
}
