namespace AgentLoad.EndToEnd.House;

/// <summary>Finds the parts of C# source that people read: comments and string literals.</summary>
internal static class CSharpText
{
    private enum Kind
    {
        Code,
        Comment,
        Text,
        Verbatim,
        Raw,
    }

    /// <summary>Returns the comments and string literals of each line that has any, with the number of the line.</summary>
    public static IEnumerable<(int Line, string Text)> Read(string source)
    {
        var (kind, quotes) = (Kind.Code, 0);
        var number = 0;
        foreach (var line in source.Split('\n'))
        {
            number++;
            var read = new System.Text.StringBuilder();
            kind = kind is Kind.Comment or Kind.Text ? Kind.Code : kind;
            for (var at = 0; at < line.Length; at++)
            {
                switch (kind)
                {
                    case Kind.Comment:
                        read.Append(line[at]);
                        break;
                    case Kind.Code when line[at] == '/' && Next(line, at) == '/':
                        kind = Kind.Comment;
                        break;
                    case Kind.Code when line[at] == '\'':
                        at = EndOfCharacter(line, at);
                        break;
                    case Kind.Code when line[at] == '"':
                        quotes = line.AsSpan(at).IndexOfAnyExcept('"') is >= 0 and var count ? count : line.Length - at;
                        kind =
                            quotes >= 3 ? Kind.Raw
                            : quotes == 2 ? Kind.Code
                            : at > 0 && line[at - 1] == '@' ? Kind.Verbatim
                            : Kind.Text;
                        at += quotes - 1;
                        read.Append(' ');
                        break;
                    case Kind.Text when line[at] == '\\':
                        read.Append(' ');
                        at++;
                        break;
                    case Kind.Text or Kind.Verbatim when line[at] == '"':
                        kind = Kind.Code;
                        break;
                    case Kind.Raw when line.AsSpan(at).StartsWith(new string('"', quotes), StringComparison.Ordinal):
                        at += quotes - 1;
                        kind = Kind.Code;
                        break;
                    case not Kind.Code:
                        read.Append(line[at]);
                        break;
                }
            }

            if (read.Length > 0)
            {
                yield return (number, read.ToString());
            }
        }
    }

    private static char Next(string line, int at) => at + 1 < line.Length ? line[at + 1] : '\0';

    private static int EndOfCharacter(string line, int at) => Math.Max(at, line.IndexOf('\'', at + (Next(line, at) == '\\' ? 3 : 2)));
}
