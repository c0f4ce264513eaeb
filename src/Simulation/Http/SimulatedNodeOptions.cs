using AgentLoad.Simulation.Faults;
using AgentLoad.Simulation.Nodes;

namespace AgentLoad.Simulation.Http;

/// <summary>How a simulated node is served.</summary>
public sealed record SimulatedNodeOptions
{
    /// <summary>How fast it is and how much it holds.</summary>
    public NodeProfile Profile { get; init; } = NodeProfiles.H100Vllm8B;

    /// <summary>Models it has.</summary>
    public IReadOnlyList<SimulatedModel> Models { get; init; } = [new("llama3.1:8b")];

    /// <summary>Models that can be pulled besides.</summary>
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

    /// <summary>Port to listen on; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>What goes wrong on purpose.</summary>
    public FaultOptions Faults { get; init; } = FaultOptions.None;

    /// <summary>Seed of faults, and of calls that bring none.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// Adds <c>"agentload_emitted_ns"</c> to each line of Ollama's API: nanoseconds of this machine's monotonic clock when the line
    /// was handed to the connection.
    /// </summary>
    public bool StampEmission { get; init; }

    /// <summary>
    /// Told of each streamed line, on the thread that writes it: the call's seed (0 where it brings none) and the stamp of
    /// <see cref="StampEmission"/>. For benchmarks that compare a client's clock with the node's. It holds every stream up while it
    /// runs, and must not lead to the node's disposal, which waits for that thread: cancel with <c>CancelAsync</c>.
    /// </summary>
    public Action<long, long>? LineEmitted { get; init; }

    /// <summary>True to answer every call at once with the same words, whatever the profile: for measuring the client.</summary>
    public bool NoOp { get; init; }

    /// <summary>Version that it says it has.</summary>
    public string Version { get; init; } = "0.32.15";
}
