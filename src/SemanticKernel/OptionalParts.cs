using AgentLoad.Agents.Strategies;
using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;
using AgentLoad.SemanticKernel.Clients;
using AgentLoad.SemanticKernel.Loading;
using AgentLoad.SemanticKernel.Running;

namespace AgentLoad.SemanticKernel;

/// <summary>Adds what is written with OllamaSharp and Semantic Kernel to a process.</summary>
public static class OptionalParts
{
    /// <summary>Registers the APIs <c>ollamasharp</c> and <c>chat-client</c>, and what runs users' agents. Call once, before the first workload is run.</summary>
    public static void Register()
    {
        ModelClients.Register(ModelApi.OllamaSharp, (options, time) => new OllamaSharpClient(options, time));
        ModelClients.Register(ModelApi.ChatClient, CreateChatClient);
        UserAgents.Register(agent => new KernelAgentStrategy(agent), AgentError);
    }

    /// <summary>What is wrong with a type that a workload names for an agent, in one line; null for nothing.</summary>
    public static string? AgentError(UserType named) => UserTypes.ErrorOf(named, typeof(KernelAgent));

    /// <summary>What is wrong with a type that a workload names for a chat client, in one line; null for nothing.</summary>
    public static string? ChatClientError(UserType named) => UserTypes.ErrorOf(named, typeof(IChatClientFactory));

    private static ChatClientClient CreateChatClient(EndpointOptions options, TimeProvider timeProvider)
    {
        var named = options.Client ?? throw new EndpointException("An endpoint with api 'chat-client' needs 'client': the assembly and type of an IChatClientFactory.");
        try
        {
            var settings = new ChatClientSettings(new Uri(options.Url), options.ApiKey, timeProvider);
            return new ChatClientClient(options, UserTypes.Create<IChatClientFactory>(named).Create(settings), timeProvider);
        }
        catch (Exception exception) when (exception is not EndpointException)
        {
            throw new EndpointException($"Chat client {named.Type}: {(exception is UserTypeException ? "" : exception.GetType().Name + ": ")}{exception.Message}", exception);
        }
    }
}
