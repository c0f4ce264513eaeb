using AgentLoad.Simulation.Nodes;

namespace AgentLoad.Simulation.Tests.Nodes;

internal static class Profiles
{
    public static NodeProfile Random(Random random) =>
        NodeProfiles.Rtx4090Ollama8B with
        {
            BaseSeconds = 1e-3 + (random.NextDouble() * 1e-2),
            PerPrefillToken = random.NextDouble() * 1e-4,
            PerDecodeSequence = random.NextDouble() * 1e-3,
            PerKvToken = random.Next(2) * random.NextDouble() * 1e-6,
            Slots = random.Next(1, 20),
            PrefillChunk = random.Next(1, 600),
            KvCapacity = 520 + random.Next(4000),
            DefaultContext = 512,
            PrefixCache = PrefixCacheMode.None,
        };

    public static NodeCall Call(int prompt, int output, Random random, string model = "m", int context = 4096, double keepAlive = 300) =>
        new(model, Ids(prompt, random), Ids(output, random), context, keepAlive);

    private static int[] Ids(int count, Random random) => [.. Enumerable.Range(0, count).Select(_ => random.Next(256, 32000))];
}
