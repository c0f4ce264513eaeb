using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Execution;

/// <summary>Finds out whether servers offer native tool calling, for workloads that use tools.</summary>
internal static class ToolSupport
{
    /// <summary>
    /// Asks the server if it has not reported whether it offers tools. Ollama and llama-server report it; other servers decide on a call.
    /// </summary>
    /// <param name="client">Client of the endpoints.</param>
    /// <param name="model">Name of the loaded model.</param>
    /// <param name="facts">What the server reports.</param>
    /// <param name="say">Prints a line.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task<ModelFacts> AskAsync(
        IModelClient client,
        string model,
        ModelFacts facts,
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        // The behavior profiles were fitted on simulated nodes with tool calls as text over this API.
        if (facts.HasTools is not null || facts.Capabilities is not null || facts.IsSimulated)
        {
            return facts;
        }

        var offer = await client.OffersToolsAsync(model, cancellationToken).ConfigureAwait(false);
        if (offer.Refusal is { } refusal)
        {
            say($"Warning: {client.Endpoint} refuses tools ({refusal}): agents write their tool calls as text");
        }

        return facts with
        {
            HasTools = offer.IsAccepted,
        };
    }

    /// <summary>True if a group that calls a model of an endpoint has a problem with tools.</summary>
    public static bool IsUsed(Workload workload, string endpoint, string model) =>
        workload.Groups.Any(group =>
            RoleSettings
                .NamesOf(group)
                .Select(role => RoleSettings.Of(group, role))
                .Any(role => role.Endpoint == endpoint && (role.Model ?? workload.Endpoints[endpoint].Model) == model) && HasTools(group)
        );

    private static bool HasTools(AgentGroup group) =>
        ProblemCatalog.Find(group.Problem.Name) is { } entry
        && entry.Create(new Settings(entry.Parameters, group.Problem.Values)).Create(1).Tools.Count > 0;
}
