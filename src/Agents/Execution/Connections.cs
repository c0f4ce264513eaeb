using System.Globalization;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Agents.Execution;

/// <summary>The model servers of a run: connected, checked and loaded before the first task.</summary>
internal sealed class Connections : IDisposable
{
    private readonly Dictionary<string, Connection> _byName = new(StringComparer.Ordinal);

    private Connections() { }

    /// <summary>The endpoints, without secrets.</summary>
    public IReadOnlyList<EndpointFacts> Facts =>
        [
            .. _byName.Values.SelectMany(c =>
                c.Models.SelectMany(model =>
                    c.Group.Urls.Select(url => new EndpointFacts(
                        c.Name,
                        DisplayOf(url),
                        c.Group.Api.ToString(),
                        model.Key,
                        model.Value.IsSimulated
                    ))
                )
            ),
        ];

    /// <summary>True if a simulated node takes part.</summary>
    public bool IsSimulated => _byName.Values.Any(c => c.Models.Values.Any(m => m.IsSimulated));

    /// <summary>
    /// Connects to every endpoint group that the workload uses and loads its model.
    /// </summary>
    /// <exception cref="EndpointException">
    /// An endpoint cannot serve the workload. The message has one line for each reason, with the remedy.
    /// </exception>
    public static async Task<Connections> OpenAsync(
        Workload workload,
        TimeProvider timeProvider,
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        var connections = new Connections();
        try
        {
            foreach (var (name, group) in workload.Endpoints)
            {
                connections._byName.Add(
                    name,
                    await OpenAsync(name, group, workload, timeProvider, say, cancellationToken).ConfigureAwait(false)
                );
            }

            return connections;
        }
        catch
        {
            connections.Dispose();
            throw;
        }
    }

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<Connection> All => _byName.Values;

