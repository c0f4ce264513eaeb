using System.Security.Cryptography;
using System.Text;

namespace AgentLoad.Simulation.Http;

/// <summary>A model on a simulated node.</summary>
/// <param name="Name">Name, with or without a tag.</param>
internal sealed record SimulatedModel(string Name)
{
    /// <summary>Capabilities: "completion", "tools", "thinking", "vision", "embedding".</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = ["completion", "tools"];

    /// <summary>Tokens of one image in a prompt, if the model has vision.</summary>
    /// <value>The default is 500, the density that the project's essays use; real servers report their own values.</value>
    public int ImageTokens { get; init; } = 500;

    /// <summary>Maximum context length in tokens.</summary>
    public int ContextLength { get; init; } = 131_072;

    /// <summary>Family, as reported by servers.</summary>
    public string Family { get; init; } = "llama";

    /// <summary>Parameter size, as reported by servers.</summary>
    public string ParameterSize { get; init; } = "8.03B";

    /// <summary>Quantization level.</summary>
    public string Quantization { get; init; } = "Q4_K_M";

    /// <summary>Number of parameters.</summary>
    public long Parameters { get; init; } = 8_030_000_000;

    /// <summary>Length of the embedding vectors.</summary>
    public int EmbeddingLength { get; init; } = 4096;

    /// <summary>Size on disk in bytes.</summary>
    public long Size { get; init; } = 4_920_000_000;

    /// <summary>Time at which the model was stored.</summary>
    public DateTimeOffset ModifiedAt { get; init; } = new(2026, 1, 1, 0, 0, 0, 1, TimeSpan.Zero);

    /// <summary>Name with its tag.</summary>
    public string FullName => Tagged(Name);

    /// <summary>Placeholder for the digest of the model files.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FullName)));

    internal static string Tagged(string name) => name.LastIndexOf(':') > name.LastIndexOf('/') ? name : name + ":latest";

    internal bool Can(string capability) => Capabilities.Contains(capability);
}
