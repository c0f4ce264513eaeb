using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands;
using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Running;

/// <summary>The model servers of a run: connected, checked and loaded before the first task.</summary>
internal sealed class Connections : IDisposable
{
    private readonly Dictionary<string, Connection> _byName = new(StringComparer.Ordinal);

    private Connections()
    {
    }

    /// <summary>What is known of the endpoints, without secrets.</summary>
    public IReadOnlyList<EndpointFacts> Facts =>
        [.. _byName.Values.SelectMany(c => c.Group.Urls.Select(url =>
            new EndpointFacts(c.Name, DisplayOf(url), c.Group.Api.ToString(), c.Group.Model, c.Facts.IsSimulated)))];

    /// <summary>True where a simulated node takes part.</summary>
    public bool IsSimulated => _byName.Values.Any(c => c.Facts.IsSimulated);

    /// <summary>
    /// Connects to every endpoint group that the workload uses and has its model loaded.
    /// </summary>
    /// <exception cref="UserErrorException">Something stands in the way; every reason has a line of its own that says what to do.</exception>
    public static async Task<Connections> OpenAsync(
        Workload workload, TimeProvider timeProvider, Action<string> say, CancellationToken cancellationToken)
    {
        var connections = new Connections();
        try
        {
            foreach (var (name, group) in workload.Endpoints)
            {
                connections._byName.Add(name, await OpenAsync(name, group, workload, timeProvider, say, cancellationToken).ConfigureAwait(false));
            }

            return connections;
        }
        catch
        {
            connections.Dispose();
            throw;
        }
    }

    /// <summary>The connection that serves a role of a group.</summary>
    public Connection For(AgentGroup group, string role) => _byName[group.Roles.GetValueOrDefault(role, "default")];

    /// <summary>Roles that a group names, and "default".</summary>
    public static IEnumerable<string> RolesOf(AgentGroup group) => group.Roles.Keys.Append("default").Distinct(StringComparer.Ordinal);

    public void Dispose()
    {
        foreach (var connection in _byName.Values)
        {
            connection.Client.Dispose();
        }
    }

    private static async Task<Connection> OpenAsync(
        string name, EndpointGroup group, Workload workload, TimeProvider timeProvider, Action<string> say, CancellationToken cancellationToken)
    {
        IReadOnlyList<IModelClient> clients =
            [.. group.Urls.Select(url => ModelClients.Create(new EndpointOptions(url.OriginalString, group.Api, group.ApiKey) { Client = group.Client }, timeProvider))];
        var client = clients.Count == 1 ? clients[0] : new EndpointPool(clients, group.Routing);
        try
        {
            var problems = await Preflight.CheckAsync(client, group.Model, NeedsOf(workload, group), cancellationToken).ConfigureAwait(false);
            if (problems.Count > 0)
            {
                throw new UserErrorException(string.Join(Environment.NewLine, problems.Select(p => p.Message).Distinct()));
            }

            var facts = await client.InspectAsync(group.Model, cancellationToken).ConfigureAwait(false);
            say($"Loading {group.Model} on {client.Endpoint} ({facts.Server}{(facts.IsSimulated ? ", simulated" : "")}) ...");
            await client.LoadAsync(group.Model, new GenerationOptions { ContextLength = group.ContextLength }, cancellationToken).ConfigureAwait(false);
            return new Connection(name, group, client, facts);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private static ModelNeeds NeedsOf(Workload workload, EndpointGroup endpoint)
    {
        var served = workload.Groups
            .Where(group => RolesOf(group).Any(role => ReferenceEquals(workload.Endpoints[group.Roles.GetValueOrDefault(role, "default")], endpoint)))
            .ToArray();
        var needs = new HashSet<string>(StringComparer.Ordinal);
        if (served.Any(group => group.Options.Think == true))
            needs.Add("thinking");
        if (served.Any(group => ProblemCatalog.Find(group.Problem.Name)?.CreateWith().HasImages == true))
            needs.Add("vision");
        return new ModelNeeds(needs, endpoint.ContextLength);
    }

    private static string DisplayOf(Uri url) => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
}

/// <summary>One endpoint group, connected.</summary>
/// <param name="Name">Its name in the workload.</param>
/// <param name="Group">Its settings.</param>
/// <param name="Client">Makes its calls.</param>
/// <param name="Facts">What the server says.</param>
internal sealed record Connection(string Name, EndpointGroup Group, IModelClient Client, ModelFacts Facts)
{
    /// <summary>True where the model takes tools natively, as far as the server says.</summary>
    public bool HasNativeTools => Facts.Capabilities?.Contains("tools") == true;
}
