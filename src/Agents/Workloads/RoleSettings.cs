namespace AgentLoad.Agents.Workloads;

/// <summary>What serves a role of a group's strategy.</summary>
public sealed record RoleSettings
{
    /// <summary>Name of the endpoint.</summary>
    public string Endpoint { get; init; } = "default";

    /// <summary>Model to ask there; null for the endpoint's own.</summary>
    public string? Model { get; init; }

    /// <summary>How it generates; what is null here is the group's choice.</summary>
    public OptionSettings Options { get; init; } = new();

    /// <summary>What serves a role of a group, with the group's options where the role names none: "default" for roles that it does not name.</summary>
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
                KeepAlive = own.KeepAlive ?? all.KeepAlive,
            },
        };
    }

    /// <summary>Roles that a group names, and "default".</summary>
    public static IEnumerable<string> NamesOf(AgentGroup group) => group.Roles.Keys.Append("default").Distinct(StringComparer.Ordinal);
}
