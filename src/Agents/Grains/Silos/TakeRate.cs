namespace AgentLoad.Agents.Grains.Silos;

/// <summary>How many tasks the agents of a silo started in the last seconds. Not thread-safe.</summary>
/// <param name="time">The time.</param>
internal sealed class TakeRate(TimeProvider time)
{
    /// <summary>Longer than a run's grain needs to move from a dead silo to another one.</summary>
    private const int Seconds = 10;

    private readonly int[] _bySecond = new int[Seconds];
    private long _second;

    /// <summary>Counts a task.</summary>
    public void Add()
    {
        Advance();
        _bySecond[_second % Seconds]++;
    }

    /// <summary>The number of tasks in the last ten seconds.</summary>
    public int Count()
    {
        Advance();
        return _bySecond.Sum();
    }

    private void Advance()
    {
        var now = time.GetTimestamp() / time.TimestampFrequency;
        for (; _second < now; _second = now - _second > Seconds ? now - Seconds : _second + 1)
        {
            _bySecond[(_second + 1) % Seconds] = 0;
        }
    }
}
