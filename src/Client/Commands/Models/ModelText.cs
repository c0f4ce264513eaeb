using System.Globalization;
using OllamaSharp.Models;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AgentLoad.Client.Commands.Models;

/// <summary>Renders models as tables in the terminal.</summary>
internal static class ModelText
{
    /// <summary>Creates the table of the models on a server.</summary>
    public static IRenderable List(IReadOnlyList<Model> models) =>
        models.Count == 0
            ? new Text("The server has no models. Pull one with 'agentload models pull MODEL'.\n")
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

    /// <summary>Creates the table of the loaded models.</summary>
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

    /// <summary>Creates the table with the details of one model.</summary>
    public static IRenderable Details(ModelDetailsOutput model)
    {
        var rows = new (string Name, string? Value)[]
        {
            ("model", model.Name),
            ("family", model.Family),
            ("parameters", model.Parameters),
            ("quantization", model.Quantization),
            ("maximum context", model.MaxContextTokens?.ToString(CultureInfo.InvariantCulture)),
            ("capabilities", model.Capabilities is { } capabilities ? string.Join(", ", capabilities) : null),
            ("default options", model.DefaultOptions is { } options ? string.Join("; ", options) : null),
        };
        return Table(["", ""], rows.Where(row => !string.IsNullOrEmpty(row.Value)).Select(row => new[] { row.Name, row.Value! }));
    }

    /// <summary>Formats a size in decimal units (kB, MB, GB).</summary>
    public static string Bytes(long bytes) =>
        bytes switch
        {
            >= 1_000_000_000 => (bytes / 1e9).ToString("0.0 'GB'", CultureInfo.InvariantCulture),
            >= 1_000_000 => (bytes / 1e6).ToString("0.0 'MB'", CultureInfo.InvariantCulture),
            >= 1_000 => (bytes / 1e3).ToString("0.0 'kB'", CultureInfo.InvariantCulture),
            _ => bytes.ToString("0 'B'", CultureInfo.InvariantCulture),
        };

    /// <summary>Formats a remaining time in its largest unit.</summary>
    public static string Left(TimeSpan left) =>
        left > TimeSpan.FromHours(1) ? $"{left.TotalHours:0} h"
        : left > TimeSpan.FromMinutes(1) ? $"{left.TotalMinutes:0} min"
        : $"{Math.Max(0, left.TotalSeconds):0} s";

    private static string Remaining(TimeSpan left) => left > TimeSpan.FromDays(365) ? "never" : $"in {Left(left)}";

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