    /// <summary>Checks that every endpoint of a workload can serve it. Loads no model and makes no call.</summary>
    /// <returns>The endpoints by name, each with its problems; empty if there are none.</returns>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> InspectAsync(
        Workload workload,
        TimeProvider timeProvider,
        CancellationToken cancellationToken
    )
    {
        var byName = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (name, group) in workload.Endpoints)
        {
            using var client = new EndpointPool(ClientsOf(group, workload.Name, timeProvider), group.Routing, timeProvider);
            var problems = new List<string>();
            foreach (var (model, needs) in NeedsOf(workload, name, group))
            {
                var found = await Preflight.CheckAsync(client, model, needs, cancellationToken).ConfigureAwait(false);
                problems.AddRange(found.Select(p => p.Message));
                if (found.Count == 0)
                {
                    // Without a call, nothing else tells whether the server can be used.
                    problems.AddRange((await client.InspectAsync(model, cancellationToken).ConfigureAwait(false)).Warnings);
                }
            }

            byName.Add(name, [.. problems.Distinct()]);
        }

        return byName;
    }

    /// <summary>The binding of a group's role.</summary>
    public RoleBinding Bind(AgentGroup group, string role)
    {
        var served = RoleSettings.Of(group, role);
        var connection = _byName[served.Endpoint];
        var model = served.Model ?? connection.Group.Model;
        return new RoleBinding(connection.Client, model, served.Options)
        {
            // As far as the server reports it.
            HasNativeTools = connection.Models[model] is { } facts && (facts.HasTools ?? facts.Capabilities?.Contains("tools") == true),
            ReasoningTokens = ReasoningModels.TokensOf(model, connection.Models[model], served.Options, connection.Group.ContextLength),
            ContextLength = connection.Group.ContextLength,
            Prices = connection.Group.Prices,
        };
    }

    /// <summary>Closes all connections.</summary>
    public void Dispose()
    {
        foreach (var connection in _byName.Values)
        {
            connection.Client.Dispose();
        }
    }

    private static async Task<Connection> OpenAsync(
        string name,
        EndpointGroup group,
        Workload workload,
        TimeProvider timeProvider,
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        var clients = ClientsOf(group, workload.Name, timeProvider);
        var client = new EndpointPool(clients, group.Routing, timeProvider);
        try
        {
            var models = new Dictionary<string, ModelFacts>(StringComparer.Ordinal);
            foreach (var (model, needs) in NeedsOf(workload, name, group))
            {
                var problems = await Preflight.CheckAsync(client, model, needs, cancellationToken).ConfigureAwait(false);
                if (problems.Count > 0)
                {
                    throw new EndpointException(string.Join(Environment.NewLine, problems.Select(p => p.Message).Distinct()));
                }

                var facts = await client.InspectAsync(model, cancellationToken).ConfigureAwait(false);
                say($"Loading {model} on {client.Endpoint} ({facts.Server}{(facts.IsSimulated ? ", simulated" : "")}) ...");
                var loaded = await LoadAsync(client, model, group, facts, say, cancellationToken).ConfigureAwait(false);
                models.Add(
                    model,
                    ToolSupport.IsUsed(workload, name, model)
                        ? await ToolSupport.AskAsync(client, model, loaded, say, cancellationToken).ConfigureAwait(false)
                        : loaded
                );
                CheckContext(workload, name, group, model, models[model]);
            }

            return new Connection(group, client, models) { Name = name };
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Loads a model with one real call, which decides whether the server can be used, and reports warnings.</summary>
    private static async Task<ModelFacts> LoadAsync(
        IModelClient client,
        string model,
        EndpointGroup group,
        ModelFacts facts,
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var warnings = await client
                .LoadAsync(model, new GenerationOptions { ContextLength = group.ContextLength }, cancellationToken)
                .ConfigureAwait(false);
            foreach (var warning in facts.Warnings.Concat(warnings).Distinct())
            {
                say($"Warning: {warning}");
            }
        }
        catch (EndpointException exception) when (facts.Warnings.Count > 0)
        {
            throw new EndpointException(string.Join(Environment.NewLine, facts.Warnings.Append(exception.Message)), exception);
        }

        // Servers report the context of a model that is loaded on demand only now.
        return facts.LoadedContextLength is null ? await client.InspectAsync(model, cancellationToken).ConfigureAwait(false) : facts;
    }

    private static void CheckContext(Workload workload, string name, EndpointGroup group, string model, ModelFacts facts)
    {
        if ((group.ContextLength ?? facts.LoadedContextLength ?? facts.ContextLength) is not { } context)
        {
            return;
        }

        foreach (var agents in workload.Groups)
        {
            var served = RoleSettings.Of(agents, "default");
            if (served.Endpoint != name || (served.Model ?? group.Model) != model)
            {
                continue;
            }

            var tokens = WorkloadHints.PromptTokens(agents);
            if (tokens > context)
            {
                throw new EndpointException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The prompts of group '{agents.Name}' have about {tokens:#,0} tokens, but '{model}' on {DisplayOf(group.Urls[0])} "
                    )
                        + string.Create(CultureInfo.InvariantCulture, $"has a context of {context:#,0} tokens. Set ")
                        + $"endpoints.{name}.contextLength (Ollama), or start the server with a longer context "
                        + "(vLLM --max-model-len, llama-server --ctx-size), or use shorter prompts."
                );
            }
        }
    }

    private static IReadOnlyList<IModelClient> ClientsOf(EndpointGroup group, string run, TimeProvider timeProvider) =>
        [
            .. group.Urls.Select(url =>
                ModelClients.Create(
                    new EndpointOptions(url.OriginalString, group.Api, group.ApiKey?.Reveal())
                    {
                        Client = group.Client,
                        ApiKeyHeader = group.ApiKeyHeader,
                        Headers = group.Headers.ToDictionary(h => h.Key, h => h.Value.Reveal() ?? "", StringComparer.Ordinal),
                        Shape = new RequestShape
                        {
                            Body = group.Body,
                            Omit = group.Omit.ToHashSet(StringComparer.Ordinal),
                            Rename = group.Rename,
                        },
                        Identity = group.Identity,
                        Run = run,
                    },
                    timeProvider
                )
            ),
        ];

    /// <summary>Models that the workload uses at an endpoint, its own and those of roles, with the required capabilities.</summary>
    private static IEnumerable<(string Model, ModelRequirements Needs)> NeedsOf(Workload workload, string name, EndpointGroup endpoint) =>
        workload
            .Groups.SelectMany(group =>
                RoleSettings.NamesOf(group).Select(role => (Role: RoleSettings.Of(group, role), Group: (AgentGroup?)group))
            )
            .Where(served => served.Role.Endpoint == name)
            .Append((new RoleSettings { Endpoint = name }, null))
            .GroupBy(served => served.Role.Model ?? endpoint.Model, StringComparer.Ordinal)
            .OrderByDescending(served => served.Key == endpoint.Model)
            .Select(served =>
                (
                    served.Key,
                    new ModelRequirements(
                        new[]
                        {
                            served.Any(s => s.Role.Options.Think is not (null or ThinkLevel.Off)) ? "thinking" : "",
                            served.Any(s => s.Group is { } group && ProblemCatalog.SourceOf(group.Problem)?.HasImages == true)
                                ? "vision"
                                : "",
                        }
                            .Where(need => need.Length > 0)
                            .ToHashSet(StringComparer.Ordinal),
                        endpoint.ContextLength
                    )
                )
            );

    private static string DisplayOf(Uri url) =>
        url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
}

/// <summary>One endpoint group, connected.</summary>
/// <param name="Group">Its settings.</param>
/// <param name="Client">Makes its calls.</param>
/// <param name="Models">What the server reports about each model.</param>
internal sealed record Connection(EndpointGroup Group, IModelClient Client, IReadOnlyDictionary<string, ModelFacts> Models)
{
    /// <summary>Its name in the workload.</summary>
    public required string Name { get; init; }
}
