namespace AgentLoad.Inference.Endpoints;

/// <summary>What a workload needs of a model.</summary>
/// <param name="Capabilities">Of "tools", "thinking", "vision".</param>
/// <param name="ContextTokens">Context in tokens, or null where the workload does not say.</param>
public sealed record ModelNeeds(IReadOnlySet<string> Capabilities, int? ContextTokens = null);

/// <summary>Finds out before a run whether an endpoint can serve it.</summary>
public static class Preflight
{
    /// <summary>
    /// Everything that stands in the way, each with what to do; empty where the run can start. Every endpoint of a pool is asked.
    /// What a server does not say is not held against it.
    /// </summary>
    public static async Task<IReadOnlyList<EndpointException>> CheckAsync(
        IModelClient client,
        string model,
        ModelNeeds needs,
        CancellationToken cancellationToken
    )
    {
        var clients = client is EndpointPool pool ? pool.Clients : [client];
        var problems = await Task.WhenAll(clients.Select(c => CheckOneAsync(c, model, needs, cancellationToken))).ConfigureAwait(false);
        return [.. problems.SelectMany(p => p)];
    }

    private static async Task<List<EndpointException>> CheckOneAsync(
        IModelClient client,
        string model,
        ModelNeeds needs,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var facts = await client.InspectAsync(model, cancellationToken).ConfigureAwait(false);
            return [.. Capabilities(client, model, needs, facts), .. Context(client, model, needs, facts)];
        }
        catch (EndpointException exception)
        {
            return [exception];
        }
    }

    private static IEnumerable<EndpointException> Capabilities(IModelClient client, string model, ModelNeeds needs, ModelFacts facts)
    {
        if (facts.Capabilities is not { } has)
        {
            yield break;
        }

        if (!has.Contains("completion"))
        {
            yield return new EndpointException(
                $"Model '{model}' on {client.Endpoint} does not chat (it has: {string.Join(", ", has)}). Name a chat model with --model."
            );
        }

        foreach (string need in needs.Capabilities.Where(n => !has.Contains(n)).Order())
        {
            yield return new EndpointException(
                $"Model '{model}' on {client.Endpoint} has no {need}; the workload needs it. {Remedy(need)}"
            );
        }
    }

    private static IEnumerable<EndpointException> Context(IModelClient client, string model, ModelNeeds needs, ModelFacts facts)
    {
        if (needs.ContextTokens > facts.ContextLength)
        {
            yield return new EndpointException(
                $"Model '{model}' on {client.Endpoint} has a context of {facts.ContextLength} tokens; the workload asks for num_ctx {needs.ContextTokens}. Ask for at most {facts.ContextLength}, or name a model with a longer context."
            );
        }
    }

    private static string Remedy(string capability) =>
        capability switch
        {
            "tools" => "Name a model with tools, or let the strategy use tools by text.",
            "thinking" => "Name a model that thinks, or leave 'think' out.",
            "vision" =>
                "Name a model with vision (the simulated node has it with 'vision: true'), or another problem than image and video.",
            _ => "Name another model.",
        };
}
