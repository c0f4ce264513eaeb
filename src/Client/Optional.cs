using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Client;

/// <summary>The parts whose packages not every NuGet feed has: what they add where they are built in, and what is said where they are not.</summary>
internal static class Optional
{
#if AGENTLOAD_CLUSTER
    /// <summary>Adds what is built in.</summary>
    public static void Register() => SemanticKernel.OptionalParts.Register();

    /// <summary>What is wrong with a type that is to make chat clients; null for nothing.</summary>
    public static string? ChatClientError(UserType named) => SemanticKernel.OptionalParts.ChatClientError(named);
#else
    private const string NotBuiltIn = "this build has no Semantic Kernel and no OllamaSharp: the NuGet feeds lacked their packages";

    /// <summary>Adds nothing.</summary>
    public static void Register()
    {
    }

    /// <summary>What is missing.</summary>
    public static string? ChatClientError(UserType named) => NotBuiltIn;
#endif
}
