namespace AgentLoad.Inference.Endpoints;

/// <summary>Strategy for selecting the endpoint of a call.</summary>
internal enum Routing
{
    /// <summary>Endpoints in turn.</summary>
    RoundRobin,

    /// <summary>The endpoint with the fewest calls in flight from this client.</summary>
    LeastOutstanding,

    /// <summary>All calls of a task go to one endpoint, which can then reuse its prefix cache.</summary>
    StickyByTask,
}
