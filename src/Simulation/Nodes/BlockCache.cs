namespace AgentLoad.Simulation.Nodes;

/// <summary>
/// A prefix cache like vLLM's: full blocks of 16 tokens, identified by a hash of all tokens up to their end, evicted least recently used
/// first.
/// </summary>
internal sealed class BlockCache(int capacityTokens) : PrefixCache
{
    private const int BlockTokens = 16;
    private readonly int _capacity = Math.Max(1, capacityTokens / BlockTokens);
    private readonly Dictionary<ulong, LinkedListNode<ulong>> _blocks = [];
    private readonly LinkedList<ulong> _recent = [];

    public override int Admit(NodeCall call)
    {
        var found = 0;
        var hash = 0UL;
        while (found + BlockTokens < call.Prompt.Length)
        {
            hash = Extend(hash, call.Prompt.AsSpan(found, BlockTokens));
            if (!_blocks.TryGetValue(hash, out var node))
            {
                break;
            }

            _recent.Remove(node);
            _recent.AddLast(node);
            found += BlockTokens;
        }

        return found;
    }

    public override void Prefilled(NodeCall call) => Store(call.Prompt);

    public override void Release(NodeCall call)
    {
        if (call.PrefillLeft == 0)
        {
            Store([.. call.Prompt, .. call.Output.AsSpan(0, call.Emitted)]);
        }
    }

    private void Store(ReadOnlySpan<int> tokens)
    {
        var hash = 0UL;
        for (var at = 0; at + BlockTokens <= tokens.Length; at += BlockTokens)
        {
            hash = Extend(hash, tokens.Slice(at, BlockTokens));
            if (!_blocks.ContainsKey(hash))
            {
                _blocks[hash] = _recent.AddLast(hash);
            }
        }

        while (_blocks.Count > _capacity && _recent.First is { } oldest)
        {
            _blocks.Remove(oldest.Value);
            _recent.RemoveFirst();
        }
    }

    private static ulong Extend(ulong hash, ReadOnlySpan<int> tokens)
    {
        foreach (var token in tokens)
        {
            hash = System.Numerics.BitOperations.RotateLeft((hash ^ (uint)token) * 0x9E3779B97F4A7C15UL, 29);
        }

        return hash;
    }
}
