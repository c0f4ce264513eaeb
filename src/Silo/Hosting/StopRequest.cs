namespace AgentLoad.Silo.Hosting;

/// <summary>Requests to stop a silo process.</summary>
/// <param name="Drain">Cancelled when the silo must move its agents to other silos and stop.</param>
/// <param name="Now">Cancelled when it must stop without waiting for its agents.</param>
internal sealed record StopRequest(CancellationToken Drain, CancellationToken Now);
