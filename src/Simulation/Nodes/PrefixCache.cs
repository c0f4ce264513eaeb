namespace AgentLoad.Simulation.Nodes;

/// <summary>Slots of a node, and what it kept of earlier prompts.</summary>
internal abstract class PrefixCache
{
    /// <summary>Gives the call a free slot; returns how many of its prompt's tokens need no work. The last one always does.</summary>
    public abstract int Admit(NodeCall call);

    /// <summary>The prompt has been worked on.</summary>
    public virtual void Prefilled(NodeCall call) { }

    /// <summary>The call is over; what it held may serve others.</summary>
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
