namespace AgentLoad.Client.Reports.Html;

/// <summary>Formats a value with its interval de-emphasized.</summary>
internal static class Spread
{
    public static Markup Of(string text) =>
        text.IndexOf(" (", StringComparison.Ordinal) is > 0 and var at
            ? Markup.Of($"""{text[..at]} <span class="spread">{text[(at + 1)..]}</span>""")
            : Markup.Of($"{text}");
}
