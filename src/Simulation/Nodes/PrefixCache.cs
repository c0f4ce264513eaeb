namespace AgentLoad.Simulation.Nodes;

/// <summary>The slots of a node and its prefix cache.</summary>
internal abstract class PrefixCache
{
    /// <summary>Assigns a free slot and returns the number of cached prompt tokens. The last prompt token is never cached.</summary>
    public abstract int Admit(NodeCall call);

    /// <summary>Called when the prompt has been processed.</summary>
    public virtual void Prefilled(NodeCall call) { }

    /// <summary>Called when the call has ended; its tokens may serve other calls.</summary>
    public abstract void Release(NodeCall call);

    public static PrefixCache Create(NodeProfile profile) =>
        profile.PrefixCache switch
        {
            PrefixCacheMode.PerSlot => new SlotCache(profile.Slots),
            PrefixCacheMode.Global => new BlockCache(profile.KvCapacity),
            _ => new NoCache(),
        };

    private sealed class NoCache : PrefixCache
    {
        public override int Admit(NodeCall call) => 0;

        public override void Release(NodeCall call) { }
    }
}
