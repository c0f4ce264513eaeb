using AgentLoad.Agents.Grains.Contracts;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>
/// The tasks of one run that a silo holds: those of its agents, and per lane those that an agent can take without a request to the run's
/// grain. Not thread-safe.
/// </summary>
/// <param name="lanes">The number of lanes.</param>
/// <param name="time">The time.</param>
internal sealed class HeldTasks(int lanes, TimeProvider time)
{
    private readonly Dictionary<long, Ticket> _held = [];
    private readonly Queue<Ticket>[] _spare = [.. Enumerable.Range(0, lanes).Select(static _ => new Queue<Ticket>())];
    private readonly TakeRate[] _rates = [.. Enumerable.Range(0, lanes).Select(_ => new TakeRate(time))];

    /// <summary>All tasks, begun or not.</summary>
    public IReadOnlyCollection<Ticket> All => _held.Values;

    /// <summary>True if the silo holds the task.</summary>
    public bool Contains(long task) => _held.ContainsKey(task);

    /// <summary>Adds a task that an agent does.</summary>
    public void Add(Ticket ticket) => _held[ticket.Id] = ticket;

    /// <summary>Removes a task.</summary>
    /// <returns>The task, or null if the silo does not hold it.</returns>
    public Ticket? Remove(long task) => _held.Remove(task, out var ticket) ? ticket : null;

    /// <summary>Adds a task that any agent of its lane can take.</summary>
    public void AddSpare(Ticket ticket)
    {
        Add(ticket);
        _spare[LaneOf(ticket)].Enqueue(ticket);
    }

    /// <summary>True if an agent of the lane can take a task.</summary>
    public bool HasSpare(int lane) => _spare[lane].Count > 0;

    /// <summary>Takes a task of the lane.</summary>
    public Ticket TakeSpare(int lane)
    {
        _rates[lane].Add();
        return _spare[lane].Dequeue();
    }

    /// <summary>Counts a task that an agent began and that was not held in advance.</summary>
    public void CountBegun(Ticket ticket) => _rates[LaneOf(ticket)].Add();

    /// <summary>True if the tasks that are held in advance last for less than half of <see cref="TakeRate"/>'s seconds.</summary>
    public bool IsLow(int lane) => _spare[lane].Count < _rates[lane].Count() / 2;

    /// <summary>How many more tasks the silo needs in advance, by lane.</summary>
    public int[] CountMissing() => [.. _rates.Select((rate, lane) => Math.Max(0, rate.Count() - _spare[lane].Count))];

    /// <summary>Removes all tasks of a lane that no agent has taken.</summary>
    public IEnumerable<Ticket> RemoveSpare(int lane)
    {
        while (_spare[lane].TryDequeue(out var ticket))
        {
            _held.Remove(ticket.Id);
            yield return ticket;
        }
    }

    private int LaneOf(Ticket ticket) => (int)(ticket.Id % lanes);
}
