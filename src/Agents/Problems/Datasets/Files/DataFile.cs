using System.Text;
using System.Text.Json;

namespace AgentLoad.Agents.Problems.Datasets.Files;

/// <summary>
/// Reads the rows of a data file as JSON objects: JSON lines, CSV or TSV with a header, a JSON array, or a JSON object with an array in
/// "rows" (as the Hugging Face dataset server returns), "data", "train" or "test". The content determines the format, except that
/// <c>.csv</c> and <c>.tsv</c> are always tables.
/// </summary>
internal static class DataFile
{
    private const long MaxDocumentBytes = 2_000_000_000;
    private static readonly string[] ArrayNames = ["rows", "data", "examples", "train", "test", "validation"];

    /// <summary>Returns the word for the place of a row: "line", or "item" of a JSON array.</summary>
    public static string PlaceWord(string path) => FormatOf(path) == Format.Document ? "item" : "line";

    /// <summary>Returns the rows. A row that cannot be read has an error; only a file that cannot be read at all throws.</summary>
    /// <exception cref="FormatException">The file is not in one of the formats.</exception>
    public static IEnumerable<DataRow> Read(string path) =>
        FormatOf(path) switch
        {
            Format.Lines => JsonLineFile.Read(path),
            Format.Document => ReadDocument(path),
            Format.Tabs => CsvFile.Read(path, '\t'),
            _ => CsvFile.Read(path, CsvFile.SeparatorOf(path)),
        };

    private static Format FormatOf(string path)
    {
        if (path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException(
                "is a Parquet file: export it as JSON lines, for example with "
                    + "duckdb -c \"COPY (FROM 'data.parquet') TO 'data.jsonl' (FORMAT json)\""
            );
        }

        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".CSV" => Format.Table,
            ".TSV" => Format.Tabs,
            ".JSONL" or ".NDJSON" => Format.Lines,
            _ => Sniff(path),
        };
    }

    private static Format Sniff(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        int next;
        while ((next = reader.Peek()) >= 0 && char.IsWhiteSpace((char)next))
        {
            reader.Read();
        }

        return next switch
        {
            '[' => Format.Document,
            '{' => IsObject(reader.ReadLine()!) ? Format.Lines : Format.Document,
            _ => Format.Table,
        };
    }

    private static bool IsObject(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);

            // A file on a single line may be a document.
            return !ArrayNames.Any(name =>
                document.RootElement.TryGetProperty(name, out var rows) && rows.ValueKind == JsonValueKind.Array
            );
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static IEnumerable<DataRow> ReadDocument(string path)
    {
        using var file = File.OpenRead(path);
        if (file.Length > MaxDocumentBytes)
        {
            throw new FormatException($"has {file.Length} bytes: a JSON document of more than {MaxDocumentBytes} bytes must be JSON lines");
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(file);
        }
        catch (JsonException error)
        {
            throw new FormatException($"line {error.LineNumber + 1} is not JSON: {JsonLineFile.WithoutPlace(error.Message)}", error);
        }

        using (document)
        {
            var number = 0L;
            foreach (var item in ArrayOf(document.RootElement).EnumerateArray())
            {
                number++;
                yield return item.ValueKind == JsonValueKind.Object
                    ? new DataRow(number, Unwrap(item).Clone())
                    : new DataRow(number, default) { Error = "is not a JSON object" };
            }
        }
    }

    private static JsonElement ArrayOf(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            return root;
        }

        foreach (var name in ArrayNames)
        {
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var rows) && rows.ValueKind == JsonValueKind.Array)
            {
                return rows;
            }
        }

        throw new FormatException($"is a JSON document without a list of rows: expected an array, or an object with {Names}");
    }

    private static string Names => string.Join(", ", ArrayNames.Select(name => $"'{name}'"));

    // The Hugging Face dataset server returns {"row_idx": 0, "row": {…}}.
    private static JsonElement Unwrap(JsonElement item) =>
        item.TryGetProperty("row", out var row) && row.ValueKind == JsonValueKind.Object && item.TryGetProperty("row_idx", out _)
            ? row
            : item;

    private enum Format
    {
        Lines,
        Document,
        Table,
        Tabs,
    }
}
