namespace AgentLoad.Client.Commands.Reporting;

/// <summary>Formats of reports and comparisons.</summary>
internal static class ReportFormat
{
    public const string Html = "html",
        Latex = "latex",
        Markdown = "markdown",
        Csv = "csv",
        Svg = "svg";

    /// <summary>All formats.</summary>
    public static IReadOnlyList<string> All { get; } = [Html, Latex, Markdown, Csv, Svg];

    /// <summary>Returns the name of the file or folder that a format is written to.</summary>
    public static string FileName(string format) =>
        format switch
        {
            Latex => "tables.tex",
            Markdown => "tables.md",
            Csv => "csv",
            Svg => "svg",
            _ => "report.html",
        };
}
