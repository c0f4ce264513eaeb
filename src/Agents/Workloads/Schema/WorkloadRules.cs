using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Workloads.Yaml;
using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>Validation rules that involve several keys of a workload.</summary>
internal static class WorkloadRules
{
    /// <summary>Number of tasks of a load with neither tasks nor duration.</summary>
    public const int DefaultTasks = 200;

    /// <summary>Maximum number of agents of an open loop that does not set it.</summary>
    public const int OpenLoopAgents = 10_000;

    private const int MaxListedRoles = 12;

    public static object Endpoint(ParseContext context, MapNode map, string path, object value)
    {
        var (url, urls) = (map.Find("url"), map.Find("urls"));
        if (url is null == urls is null)
        {
            context.Fail(
                map,
                path,
                url is null ? "an address is missing: set 'url' or 'urls'" : "has both 'url' and 'urls': set only one of them"
            );
        }

        if (urls is ListNode { Items.Count: 0 } or ScalarNode { IsNull: true })
        {
            context.Fail(urls, path + ".urls", "expected at least one address, found none");
        }

        var endpoint = (EndpointGroup)value;
        if (endpoint.Api is not (ModelApi.OpenAI or ModelApi.Ollama))
        {
            foreach (var key in (string[])["body", "omit", "rename"])
            {
                if (map.Find(key) is { } unused)
                {
                    context.Fail(unused, $"{path}.{key}", "is only for apis openai and ollama: other clients write their own requests");
                }
            }
        }

        var isOwn = endpoint.Api is ModelApi.ChatClient;
        if (isOwn != map.Find("client") is not null)
        {
            context.Fail(
                map.Find("client") ?? map,
                path,
                isOwn
                    ? "'client' is missing: api chat-client requires the assembly and type of your client"
                    : "'client' is only for api chat-client"
            );
        }

        return value;
    }

    public static object Group(ParseContext context, MapNode map, string path, object value)
    {
        var group = (AgentGroup)value;
        var (strategy, agent) = (map.Find("strategy"), map.Find("agent"));
        if (strategy is null && agent is null)
        {
            context.Fail(map, path, "'strategy' is missing: set a strategy, or 'agent' for your own agent");
        }
        else if (strategy is not null && agent is not null)
        {
            context.Fail(agent, path, "has both 'strategy' and 'agent': set only one of them");
        }

        if (agent is not null && group.IsShaped)
        {
            context.Fail(map.Find("driving")!, path + ".driving", "your own agent requires live driving: only a strategy can be shaped");
        }

        return group.Name.Length > 0 ? value : group with { Name = group.Strategy.Name };
    }

    public static object Workload(ParseContext context, MapNode map, string path, object value)
    {
        var workload = (Workload)value;
        var endpoints = map.Find("endpoints") is MapNode named ? named.Pairs.Select(p => p.Key.Text).ToHashSet() : [];
        if (endpoints.Count > 0 && !endpoints.Contains("default"))
        {
            context.Fail(map.Find("endpoints")!, "endpoints", "'default' is missing: it serves every role without its own endpoint");
        }

        if (map.Find("groups") is ListNode { Items.Count: 0 } or ScalarNode { IsNull: true })
        {
            context.Fail(map.Find("groups")!, "groups", "expected at least one group, found none");
        }

        if (map.Find("groups") is ListNode groups)
        {
            Groups(context, groups, endpoints);
        }

        workload = EndWithArrivals(workload, map.Find("load") is MapNode load && load.Find("tasks") is not null);
        if (
            workload.Load.Duration is null
            && workload.Groups.Count > 1
            && workload.Groups.Any(group => group.Arrivals is not null || group.Agents is not null)
        )
        {
            context.Fail(
                map.Find("load") ?? map,
                "load",
                "'duration' is missing: groups with their own 'agents' or 'arrivals' run until it has passed"
            );
        }

        if (map.Find("load") is null && workload.Load.Duration is null)
        {
            workload = workload with { Load = workload.Load with { Tasks = DefaultTasks } };
        }

        return workload;
    }

    /// <summary>If every group has its own finite arrivals, the run ends with the last of them.</summary>
    private static Workload EndWithArrivals(Workload workload, bool hasTasks)
    {
        var lengths = workload.Groups.Select(group => group.Arrivals is { } arrivals ? LoadRules.LengthOf(arrivals) : null).ToArray();
        return hasTasks || workload.Load.Duration is not null || lengths.Length == 0 || lengths.Any(length => length is null)
            ? workload
            : workload with
            {
                Load = workload.Load with { Duration = lengths.Max(), Tasks = null },
            };
    }

