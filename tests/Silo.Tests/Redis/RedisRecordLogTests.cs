using AgentLoad.Measurement.Records;
using AgentLoad.Silo.Redis;
using AgentLoad.Testing;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace AgentLoad.Silo.Tests.Redis;

public sealed class RedisRecordLogTests : IAsyncLifetime
{
    private const string Run = "run-1";

    private static readonly Dictionary<string, int> NoCalls = [];

    private RedisServer _redis = null!;
    private ConnectionMultiplexer _connection = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _connection = await ConnectionMultiplexer.ConnectAsync(_redis.Address);
    }

    [Fact]
    public async Task Calls_AreUnrecordedUntilTheirTaskIsRecorded()
    {
        var log = Log();
        (await log.AddCallsAsync(Run, "a", 3, Cancellation)).ShouldBeTrue();
        (await log.AddCallsAsync(Run, "b", 2, Cancellation)).ShouldBeTrue();

        (await log.AppendAsync(Run, Record(1), new Dictionary<string, int> { ["a"] = 2, ["b"] = 2 }, Cancellation)).ShouldBeTrue();

        (await log.UnrecordedCallsAsync(Run, Cancellation)).ShouldBe(new Dictionary<string, long> { ["a"] = 1, ["b"] = 0 });
    }

    [Fact]
    public async Task Task_RecordedTwice_IsKeptOnce()
    {
        var log = Log();
        await log.AppendAsync(Run, Record(1), NoCalls, Cancellation);

        (await log.AppendAsync(Run, Record(1), NoCalls, Cancellation)).ShouldBeFalse();

        (await log.ReadAsync(Run, "0", 10, Cancellation)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Silo_ThatComesBackAfterTheEnd_CanNeitherCountCallsNorRecordTasks()
    {
        var (run, forgotten) = (Log(), Log());
        await run.AddCallsAsync(Run, "a", 3, Cancellation);
        await run.CloseAsync(Run, Cancellation);

        (await forgotten.AddCallsAsync(Run, "b", 1, Cancellation)).ShouldBeFalse();
        (await forgotten.AppendAsync(Run, Record(1), new Dictionary<string, int> { ["a"] = 1 }, Cancellation)).ShouldBeFalse();

        (await run.UnrecordedCallsAsync(Run, Cancellation)).ShouldBe(new Dictionary<string, long> { ["a"] = 3 });
        (await run.RecordedAsync(Run, Cancellation)).ShouldBeEmpty();
        (await run.ReadAsync(Run, "0", 10, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task DeletedLog_StaysClosedAndKeepsNothingElse()
    {
        var log = Log();
        await log.AddCallsAsync(Run, "a", 3, Cancellation);
        await log.AppendAsync(Run, Record(1), NoCalls, Cancellation);

        await log.DeleteAsync(Run, Cancellation);

        (await log.AddCallsAsync(Run, "a", 1, Cancellation)).ShouldBeFalse();
        (await log.AppendAsync(Run, Record(2), NoCalls, Cancellation)).ShouldBeFalse();
        (await log.UnrecordedCallsAsync(Run, Cancellation)).ShouldBeEmpty();
        (await log.ReadAsync(Run, "0", 10, Cancellation)).ShouldBeEmpty();
        var keys = _connection.GetServer(_redis.Address).Keys(pattern: "*").ToArray();
        keys.Length.ShouldBe(1);
        (await _connection.GetDatabase().KeyTimeToLiveAsync(keys[0])).ShouldNotBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _redis.DisposeAsync();
    }

    private static TaskRecord Record(long id) =>
        new()
        {
            Id = id,
            Agent = 1,
            Group = "group",
            Problem = "open",
            ProblemId = "1",
            Strategy = "direct",
            IntendedStart = 0,
            Start = 0,
            End = 1,
            State = TaskState.Solved,
            Steps = [],
        };

    private RedisRecordLog Log() => new(_connection, "test", TimeProvider.System);
}
