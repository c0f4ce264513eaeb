namespace AgentLoad.Client.Running;

/// <summary>Tokens that stop a run.</summary>
/// <param name="Drain">Cancelled to start no new tasks and let running tasks finish.</param>
/// <param name="Stop">Cancelled to abort running tasks.</param>
internal readonly record struct StopTokens(CancellationToken Drain, CancellationToken Stop);
