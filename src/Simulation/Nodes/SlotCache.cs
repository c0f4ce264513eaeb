namespace AgentLoad.Simulation.Nodes;

/// <summary>As llama.cpp: the free slot that shares the longest prefix with the prompt, or else the one idle longest.</summary>
internal sealed class SlotCache(int slots) : PrefixCache
{
    private readonly int[][] sequences = [.. Enumerable.Repeat(Array.Empty<int>(), slots)];
    private readonly bool[] busy = new bool[slots];
    private readonly long[] releasedAt = new long[slots];
    private long releases;

    public override int Admit(NodeCall call)
    {
        var (best, bestLength) = (-1, -1);
        for (var slot = 0; slot < sequences.Length; slot++)
        {
            if (busy[slot]) continue;
            var length = call.Prompt.AsSpan().CommonPrefixLength(sequences[slot]);
            if (best < 0 || length > bestLength || (length == bestLength && releasedAt[slot] < releasedAt[best])) (best, bestLength) = (slot, length);
        }

        busy[best] = true;
        call.Slot = best;
        return Math.Min(bestLength, call.Prompt.Length - 1);
    }

    public override void Release(NodeCall call)
    {
        busy[call.Slot] = false;
        releasedAt[call.Slot] = ++releases;
        sequences[call.Slot] = [.. call.Prompt.AsSpan(0, call.Prompt.Length - call.PrefillLeft), .. call.Output.AsSpan(0, call.Emitted)];
    }
}
