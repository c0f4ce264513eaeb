using System.Collections;

namespace AgentLoad.Agents.Scheduling;

/// <summary>
/// Tasks that arrive on a schedule. Agents take arrivals in advance and wait for them, so no coordination is needed when one is due.
/// </summary>
/// <param name="arrivals">Non-decreasing arrival times in seconds; may be infinite.</param>
/// <param name="most">Maximum number of agents.</param>
internal sealed class OpenShape(IEnumerable<double> arrivals, int most) : ILoadShape
{
    /// <summary>How far in advance, in seconds, an agent must be waiting for each arrival.</summary>
    public const double Lookahead = 0.5;

    private readonly Lock _gate = new();
    private readonly IEnumerator<double> _arrivals = arrivals.GetEnumerator();
    private readonly Queue<double> _ahead = new();
    private readonly BitArray _known = new(most);
    private int _count;
    private double _last;
    private double _lastAssigned = double.NegativeInfinity;

    /// <inheritdoc/>
    public bool IsOpen => true;

    /// <inheritdoc/>
    public double? Next(int agent, double free)
    {
        lock (_gate)
        {
            Know(agent);
            if (!_ahead.TryDequeue(out var arrival) && !Draw(out arrival))
            {
                return null;
            }

            _lastAssigned = arrival;
            return arrival;
        }
    }

    /// <summary>Counts an agent that takes no arrival, because it works on a task in addition to the arrivals.</summary>
    public void Occupy(int agent)
    {
        lock (_gate)
        {
            Know(agent);
        }
    }

    /// <inheritdoc/>
    public int AgentsAt(double now)
    {
        lock (_gate)
        {
            // An agent that waits for an arrival beyond the lookahead asks again when it starts, so no further agent is needed until then.
            var more = CountAhead(now + Lookahead, most - _count);
            return (int)Math.Min(most, _count + (more == 0 && _lastAssigned <= now + Lookahead && HasMore() ? 1 : more));
        }
    }

    /// <summary>Returns the number of arrivals up to a time that are not assigned to an agent.</summary>
    public long CountUnassigned(double until)
    {
        lock (_gate)
        {
            return CountAhead(until, long.MaxValue);
        }
    }

    /// <summary>Discards the arrivals up to a time and returns their number. For observers of a run that another schedule drives.</summary>
    public long SkipDue(double until)
    {
        lock (_gate)
        {
            var passed = 0L;
            while ((_ahead.Count > 0 || HasMore()) && _ahead.Peek() <= until)
            {
                _ahead.Dequeue();
                passed++;
            }

            return passed;
        }
    }

    private void Know(int agent)
    {
        if (agent < most && !_known[agent])
        {
            _known[agent] = true;
            _count++;
        }
    }

    private long CountAhead(double until, long enough)
    {
        while (_ahead.Count < enough && _last <= until && Draw(out var arrival))
        {
            _ahead.Enqueue(arrival);
        }

        return enough <= 0 ? 0 : Math.Min(enough, _last <= until ? _ahead.Count : _ahead.TakeWhile(arrival => arrival <= until).Count());
    }

    private bool HasMore()
    {
        if (_ahead.Count == 0 && Draw(out var arrival))
        {
            _ahead.Enqueue(arrival);
        }

        return _ahead.Count > 0;
    }

    private bool Draw(out double arrival)
    {
        var drawn = _arrivals.MoveNext();
        arrival = drawn ? _arrivals.Current : 0;
        _last = drawn ? arrival : _last;
        return drawn;
    }
}
