using Microsoft.Extensions.Hosting;

namespace AgentLoad.Client.Hosting;

/// <summary>
/// Leaves signals to <see cref="Running.StopSignals"/>. The default of .NET aborts a start in the middle: a silo would stay registered in
/// its cluster.
/// </summary>
internal sealed class SignalLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
