using AgentLoad.Agents.Grains.Runs;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Grains.Runs;

public sealed class RunStateStoreTests
{
    private readonly FakeRunState _state = new();
    private bool _replaced;

    [Fact]
    public async Task SaveAsync_StoreUnavailable_RetriesUntilItSucceeds()
    {
        _state.OnWrite = attempt => attempt < 3 ? throw new TimeoutException("Redis is away") : Task.CompletedTask;
        using var store = Store();

        await store.SaveAsync();

        _state.Writes.ShouldBe(1);
        _replaced.ShouldBeFalse();
    }

    [Fact]
    public async Task SaveAsync_AnotherActivationWrote_ThrowsAndReportsIt()
    {
        _state.OnWrite = _ => throw new InconsistentStateException("conflict");
        using var store = Store();

        await Should.ThrowAsync<InconsistentStateException>(store.SaveAsync);

        _replaced.ShouldBeTrue();
    }

    [Fact]
    public async Task SaveAsync_Concurrent_WritesOneAtATime()
    {
        var gate = new TaskCompletionSource();
        _state.OnWrite = _ => gate.Task;
        using var store = Store();

        var saves = Enumerable.Range(0, 5).Select(_ => store.SaveAsync()).ToArray();
        var clear = store.ClearAsync();
        clear.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        await Task.WhenAll([.. saves, clear]);

        _state.Writes.ShouldBe(5);
        _state.MaxConcurrentWrites.ShouldBe(1);
    }

    [Fact]
    public async Task StopAsync_StoreNeverComesBack_EndsTheRetryingSave()
    {
        _state.OnWrite = _ => throw new TimeoutException("the silo's memory is gone");
        using var store = Store();
        var saving = store.SaveAsync();
        saving.IsCompleted.ShouldBeFalse();

        await store.StopAsync(TimeSpan.Zero);

        await Should.ThrowAsync<OperationCanceledException>(saving);
        await Should.ThrowAsync<OperationCanceledException>(store.SaveAsync);
    }

    private RunStateStore Store() => new(_state, () => _replaced = true, TimeProvider.System, NullLogger.Instance);
}
