using Microsoft.Extensions.AI;

namespace AgentLoad.Inference.ChatClient;

/// <summary>Makes the client that an endpoint with <c>api: chat-client</c> names: a public class of the user's without constructor parameters.</summary>
public interface IChatClientFactory
{
    /// <summary>Makes a client; it is disposed at the end of the run, and takes the model of each call from its options.</summary>
    IChatClient Create(ChatClientSettings settings);
}

/// <summary>What a workload says of an endpoint.</summary>
/// <param name="Url">Its address.</param>
/// <param name="ApiKey">The key that the workload took from the environment, or null.</param>
/// <param name="TimeProvider">The run's time.</param>
public sealed record ChatClientSettings(Uri Url, string? ApiKey, TimeProvider TimeProvider);
