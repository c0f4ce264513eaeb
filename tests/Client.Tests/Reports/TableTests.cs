using System.Text.RegularExpressions;
using AgentLoad.Client.Reports.Tables;
using AgentLoad.Client.Tests.Results;
using CsCheck;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Reports;

public sealed class TableTests
{
    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String,
        Gen.String[Gen.Char["\\{}$&#%_~^<>|`*[]×±∞–—·−²\n\t \"',=+-@"], 0, 30]
    );

    /// <summary>The characters with a meaning in LaTeX occur only as commands of the table itself.</summary>
    [Fact]
    public void Latex_OfAnyText_HasOnlyTheCommandsOfTheTable() =>
        AnyText.Sample(text =>
        {
            var row = LatexTable.Write(Table(text, text)).Split('\n').Last(line => line.EndsWith(@"\\", StringComparison.Ordinal));
            var plain = Regex.Replace(row[..^2], @"\\(textbackslash|textasciicircum|ldots)\{\}|\\[{}$&#%_]", "");
            var mathematics = Regex.Replace(plain, @"\$(\\[a-z]+|[<>|-]|\^2)\$", "");

            mathematics.Count(c => c == '&').ShouldBe(1, "one separator between two cells");
            mathematics.IndexOfAny(['\\', '{', '}', '$', '#', '%', '_', '^', '~']).ShouldBe(-1, mathematics);
        });

    /// <summary>A row stays on one line with one separator per column, and contains no HTML.</summary>
    [Fact]
    public void Markdown_OfAnyText_KeepsItsColumns() =>
        AnyText.Sample(text =>
        {
            var lines = MarkdownTable.Write(Table(text, text)).TrimEnd('\n').Split('\n');

            lines.Length.ShouldBe(5);
            foreach (var line in lines[2..])
            {
                Regex.Replace(line, @"\\.", "").Count(c => c == '|').ShouldBe(3, line);
            }

            lines[^1].ShouldNotContain("<");
        });

    [Fact]
    public void Latex_OfATable_IsABooktabsTable()
    {
        var text = LatexTable.Write(Table("50% of a_b", "×1.5 (1.2–1.9)"));

        text.ShouldBe(
            """
            \begin{table}
              \centering
              \caption{A \& B}
              \label{tab:t}
              \begin{tabular}{lr}
                \toprule
                name & value \\
                \midrule
                50\% of a\_b & $\times$1.5 (1.2--1.9) \\
                \bottomrule
              \end{tabular}
            \end{table}

            """.ReplaceLineEndings("\n")
        );
    }

    [Fact]
    public async Task Csv_OfATable_HasExactValuesAndTheEndsOfIntervals()
    {
        using var temp = new TempFolder();
        var path = Path.Combine(temp.Path, "t.csv");

        await CsvTable.WriteAsync(Table("=evil", "33%"), path);

        (await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken)).ShouldBe([
            "name,value_s,value_s_low,value_s_high",
            "'=evil,0.3333333333333333,0.1,0.5",
        ]);
    }

    [Fact]
    public void Table_ColumnWithoutValues_IsOmitted()
    {
        var table = new ReportTable(
            "t",
            "c",
            [new("a", "a"), new("b", "b"), new("c", "c")],
            [
                [TableCell.Of("x"), TableCell.Number(null), TableCell.Of("")],
                [TableCell.Of("y"), TableCell.Number(0), TableCell.Of("")],
            ]
        ).WithoutEmptyColumns();

        table.Columns.Select(column => column.Name).ShouldBe(["a", "b"]);
        table.Rows.ShouldAllBe(row => row.Count == 2);
    }

    private static ReportTable Table(string name, string value) =>
        new(
            "t",
            "A & B",
            [new("name", "name"), new("value", "value_s")],
            [
                [TableCell.Of(name), new TableCell(value, 1 / 3.0, 0.1, 0.5)],
            ]
        );
}
