namespace AgentLoad.Simulation.Nodes;

/// <summary>Built-in profiles. Each contains the source of its values; "derived" marks values calculated from published figures.</summary>
internal static class NodeProfiles
{
    private const string Blis = "inference-sim (BLIS) coefficients";

    /// <summary>Llama 3.1 8B BF16 on one H100 under vLLM.</summary>
    public static NodeProfile H100Vllm8B { get; } =
        Vllm("h100-vllm-8b", "Llama 3.1 8B BF16, one H100, vLLM 0.8.4", 5.75e-3, 17.25e-6, 6.00e-6, 467_000) with
        {
            Source = $"{Blis}: 5.75 ms + 17.25 us a prefill token + 6.00 us a decode token; KV capacity derived from 80 GB less weights",
        };

    /// <summary>Llama 3.1 8B BF16 on one A100-80 under vLLM.</summary>
    public static NodeProfile A100Vllm8B { get; } =
        Vllm("a100-vllm-8b", "Llama 3.1 8B BF16, one A100-80, vLLM", 16.44e-3, 47.8e-6, 18.2e-6, 467_000) with
        {
            Source = $"{Blis}: 16.44 ms + 47.8 us + 18.2 us; KV capacity as for the H100, which has the same memory",
        };

    /// <summary>Llama 3.3 70B on four H100 under vLLM.</summary>
    public static NodeProfile FourH100Vllm70B { get; } =
        Vllm("4xh100-70b", "Llama 3.3 70B, four H100, vLLM", 12.60e-3, 76.4e-6, 66.8e-6, 513_000) with
        {
            Source = $"{Blis}: 12.60 ms + 76.4 us + 66.8 us; KV capacity uncertain",
        };

    /// <summary>
    /// 8B Q4_K_M on one RTX 4090 under Ollama. Decode at 130.6, 119.4 and 110.7 tokens/s with 512, 4k and 8k cached tokens is 7.657, 8.375
    /// and 9.033 ms per step: a line of 7.565 ms + 0.179 us per KV token. A further sequence costs 0.713 ms (RTX 3090, llama.cpp PR 15802:
    /// 157 to 470 tokens/s from batch 1 to 4 is 6.37 to 8.51 ms), which leaves a base of 6.852 ms. Prefill at 7,139 tokens/s is 71.72 ms
    /// per chunk of 512: 126.7 us per token above the base. KV: (24 - 5 - 1) GB at 131,072 bytes per token. At 8k the real prefill is 1.8
    /// times slower than this line.
    /// </summary>
    public static NodeProfile Rtx4090Ollama8B { get; } =
        new()
        {
            Name = "rtx4090-ollama-8b",
            Description = "8B Q4_K_M, one RTX 4090, Ollama with 4 slots",
            Source =
                "XiongjieDai GPU benchmarks (decode, prefill); batch slope from llama.cpp PR 15802 on an RTX 3090; "
                + "load derived from 70B Q4 in 18 s from NVMe",
            BaseSeconds = 6.852e-3,
            PerPrefillToken = 126.7e-6,
            PerDecodeSequence = 0.713e-3,
            PerKvToken = 0.179e-6,
            Slots = 4,
            KvCapacity = 137_000,
            LoadSeconds = 2.1,
        };

    /// <summary>
    /// 3B Q4 on a laptop CPU. Prefill at 28.7 tokens/s is 17.84 s per chunk of 512; decode at 11.05 tokens/s is 90.5 ms. A token needs the
    /// same arithmetic in both, so 34.7 ms per token and a base of 55.8 ms (weights read once per iteration) match both.
    /// </summary>
    public static NodeProfile Cpu3B { get; } =
        new()
        {
            Name = "cpu-3b",
            Description = "3B Q4, Intel i3-1315U CPU, Ollama with 1 slot",
            Source = "sbc-reviews #107: prefill 28.7, decode 11.05 tokens/s; split derived",
            BaseSeconds = 55.8e-3,
            PerPrefillToken = 34.7e-3,
            PerDecodeSequence = 34.7e-3,
            Slots = 1,
            KvCapacity = 131_072,
            LoadSeconds = 2,
        };

    /// <summary>No hardware: negligible times. For tests and for measuring the client.</summary>
    public static NodeProfile Instant { get; } =
        new()
        {
            Name = "instant",
            Description = "negligible time for everything",
            Source = "none: not a model of any hardware",
            BaseSeconds = 1e-6,
            PerPrefillToken = 0,
            PerDecodeSequence = 0,
            Slots = 4096,
            KvCapacity = 1 << 29,
            PrefillChunk = 1 << 20,
            PrefixCache = PrefixCacheMode.None,
        };

    /// <summary>All built-in profiles.</summary>
    public static IReadOnlyList<NodeProfile> All { get; } = [H100Vllm8B, A100Vllm8B, FourH100Vllm70B, Rtx4090Ollama8B, Cpu3B, Instant];

    /// <summary>Returns the profile with a name.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known names.</exception>
    public static NodeProfile Get(string name) =>
        All.FirstOrDefault(profile => string.Equals(profile.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"unknown node profile '{name}'; known: {string.Join(", ", All.Select(profile => profile.Name))}");

    // Batch limits are inference-sim's defaults for vLLM: 256 sequences and 2,048 prompt tokens per iteration.
    private static NodeProfile Vllm(string name, string description, double baseSeconds, double prefill, double decode, int kv) =>
        new()
        {
            Name = name,
            Description = description,
            Source = Blis,
            BaseSeconds = baseSeconds,
            PerPrefillToken = prefill,
            PerDecodeSequence = decode,
            Slots = 256,
            KvCapacity = kv,
            PrefillChunk = 2048,
            PrefixCache = PrefixCacheMode.Global,
            KeepAliveSeconds = double.PositiveInfinity,
            DefaultContext = 32_768,
        };
}
