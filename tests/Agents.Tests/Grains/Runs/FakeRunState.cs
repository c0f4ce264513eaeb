using AgentLoad.Agents.Grains;

namespace AgentLoad.Agents.Tests.Grains.Runs;

/// <summary>The persistent state of a run, in memory. A test decides what a write does.</summary>
internal sealed class FakeRunState : IPersistentState<RunState>
{
    public RunState State { get; set; } = new();

    public string Etag => "";

    public bool RecordExists => Writes > 0;

    /// <summary>Successful writes.</summary>
    public int Writes { get; private set; }

    /// <summary>Most writes at one time.</summary>
    public int MaxConcurrentWrites { get; private set; }

    /// <summary>Called for each write, with its number from 1.</summary>
    public Func<int, Task> OnWrite { get; set; } = static _ => Task.CompletedTask;

    private int _attempts;
    private int _running;

    public async Task WriteStateAsync()
    {
        MaxConcurrentWrites = Math.Max(MaxConcurrentWrites, ++_running);
        try
        {
            await OnWrite(++_attempts);
            Writes++;
        }
        finally
        {
            _running--;
        }
    }

    public Task ClearStateAsync()
    {
        State = new RunState();
        return Task.CompletedTask;
    }

    public Task ReadStateAsync() => Task.CompletedTask;
}
