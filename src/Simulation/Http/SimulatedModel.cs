using System.Security.Cryptography;
using System.Text;

namespace AgentLoad.Simulation.Http;

/// <summary>A model that a simulated node has.</summary>
/// <param name="Name">Its name, with or without a tag.</param>
public sealed record SimulatedModel(string Name)
{
    /// <summary>"completion", "tools", "thinking", "vision", "embedding".</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = ["completion", "tools"];

    /// <summary>Tokens that one image takes in a prompt, where the model has vision.</summary>
    /// <value>The default is 500, the density that the project's essays count with; real servers say their own.</value>
    public int ImageTokens { get; init; } = 500;

    /// <summary>Largest context in tokens it was made for.</summary>
    public int ContextLength { get; init; } = 131_072;

    /// <summary>Family, as servers name it.</summary>
    public string Family { get; init; } = "llama";

    /// <summary>Parameter size, as servers write it.</summary>
    public string ParameterSize { get; init; } = "8.03B";

    /// <summary>Quantization level.</summary>
    public string Quantization { get; init; } = "Q4_K_M";

    /// <summary>Parameters.</summary>
    public long Parameters { get; init; } = 8_030_000_000;

    /// <summary>Length of its embedding vectors.</summary>
    public int EmbeddingLength { get; init; } = 4096;

    /// <summary>Bytes on disk.</summary>
    public long Size { get; init; } = 4_920_000_000;

    /// <summary>When it was put there.</summary>
    public DateTimeOffset ModifiedAt { get; init; } = new(2026, 1, 1, 0, 0, 0, 1, TimeSpan.Zero);

    /// <summary>Name with its tag.</summary>
    public string FullName => Tagged(Name);

    /// <summary>A stand-in for the digest of its files.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FullName)));

    internal static string Tagged(string name) => name.LastIndexOf(':') > name.LastIndexOf('/') ? name : name + ":latest";

    internal bool Can(string capability) => Capabilities.Contains(capability);
}
