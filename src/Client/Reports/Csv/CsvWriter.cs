using System.Globalization;
using System.Text;

namespace AgentLoad.Client.Reports.Csv;

/// <summary>Writes CSV rows according to RFC 4180. A missing value is an empty cell.</summary>
internal sealed class CsvWriter : IAsyncDisposable
{
    private readonly StreamWriter _out;
    private readonly StringBuilder _line = new();

    public CsvWriter(string path, params string[] headers)
    {
        _out = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Row(headers);
    }

    public void Row(params ReadOnlySpan<object?> cells)
    {
        _line.Clear();
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
            {
                _line.Append(',');
            }

            Append(cells[i]);
        }

        _out.Write(_line.Append("\r\n"));
    }

    public ValueTask DisposeAsync() => _out.DisposeAsync();

    private void Append(object? cell)
    {
        switch (cell)
        {
            case string text:
                Append(text);
                break;
            case bool flag:
                _line.Append(flag ? '1' : '0');
                break;
            case IFormattable number:
                _line.Append(number.ToString(null, CultureInfo.InvariantCulture));
                break;
        }
    }

    private void Append(string text)
    {
        text = TerminalText.Sanitize(text);
        // Spreadsheets interpret such text as a formula and may execute it.
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@')
        {
            text = "'" + text;
        }

        _line.Append(text.AsSpan().IndexOfAny(",\"") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text);
    }
}
