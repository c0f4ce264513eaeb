using AgentLoad.Inference.Transport;
using Shouldly;

namespace AgentLoad.Inference.Tests;

/// <summary>A process has no more calls under way than it has files for.</summary>
public sealed class CallSlotsTests
{
    [Fact]
    public async Task Slots_AskedForFromManyThreads_AreNeverMoreThanThereAre()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            int limit = random.Next(1, 9),
                calls = random.Next(1, 200),
                open = 0,
                most = 0;
            var slots = new CallSlots(limit);
            await Task.WhenAll(
                Enumerable
                    .Range(0, calls)
                    .Select(_ =>
                        Task.Run(async () =>
                        {
                            using var slot = await slots.TakeAsync(CancellationToken.None);
                            int now = Interlocked.Increment(ref open);
                            for (int seen = most; now > seen; seen = most)
                            {
                                Interlocked.CompareExchange(ref most, now, seen);
                            }

                            await Task.Yield();
                            Interlocked.Decrement(ref open);
                        })
                    )
            );
            most.ShouldBeLessThanOrEqualTo(limit);
            slots.HeldBack.ShouldBeLessThanOrEqualTo(Math.Max(0, calls - 1));
        }
    }

    [Fact]
    public async Task Slot_WaitedForInVain_IsNotFreed()
    {
        var slots = new CallSlots(1);
        using var givenUp = new CancellationTokenSource();
        using (await slots.TakeAsync(CancellationToken.None))
        {
            var vain = slots.TakeAsync(givenUp.Token).AsTask();
            vain.IsCompleted.ShouldBeFalse();
            await givenUp.CancelAsync();
            (await vain).Dispose();
            slots.TakeAsync(CancellationToken.None).AsTask().IsCompleted.ShouldBeFalse();
            slots.HeldBack.ShouldBe(2);
        }
    }

    [Theory]
    [InlineData(null, int.MaxValue)]
    [InlineData(600, 300)]
    [InlineData(20_000, 18_976)]
    public void Connections_LeaveFilesForTheRest(int? files, int connections) => OpenFiles.ForConnections(files).ShouldBe(connections);
}
