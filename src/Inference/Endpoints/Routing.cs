namespace AgentLoad.Inference.Endpoints;

/// <summary>Which endpoint of a pool gets a call.</summary>
public enum Routing
{
    /// <summary>One after the other.</summary>
    RoundRobin,

    /// <summary>The one with the fewest calls in flight from this client.</summary>
    LeastOutstanding,

    /// <summary>All calls of a task to one endpoint, so that its prefix cache can serve them.</summary>
    StickyByTask,
}
