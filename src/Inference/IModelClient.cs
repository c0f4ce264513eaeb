namespace AgentLoad.Inference;

/// <summary>One endpoint that speaks one API: makes calls and times them.</summary>
public interface IModelClient : IDisposable
{
    /// <summary>Name of the endpoint in records: scheme, host and port, without credentials.</summary>
    string Endpoint { get; }

    /// <summary>
    /// Makes one call, streaming, and never repeats it. A failed call is a value, never an exception: see <see cref="CallResult.Outcome"/>.
    /// Cancelling closes the connection at once and gives <c>Cancelled</c>.
    /// </summary>
    /// <param name="request">What to ask.</param>
    /// <param name="cancellationToken">Given up by the agent.</param>
    Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken);

    /// <summary>Asks the server what it is and what it knows of a model, without causing a load.</summary>
    /// <exception cref="EndpointException">The server is away or does not have the model; the message says what to do.</exception>
    Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken);

    /// <summary>Has the model loaded with the context length of the options, so that a run begins warm.</summary>
    /// <exception cref="EndpointException">The model does not load; the message says what to do.</exception>
    Task LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken);
}

/// <summary>An endpoint cannot serve the run. The message is one line that says what is wrong and what to do.</summary>
public sealed class EndpointException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>What a server says of itself and of a model; null or empty where it does not say.</summary>
/// <param name="Server">Server and version, "Ollama 0.32.15".</param>
/// <param name="Model">The model's name on the server.</param>
/// <param name="ContextLength">Largest context the model was made for, in tokens.</param>
/// <param name="LoadedContextLength">Context it is loaded with now, in tokens.</param>
/// <param name="Capabilities">"completion", "tools", "thinking", "vision"; null where the server does not say.</param>
/// <param name="Details">Parameter size, quantization and the like, for the record.</param>
/// <param name="IsSimulated">True where the server says that it is a simulation.</param>
public sealed record ModelFacts(
    string Server,
    string Model,
    int? ContextLength,
    int? LoadedContextLength,
    IReadOnlySet<string>? Capabilities,
    IReadOnlyDictionary<string, string> Details,
    bool IsSimulated
);
