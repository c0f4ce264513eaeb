using AgentLoad.Inference.Transport;
using Shouldly;

namespace AgentLoad.Inference.Tests;

public sealed class CallSlotsTests
{
    [Fact]
    public async Task AcquireAsync_FromManyThreads_NeverExceedsTheLimit()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            int limit = random.Next(1, 9),
                calls = random.Next(1, 200),
                open = 0,
                peak = 0;
            var slots = new CallSlots(limit);
            await Task.WhenAll(
                Enumerable
                    .Range(0, calls)
                    .Select(_ =>
                        Task.Run(async () =>
                        {
                            using var slot = await slots.AcquireAsync(CancellationToken.None);
                            int now = Interlocked.Increment(ref open);
                            for (int seen = peak; now > seen; seen = peak)
                            {
                                Interlocked.CompareExchange(ref peak, now, seen);
                            }

                            await Task.Yield();
                            Interlocked.Decrement(ref open);
                        })
                    )
            );
            peak.ShouldBeLessThanOrEqualTo(limit);
            slots.QueuedCalls.ShouldBeLessThanOrEqualTo(Math.Max(0, calls - 1));
        }
    }

    [Fact]
    public async Task AcquireAsync_WaitCancelled_ReleasesNoSlot()
    {
        var slots = new CallSlots(1);
        using var cancellation = new CancellationTokenSource();
        using (await slots.AcquireAsync(CancellationToken.None))
        {
            var cancelled = slots.AcquireAsync(cancellation.Token).AsTask();
            cancelled.IsCompleted.ShouldBeFalse();
            await cancellation.CancelAsync();
            (await cancelled).Dispose();
            slots.AcquireAsync(CancellationToken.None).AsTask().IsCompleted.ShouldBeFalse();
            slots.QueuedCalls.ShouldBe(2);
        }
    }

    [Theory]
    [InlineData(null, int.MaxValue)]
    [InlineData(600, 300)]
    [InlineData(20_000, 18_976)]
    public void ConnectionLimit_ReservesFilesForOtherUses(int? files, int connections) =>
        OpenFiles.ConnectionLimit(files).ShouldBe(connections);

    [Theory]
    [InlineData(64, "this process may open 64 files, and needs at least 512. Raise the limit: ulimit -n 65536")]
    [InlineData(511, "this process may open 511 files, and needs at least 512. Raise the limit: ulimit -n 65536")]
    [InlineData(512, null)]
    [InlineData(null, null)]
    public void Shortage_OfOpenFiles_NamesTheMinimum(int? limit, string? expected) => OpenFiles.Shortage(limit).ShouldBe(expected);
}
