namespace AgentLoad.Inference;

/// <summary>A client of one endpoint that makes and measures calls.</summary>
internal interface IModelClient : IDisposable
{
    /// <summary>Name of the endpoint in records: scheme, host and port, without credentials.</summary>
    string Endpoint { get; }

    /// <summary>
    /// Makes one streaming call without retries. A failed call is returned as a value, not thrown: see <see cref="CallResult.Outcome"/>.
    /// Cancellation closes the connection immediately and returns <c>Cancelled</c>.
    /// </summary>
    /// <param name="request">Request to send.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken);

    /// <summary>Returns facts about the server and a model without loading the model.</summary>
    /// <exception cref="EndpointException">The server is unreachable or does not have the model; the message contains a remedy.</exception>
    Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken);

    /// <summary>Loads the model with the context length of the options, so that a run starts with a warm model.</summary>
    /// <returns>Warnings, one line each; empty if there are none.</returns>
    /// <exception cref="EndpointException">The model could not be loaded; the message contains a remedy.</exception>
    Task<IReadOnlyList<string>> LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Asks a server that does not report it whether it offers native tool calling for a model. Called after <see cref="LoadAsync"/>.
    /// </summary>
    Task<ToolOffer> OffersToolsAsync(string model, CancellationToken cancellationToken) => Task.FromResult(ToolOffer.Unknown);
}

/// <summary>Answer of a server to an offer of tools.</summary>
/// <param name="IsAccepted">True if the server gives the tools to the model; null if its reply does not tell.</param>
/// <param name="Refusal">Error with which the server refused the tools; null if it did not refuse them.</param>
internal sealed record ToolOffer(bool? IsAccepted, string? Refusal = null)
{
    /// <summary>The reply does not tell.</summary>
    public static ToolOffer Unknown { get; } = new((bool?)null);
}

/// <summary>Thrown if an endpoint cannot serve the run. The message is one line with the problem and a remedy.</summary>
internal sealed class EndpointException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>Facts about a server and a model; null or empty if the server does not report them.</summary>
/// <param name="Server">Server and version, for example "Ollama 0.32.15".</param>
/// <param name="Model">Name of the model on the server.</param>
/// <param name="ContextLength">Maximum context length of the model, in tokens.</param>
/// <param name="LoadedContextLength">Context length of the loaded model, in tokens.</param>
/// <param name="Capabilities">Capabilities: "completion", "tools", "thinking", "vision"; null if the server does not report them.</param>
/// <param name="Details">Further details such as parameter size and quantization.</param>
/// <param name="IsSimulated">True if the server reports that it is simulated.</param>
internal sealed record ModelFacts(
    string Server,
    string Model,
    int? ContextLength,
    int? LoadedContextLength,
    IReadOnlySet<string>? Capabilities,
    IReadOnlyDictionary<string, string> Details,
    bool IsSimulated
)
{
    /// <summary>True if the server offers native tool calling for the model; null if it does not report it.</summary>
    public bool? HasTools { get; init; }

    /// <summary>What the user should know about the server, one line each; empty for nothing.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
