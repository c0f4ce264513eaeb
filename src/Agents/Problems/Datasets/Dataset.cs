using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using AgentLoad.Agents.Problems.Datasets.Answers;
using AgentLoad.Agents.Problems.Datasets.Files;

namespace AgentLoad.Agents.Problems.Datasets;

/// <summary>The usable rows of a data file, in the order of the file.</summary>
internal sealed class Dataset
{
    private const int MaxRows = 2_000_000;
    private const int MaxListed = 5;
    private const int Sampled = 1000;
    private const int MaxCached = 8;
    private static readonly ConcurrentDictionary<(DatasetSettings, DateTime, long), Lazy<Dataset>> Cache = new();

    private Dataset(DatasetSettings settings)
    {
        Name = Path.GetFileName(settings.Path);
        var word = DataFile.PlaceWord(settings.Path);
        var bad = new List<string>();
        var parsed = Parse(settings, word, bad);
        if (bad.Count > 0 && !settings.SkipsBadRows)
        {
            throw new FormatException($"{Count(bad.Count)} cannot be used: {List(bad)}. Correct them, or set badRows: skip");
        }

        var answers = parsed.Select(row => row.Answer).OfType<ExpectedAnswer>().Take(Sampled).ToArray();
        Check = AnswerChecks.Of(settings, answers);
        Rows = [.. parsed.Select(row => Finish(row, word, bad)).OfType<DatasetRow>()];
        if (bad.Count > 0 && !settings.SkipsBadRows)
        {
            throw new FormatException($"{Count(bad.Count)} cannot be used: {List(bad)}. Correct them, or set badRows: skip");
        }

        if (Rows.Count == 0)
        {
            throw new FormatException($"has no row that can be used{(bad.Count > 0 ? $": {List(bad)}" : "")}");
        }

        Skipped = bad.Count == 0 ? null : $"{Count(bad.Count)} of {Name} {(bad.Count == 1 ? "is" : "are")} skipped: {List(bad)}";
    }

    /// <summary>Name of the file.</summary>
    public string Name { get; }

    /// <summary>Reads and verifies answers.</summary>
    public AnswerCheck Check { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<DatasetRow> Rows { get; }

    /// <summary>Which rows were skipped, on one line; null if all are used.</summary>
    public string? Skipped { get; }

    /// <summary>Reads a data set; a file that has not changed is read once.</summary>
    /// <exception cref="ArgumentException">The file cannot be used; the message names the lines.</exception>
    public static Dataset Load(DatasetSettings settings)
    {
        var file = new FileInfo(settings.Path);
        if (!file.Exists)
        {
            throw new ArgumentException($"the data file '{settings.Path}' does not exist");
        }

        if (settings.Verify == AnswerChecks.Command != (settings.Command.Length > 0))
        {
            throw new ArgumentException("'verify: command' and 'command' require each other");
        }

        if (Cache.Count >= MaxCached)
        {
            Cache.Clear();
        }

        try
        {
            return Cache
                .GetOrAdd((settings, file.LastWriteTimeUtc, file.Length), key => new Lazy<Dataset>(() => new Dataset(key.Item1)))
                .Value;
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new ArgumentException(
                $"{file.Name}: {(error is DecoderFallbackException ? "is not a UTF-8 text file" : error.Message)}",
                error
            );
        }
    }

    private static List<(DataRow Row, string Question, ExpectedAnswer? Answer, IReadOnlyList<ReadOnlyMemory<byte>> Images)> Parse(
        DatasetSettings settings,
        string word,
        List<string> bad
    )
    {
        var rows = new List<(DataRow, string, ExpectedAnswer?, IReadOnlyList<ReadOnlyMemory<byte>>)>();
        DatasetColumns? columns = null;
        var folder = Path.GetDirectoryName(settings.Path)!;
        foreach (var row in DataFile.Read(settings.Path))
        {
            if (rows.Count >= MaxRows)
            {
                throw new FormatException($"has more than {MaxRows} rows");
            }

            try
            {
                if (row.Error is { } error)
                {
                    throw new FormatException(error);
                }

                columns ??= ColumnsOf(settings, row, word);
                rows.Add((row, columns.Question(row.Fields), columns.Answer(row.Fields), ImagesOf(settings, row.Fields, folder)));
            }
            catch (FormatException error) when (error is not ColumnException)
            {
                bad.Add($"{word} {row.Number} {error.Message}");
            }
        }

        return rows;
    }

    private static DatasetColumns ColumnsOf(DatasetSettings settings, DataRow row, string word)
    {
        try
        {
            return new DatasetColumns(settings, row.Fields);
        }
        catch (FormatException error)
        {
            throw new ColumnException($"{word} {row.Number} {error.Message}");
        }
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> ImagesOf(DatasetSettings settings, JsonElement fields, string folder) =>
        settings.Images.Length == 0
            ? []
            : RowImages.Read(
                RowText.Find(fields, settings.Images)
                    ?? throw new FormatException($"has no image in column '{settings.Images}'; columns: {RowText.Columns(fields)}"),
                folder
            );

    private DatasetRow? Finish(
        (DataRow Row, string Question, ExpectedAnswer? Answer, IReadOnlyList<ReadOnlyMemory<byte>> Images) row,
        string word,
        List<string> bad
    )
    {
        try
        {
            return new DatasetRow(row.Row.Number, row.Question, Expected(row.Row, row.Answer), row.Answer?.Working ?? [], row.Images);
        }
        catch (FormatException error)
        {
            bad.Add($"{word} {row.Row.Number} {error.Message}");
            return null;
        }
    }

    private IReadOnlyList<string> Expected(DataRow row, ExpectedAnswer? answer) =>
        Check switch
        {
            CommandCheck => [row.Fields.GetRawText()],
            NoCheck => [],
            _ when answer is null => throw new FormatException("has no expected answer"),
            ChoiceCheck when answer.Label is { } label => [label],
            _ =>
            [
                .. answer.Texts.Select(text =>
                    Check.Expect(text)
                    ?? throw new FormatException(
                        $"has the answer '{(text.Length > 60 ? $"{text[..60]}…" : text)}', which is not {Check.Form} as verify requires"
                    )
                ),
            ],
        };

    private static string Count(int rows) => rows == 1 ? "1 row" : $"{rows} rows";

    private static string List(List<string> bad) =>
        string.Join("; ", bad.Take(MaxListed)) + (bad.Count > MaxListed ? $"; and {bad.Count - MaxListed} more" : "");

    /// <summary>No row can be used, because the columns do not match the settings.</summary>
    private sealed class ColumnException(string message) : FormatException(message);
}
