using AgentLoad.Agents.UserAgents;
using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Simulation;
using AgentLoad.Simulation.Answers;
using AgentLoad.Simulation.Faults;
using AgentLoad.Simulation.Http;
using AgentLoad.Simulation.Nodes;
using Xunit;

namespace AgentLoad.Testing;

/// <summary>Simulated nodes and clients to them.</summary>
internal static class Nodes
{
    public const string Model = "simulated:8b";

    public static CallRequest Request { get; } =
        new(
            Model,
            [ChatMessage.System("Be short."), ChatMessage.User("Say something.")],
            new GenerationOptions
            {
                MaxTokens = 40,
                Seed = 7,
                Temperature = 0.5,
            }
        );

    public static Task<SimulatedNode> StartAsync(
        string? fault = null,
        IReplyGenerator? generator = null,
        SimulatedModel? model = null,
        Action? onLine = null
    ) =>
        SimulatedNode.StartAsync(
            new SimulatedNodeOptions
            {
                Profile = NodeProfiles.H100Vllm8B,
                Models = [model ?? new SimulatedModel(Model)],
                Faults = fault is null ? FaultOptions.None : FaultOptions.Parse([fault]),
                LineEmitted = onLine is null ? null : (_, _) => onLine(),
            },
            generator ?? new SkilledReplyGenerator(1, new ReplyGeneratorOptions()),
            TimeProvider.System,
            TestContext.Current.CancellationToken
        );

    public static IModelClient Connect(this SimulatedNode node, ModelApi api) =>
        ModelClients.Create(new EndpointOptions(node.Url, api), TimeProvider.System);
}
