namespace AgentLoad.Inference.Endpoints;

/// <summary>Requirements of a workload on a model.</summary>
/// <param name="Capabilities">Required capabilities: "tools", "thinking", "vision".</param>
/// <param name="ContextTokens">Required context length in tokens; null if the workload does not set one.</param>
internal sealed record ModelRequirements(IReadOnlySet<string> Capabilities, int? ContextTokens = null);

/// <summary>Checks before a run whether an endpoint can serve it.</summary>
internal static class Preflight
{
    /// <summary>
    /// Checks every endpoint of a client and returns all problems, each with a remedy; empty if the run can start. Capabilities that a
    /// server does not report are assumed to be present.
    /// </summary>
    public static async Task<IReadOnlyList<EndpointException>> CheckAsync(
        IModelClient client,
        string model,
        ModelRequirements requirements,
        CancellationToken cancellationToken
    )
    {
        var clients = client is EndpointPool pool ? pool.Clients : [client];
        var problems = await Task.WhenAll(clients.Select(c => CheckOneAsync(c, model, requirements, cancellationToken)))
            .ConfigureAwait(false);
        return [.. problems.SelectMany(p => p)];
    }

    private static async Task<List<EndpointException>> CheckOneAsync(
        IModelClient client,
        string model,
        ModelRequirements requirements,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var facts = await client.InspectAsync(model, cancellationToken).ConfigureAwait(false);
            return [.. Capabilities(client, model, requirements, facts), .. Context(client, model, requirements, facts)];
        }
        catch (EndpointException exception)
        {
            return [exception];
        }
    }

    private static IEnumerable<EndpointException> Capabilities(
        IModelClient client,
        string model,
        ModelRequirements requirements,
        ModelFacts facts
    )
    {
        if (facts.Capabilities is not { } capabilities)
        {
            yield break;
        }

        if (!capabilities.Contains("completion"))
        {
            yield return new EndpointException(
                $"Model '{model}' on {client.Endpoint} does not support chat (capabilities: {string.Join(", ", capabilities)}). "
                    + "Select a chat model with --model."
            );
        }

        foreach (string missing in requirements.Capabilities.Where(c => !capabilities.Contains(c)).Order())
        {
            yield return new EndpointException(
                $"Model '{model}' on {client.Endpoint} does not support {missing}, which the workload requires. {Remedy(missing)}"
            );
        }
    }

    private static IEnumerable<EndpointException> Context(
        IModelClient client,
        string model,
        ModelRequirements requirements,
        ModelFacts facts
    )
    {
        if (requirements.ContextTokens > facts.ContextLength)
        {
            yield return new EndpointException(
                $"Model '{model}' on {client.Endpoint} has a context length of {facts.ContextLength} tokens, but the workload requests "
                    + $"num_ctx {requirements.ContextTokens}. Set num_ctx to at most {facts.ContextLength}, "
                    + "or select a model with a longer context."
            );
        }
    }

    private static string Remedy(string capability) =>
        capability switch
        {
            "tools" => "Select a model with tool support, or use text-based tools in the strategy.",
            "thinking" => "Select a model with thinking support, or remove 'think'.",
            "vision" => "Select a model with vision support (simulated node: 'vision: true'), or a problem other than image and video.",
            _ => "Select another model.",
        };
}
