namespace AgentLoad.Simulation.Answers.Styles;

/// <summary>How a simulated model writes its replies.</summary>
internal enum ReplyStyle
{
    /// <summary>Exactly the format that the prompt requests.</summary>
    Plain,

    /// <summary>Headings, bold labels, bullets and code fences.</summary>
    Markdown,

    /// <summary>Formulas and boxed answers.</summary>
    Latex,

    /// <summary>Prefaces, full sentences and polite closings.</summary>
    Chatty,

    /// <summary>Reasoning before the reply.</summary>
    Thinking,

    /// <summary>A style for each reply, drawn from its prompt and seed.</summary>
    Mixed,
}

/// <summary>The names of the styles.</summary>
internal static class ReplyStyles
{
    /// <summary>All names, in the order of the documentation.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames<ReplyStyle>().Select(name => name.ToLowerInvariant())];

    /// <summary>Returns the style with a name.</summary>
    /// <exception cref="FormatException">There is no such style.</exception>
    public static ReplyStyle Parse(string name) =>
        Names.Contains(name)
            ? Enum.Parse<ReplyStyle>(name, ignoreCase: true)
            : throw new FormatException($"no style is named '{name}'; styles: {string.Join(", ", Names)}");
}