    private static void Groups(ParseContext context, ListNode groups, HashSet<string> endpoints)
    {
        var lines = new Dictionary<string, Origin>(StringComparer.Ordinal);
        for (var i = 0; i < groups.Items.Count; i++)
        {
            if (groups.Items[i] is not MapNode group)
            {
                continue;
            }

            var given = group.Find("name") ?? Kind(group.Find("strategy"));
            if (given is ScalarNode name && !lines.TryAdd(name.Text, name.Origin))
            {
                context.Fail(
                    name,
                    $"groups[{i}].name",
                    $"{Redaction.Quote(name.Text)} is already the name of the group on line {lines[name.Text].Line}: "
                        + "group names must be unique"
                );
            }

            if (group.Find("roles") is MapNode roles)
            {
                Roles(context, roles, $"groups[{i}].roles", endpoints);
            }
        }
    }

    private static void Roles(ParseContext context, MapNode roles, string path, HashSet<string> endpoints)
    {
        foreach (var (role, given) in roles.Pairs)
        {
            var endpoint = given is MapNode map ? map.Find("endpoint") : given;
            if (
                endpoint is not ScalarNode { IsNull: false } named
                || context.ExpandQuietly(named) is not { } name
                || name == "default"
                || endpoints.Contains(name)
            )
            {
                continue;
            }

            context.Fail(
                named,
                ObjectKind.Path(path, role.Text),
                $"no endpoint is named {Redaction.Quote(named.Text)}{Suggestions.Hint(name, endpoints)}; endpoints: "
                    + (endpoints.Count == 0 ? "none" : string.Join(", ", endpoints.Order(StringComparer.Ordinal)))
            );
        }
    }

    /// <summary>Reports a strategy, or a strategy nested in it, that cannot solve the group's kind of problem.</summary>
    public static void CheckProblemFits(ParseContext context, MapNode map, string path, AgentGroup group, WorkloadInputs inputs)
    {
        if (SourceOf(group.Problem, inputs) is not { } source)
        {
            return;
        }

        var problem = new Lazy<Problem>(() => source.Create(1));
        Check(group.Strategy, ObjectKind.Path(path, "strategy"));
        if (group.IsShaped && !source.CanShape)
        {
            context.Fail(
                map.Find("driving") ?? map,
                ObjectKind.Path(path, "driving"),
                $"agents on {group.Problem.Name} cannot be shaped with these settings, because correct answers cannot be generated: use "
                    + "driving: live"
            );
        }

        void Check(Choice strategy, string at)
        {
            if (
                inputs.Strategies.FirstOrDefault(s => s.Name == strategy.Name)?.FindIncompatibility is { } unfit
                && unfit(problem.Value) is { } why
            )
            {
                context.Fail(map.Find("strategy") ?? map, at, $"{why}; found {group.Problem.Name}");
            }

            foreach (var (key, value) in strategy.Values)
            {
                if (value is Choice inner)
                {
                    Check(inner, ObjectKind.Path(at, key));
                }
            }
        }
    }

    /// <summary>Returns the source of the problems; null if the problem is invalid, which was reported.</summary>
    private static IProblemSource? SourceOf(Choice problem, WorkloadInputs inputs)
    {
        try
        {
            return inputs.Problems.FirstOrDefault(p => p.Name == problem.Name) is { } entry
                ? entry.Create(new Catalog.Settings(entry.Parameters, problem.Values))
                : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>
    /// Reports roles that neither the group's strategy nor a strategy nested in it has. A user's agent may have any role.
    /// </summary>
    public static void CheckRoles(ParseContext context, MapNode map, string path, AgentGroup group, WorkloadInputs inputs)
    {
        if (group.Agent is not null || map.Find("roles") is not MapNode roles || RolesOf(group.Strategy, inputs) is not { } known)
        {
            return;
        }

        foreach (var (role, _) in roles.Pairs)
        {
            if (!known.Contains(role.Text))
            {
                context.Fail(
                    role,
                    ObjectKind.Path(ObjectKind.Path(path, "roles"), role.Text),
                    $"the strategy {group.Strategy.Name} has no role {Redaction.Quote(role.Text)} with these settings"
                        + $"{Suggestions.Hint(role.Text, known)}; roles: {string.Join(", ", known.Take(MaxListedRoles))}"
                        + (known.Count > MaxListedRoles ? ", ..." : "")
                );
            }
        }
    }

    /// <summary>Returns the roles of a strategy and of the strategies nested in it; null if a strategy is unknown.</summary>
    private static List<string>? RolesOf(Choice strategy, WorkloadInputs inputs)
    {
        if (inputs.Strategies.FirstOrDefault(entry => entry.Name == strategy.Name) is not { } entry)
        {
            return null;
        }

        var settings = new Catalog.Settings(entry.Parameters, strategy.Values);
        var nested = settings.Values.Values.OfType<Choice>().Select(choice => RolesOf(choice, inputs) ?? []).SelectMany(roles => roles);
        return [.. entry.Roles(settings).Prepend("default").Concat(nested).Distinct(StringComparer.Ordinal)];
    }

    private static Node? Kind(Node? strategy) => strategy is MapNode map ? map.Find("kind") : strategy;
}
