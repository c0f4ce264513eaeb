using System.CommandLine;
#if !AGENTLOAD_CLUSTER
using AgentLoad.Client.Commands;
#endif
using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Client;

/// <summary>The parts whose packages not every NuGet feed has: what they add where they are built in, and what is said where they are not.</summary>
internal static class Optional
{
#if AGENTLOAD_CLUSTER
    /// <summary>Adds what is built in.</summary>
    public static void Register() => SemanticKernel.OptionalParts.Register();

    /// <summary>What is wrong with a type that is to be an agent; null for nothing.</summary>
    public static string? AgentError(UserType named) => SemanticKernel.OptionalParts.AgentError(named);

    /// <summary>What is wrong with a type that is to make chat clients; null for nothing.</summary>
    public static string? ChatClientError(UserType named) => SemanticKernel.OptionalParts.ChatClientError(named);

    /// <summary>Writes a project for an agent of the user's own.</summary>
    public static int WriteAgent(string folder) => Cluster.AgentTemplate.Write(folder);

    /// <summary>The models of an Ollama server.</summary>
    public static Command ModelsCommand() => Cluster.Models.ModelsCommand.Create();
#else
    private const string NotBuiltIn = "this build has no Semantic Kernel and no OllamaSharp: the NuGet feeds lacked their packages";

    /// <summary>Adds nothing.</summary>
    public static void Register()
    {
    }

    /// <summary>What is missing.</summary>
    public static string? AgentError(UserType named) => NotBuiltIn;

    /// <summary>What is missing.</summary>
    public static string? ChatClientError(UserType named) => NotBuiltIn;

    /// <summary>Says what is missing.</summary>
    public static int WriteAgent(string folder) => throw Missing();

    /// <summary>A command that says what is missing.</summary>
    public static Command ModelsCommand()
    {
        var command = new Command("models", "Lists, shows, pulls, loads and unloads the models of an Ollama server (not in this build).") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(int (_) => throw Missing());
        return command;
    }

    private static UserErrorException Missing() => new(char.ToUpperInvariant(NotBuiltIn[0]) + NotBuiltIn[1..] + ".");
#endif
}
