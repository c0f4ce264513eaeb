namespace AgentLoad.Agents.Workloads;

/// <summary>The endpoint, model and options of a role of a strategy.</summary>
internal sealed record RoleSettings
{
    /// <summary>Name of the endpoint.</summary>
    public string Endpoint { get; init; } = "default";

    /// <summary>Model to call; null for the endpoint's model.</summary>
    public string? Model { get; init; }

    /// <summary>Generation options; null values use the group's option.</summary>
    public OptionSettings Options { get; init; } = new();

    /// <summary>Returns the settings of a role in a group, completed with the group's options. An undefined role uses "default".</summary>
    public static RoleSettings Of(AgentGroup group, string role)
    {
        var named = group.Roles.TryGetValue(role, out var found) ? found : group.Roles.GetValueOrDefault("default") ?? new RoleSettings();
        var (own, all) = (named.Options, group.Options);
        return named with
        {
            Options = new OptionSettings
            {
                Temperature = own.Temperature ?? all.Temperature,
                TopP = own.TopP ?? all.TopP,
                MaxTokens = own.MaxTokens ?? all.MaxTokens,
                Think = own.Think ?? all.Think,
                KeepReasoning = own.KeepReasoning ?? all.KeepReasoning,
                KeepAlive = own.KeepAlive ?? all.KeepAlive,
            },
        };
    }

    /// <summary>Returns the roles that a group defines, and "default".</summary>
    public static IEnumerable<string> NamesOf(AgentGroup group) => group.Roles.Keys.Append("default").Distinct(StringComparer.Ordinal);
}
