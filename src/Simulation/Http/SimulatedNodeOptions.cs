using AgentLoad.Simulation.Faults;
using AgentLoad.Simulation.Nodes;

namespace AgentLoad.Simulation.Http;

/// <summary>Options of a simulated node.</summary>
internal sealed record SimulatedNodeOptions
{
    /// <summary>Performance profile.</summary>
    public NodeProfile Profile { get; init; } = NodeProfiles.H100Vllm8B;

    /// <summary>Models on the node.</summary>
    public IReadOnlyList<SimulatedModel> Models { get; init; } = [new("llama3.1:8b")];

    /// <summary>Models that can be pulled.</summary>
    public IReadOnlyList<SimulatedModel> Library { get; init; } =
    [
        new("llama3.2:3b")
        {
            ParameterSize = "3.21B",
            Parameters = 3_210_000_000,
            EmbeddingLength = 3072,
            Size = 2_019_393_189,
        },
        new("qwen3:8b")
        {
            Family = "qwen3",
            Capabilities = ["completion", "tools", "thinking"],
            Size = 5_225_388_164,
        },
    ];

    /// <summary>Address to listen on.</summary>
    /// <value>The default is 127.0.0.1: other machines cannot reach it.</value>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Port to listen on; 0 selects a free one.</summary>
    public int Port { get; init; }

    /// <summary>Faults to inject.</summary>
    public FaultOptions Faults { get; init; } = FaultOptions.None;

    /// <summary>Seed of faults, and of calls without a seed.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// Adds <c>"agentload_emitted_ns"</c> to each line of Ollama's API: the monotonic time of this machine, in nanoseconds, when the line
    /// was passed to the connection.
    /// </summary>
    public bool StampEmission { get; init; }

    /// <summary>
    /// Called for each streamed line, on the thread that writes it, with the call's seed (0 if it has none) and the stamp of <see
    /// cref="StampEmission"/>. For benchmarks that compare a client's clock with the node's. All streams wait while it runs. It must not
    /// dispose the node, which waits for that thread: cancel with <c>CancelAsync</c>.
    /// </summary>
    public Action<long, long>? LineEmitted { get; init; }

    /// <summary>True to answer every call immediately with a constant reply, regardless of the profile, to measure the client.</summary>
    public bool NoOp { get; init; }

    /// <summary>Reported version.</summary>
    public string Version { get; init; } = "0.32.15";
}
