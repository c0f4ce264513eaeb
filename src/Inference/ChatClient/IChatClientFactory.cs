using Microsoft.Extensions.AI;

namespace AgentLoad.Inference.ChatClient;

/// <summary>
/// Creates the client of an endpoint with <c>api: chat-client</c>. Implementations are public user classes with a parameterless
/// constructor.
/// </summary>
public interface IChatClientFactory
{
    /// <summary>Creates a client. It is disposed at the end of the run and takes the model of each call from the chat options.</summary>
    IChatClient Create(ChatClientSettings settings);
}

/// <summary>Settings of an endpoint in the workload.</summary>
/// <param name="Url">URL of the endpoint.</param>
/// <param name="ApiKey">API key that the workload reads from the environment; null if there is none.</param>
/// <param name="TimeProvider">Time provider of the run.</param>
public sealed record ChatClientSettings(Uri Url, string? ApiKey, TimeProvider TimeProvider);
