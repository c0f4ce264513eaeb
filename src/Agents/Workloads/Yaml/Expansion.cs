using System.Text;

namespace AgentLoad.Agents.Workloads.Yaml;

/// <summary>A scalar with expanded environment variables.</summary>
/// <param name="Text">Expanded text; null if there is an <see cref="Error"/>.</param>
/// <param name="Variables">Variables that were read, in order.</param>
/// <param name="Literal">The part that comes from the file itself, including defaults.</param>
/// <param name="Error">One-line error; null if the expansion succeeded.</param>
internal sealed record Expansion(string? Text, IReadOnlyList<string> Variables, string Literal, string? Error)
{
    /// <summary>Expands <c>${VAR}</c> and <c>${VAR:-default}</c>; <c>$${</c> is an escaped <c>${</c>.</summary>
    public static Expansion Of(string text, Func<string, string?> environment)
    {
        var (result, literal, variables) = (new StringBuilder(), new StringBuilder(), new List<string>());
        for (var at = 0; at < text.Length; )
        {
            if (StartsAt(text, at, "$${"))
            {
                result.Append("${");
                literal.Append("${");
                at += 3;
            }
            else if (StartsAt(text, at, "${"))
            {
                var end = text.IndexOf('}', at);
                if (end < 0)
                {
                    return new(null, variables, "", "'${' has no closing '}'; write $${ for a literal ${");
                }

                var (name, fallback) = Split(text[(at + 2)..end]);
                if (!IsName(name))
                {
                    return new(
                        null,
                        variables,
                        "",
                        $"{Redaction.Quote(name)} is not the name of an environment variable; write $${{ for a literal ${{"
                    );
                }

                variables.Add(name);
                var value = environment(name);
                if (string.IsNullOrEmpty(value) && fallback is not null)
                {
                    literal.Append(value = fallback);
                }
                else if (value is null)
                {
                    return new(
                        null,
                        variables,
                        "",
                        $"the environment variable {name} is not set: set it, or add a default with ${{{name}:-value}}"
                    );
                }

                result.Append(value);
                at = end + 1;
            }
            else
            {
                literal.Append(text[at]);
                result.Append(text[at++]);
            }
        }

        return new(result.ToString(), variables, literal.ToString(), null);
    }

    /// <summary>Escapes a text so that it expands to itself.</summary>
    public static string Escape(string text) => text.Replace("${", "$${", StringComparison.Ordinal);

    private static bool StartsAt(string text, int at, string what) => string.CompareOrdinal(text, at, what, 0, what.Length) == 0;

    private static (string Name, string? Default) Split(string inside) =>
        inside.IndexOf(":-", StringComparison.Ordinal) is >= 0 and var at ? (inside[..at], inside[(at + 2)..]) : (inside, null);

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
