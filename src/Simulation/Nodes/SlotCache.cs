namespace AgentLoad.Simulation.Nodes;

/// <summary>A prefix cache like llama.cpp's: the free slot with the longest common prefix, or else the least recently used one.</summary>
internal sealed class SlotCache(int slots) : PrefixCache
{
    private readonly int[][] _sequences = [.. Enumerable.Repeat(Array.Empty<int>(), slots)];
    private readonly bool[] _busy = new bool[slots];
    private readonly long[] _releasedAt = new long[slots];
    private long _releases;

    public override int Admit(NodeCall call)
    {
        var (best, bestLength) = (-1, -1);
        for (var slot = 0; slot < _sequences.Length; slot++)
        {
            if (_busy[slot])
            {
                continue;
            }

            var length = call.Prompt.AsSpan().CommonPrefixLength(_sequences[slot]);
            if (best < 0 || length > bestLength || (length == bestLength && _releasedAt[slot] < _releasedAt[best]))
            {
                (best, bestLength) = (slot, length);
            }
        }

        _busy[best] = true;
        call.Slot = best;
        return Math.Min(bestLength, call.Prompt.Length - 1);
    }

    public override void Release(NodeCall call)
    {
        _busy[call.Slot] = false;
        _releasedAt[call.Slot] = ++_releases;
        _sequences[call.Slot] = [.. call.Prompt.AsSpan(0, call.Prompt.Length - call.PrefillLeft), .. call.Output.AsSpan(0, call.Emitted)];
    }
}
