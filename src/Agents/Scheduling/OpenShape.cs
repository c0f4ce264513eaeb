using System.Collections;

namespace AgentLoad.Agents.Scheduling;

/// <summary>
/// Tasks that arrive by a schedule. Agents take arrivals ahead of time and wait for them, so that nothing has to be coordinated when one is due.
/// </summary>
/// <param name="arrivals">Instants, never falling; may be endless.</param>
/// <param name="most">Most agents.</param>
public sealed class OpenShape(IEnumerable<double> arrivals, int most) : ILoadShape
{
    /// <summary>How far ahead somebody is to wait for every arrival, seconds.</summary>
    public const double Lookahead = 0.5;

    private readonly Lock _gate = new();
    private readonly IEnumerator<double> _arrivals = arrivals.GetEnumerator();
    private readonly Queue<double> _ahead = new();
    private readonly BitArray _known = new(most);
    private int _count;
    private double _last;
    private double _taken = double.NegativeInfinity;

    /// <inheritdoc/>
    public bool IsOpen => true;

    /// <inheritdoc/>
    public double? Next(int agent, double free)
    {
        lock (_gate)
        {
            if (agent < most && !_known[agent])
            {
                _known[agent] = true;
                _count++;
            }

            if (!_ahead.TryDequeue(out var arrival) && !Draw(out arrival))
            {
                return null;
            }

            _taken = arrival;
            return arrival;
        }
    }

    /// <inheritdoc/>
    public int AgentsAt(double now)
    {
        lock (_gate)
        {
            // Who waits for an arrival beyond the lookahead asks again when it comes: nobody else needs to wait meanwhile.
            var more = CountAhead(now + Lookahead, most - _count);
            return (int)Math.Min(most, _count + (more == 0 && _taken <= now + Lookahead && HasMore() ? 1 : more));
        }
    }

    /// <summary>Arrivals up to an instant that no agent has taken.</summary>
    public long Untaken(double until)
    {
        lock (_gate)
        {
            return CountAhead(until, long.MaxValue);
        }
    }

    /// <summary>Takes the arrivals up to an instant for nobody, and counts them: who only watches a schedule asks so.</summary>
    public long PassDue(double until)
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
