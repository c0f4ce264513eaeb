namespace AgentLoad.Agents.Scheduling;

/// <summary>
/// A rate or a population over time: straight lines between points, a jump where two points have the same time. Before the first point it
/// has the first value, after the last point the last value.
/// </summary>
public sealed class Curve
{
    private readonly double[] _times;
    private readonly double[] _values;
    private readonly double[] _areas;

    /// <param name="points">At least one; times from 0 on and never falling, values at least 0.</param>
    public Curve(IReadOnlyList<(double Time, double Value)> points)
    {
        ArgumentOutOfRangeException.ThrowIfZero(points.Count);
        _times = [.. points.Select(p => p.Time)];
        _values = [.. points.Select(p => p.Value)];
        _areas = new double[points.Count];
        _areas[0] = _times[0] * _values[0];
        for (var i = 1; i < _areas.Length; i++)
        {
            _areas[i] = _areas[i - 1] + ((_times[i] - _times[i - 1]) * (_values[i - 1] + _values[i]) / 2);
        }
    }

    /// <summary>The same value at all times.</summary>
    public static Curve Constant(double value) => new([(0, value)]);

    /// <summary>The largest value.</summary>
    public double Largest => _values.Max();

    /// <summary>The value at an instant; right after a jump, where there is one.</summary>
    public double At(double time)
    {
        var after = FirstAfter(time);
        if (after == 0 || after == _times.Length)
        {
            return after == 0 ? _values[0] : _values[^1];
        }

        var share = (time - _times[after - 1]) / (_times[after] - _times[after - 1]);
        return _values[after - 1] + (share * (_values[after] - _values[after - 1]));
    }

    /// <summary>The area from 0 to an instant: arrivals expected until then.</summary>
    public double Area(double time)
    {
        var after = FirstAfter(time);
        return after == 0 ? time * _values[0] : _areas[after - 1] + ((time - _times[after - 1]) * (_values[after - 1] + At(time)) / 2);
    }

    /// <summary>The first instant at which the area from 0 is that large; null where it never is.</summary>
    public double? WhereArea(double area)
    {
        var after = Array.FindIndex(_areas, a => a >= area);
        if (after == 0 && _values[0] > 0)
        {
            return area / _values[0];
        }

        if (after < 0)
        {
            return _values[^1] > 0 ? _times[^1] + ((area - _areas[^1]) / _values[^1]) : null;
        }

        if (after == 0)
        {
            return 0;
        }

        var (left, slope) = (area - _areas[after - 1], (_values[after] - _values[after - 1]) / (_times[after] - _times[after - 1]));
        var from = _values[after - 1];
        // The usual root of a quadratic loses its digits where the line is almost level; this form does not.
        return left <= 0
            ? _times[after - 1]
            : _times[after - 1] + (2 * left / (from + Math.Sqrt(Math.Max(0, (from * from) + (2 * slope * left)))));
    }

    /// <summary>The first instant from one on, at or right after which the value is above a level; null where it never is.</summary>
    public double? WhereAbove(double level, double from)
    {
        if (At(from) > level)
        {
            return from;
        }

        for (var i = FirstAfter(from); i < _times.Length; i++)
        {
            if (_values[i] <= level)
            {
                continue;
            }

            var (start, value) = i == 0 || _times[i - 1] < from ? (from, At(from)) : (_times[i - 1], _values[i - 1]);
            var share = _times[i] > start && value < level ? (level - value) / (_values[i] - value) : 0;
            return _times[i] > start ? start + (share * (_times[i] - start)) : _times[i];
        }

        return null;
    }

    private int FirstAfter(double time)
    {
        var at = Array.BinarySearch(_times, time);
        if (at < 0)
        {
            return ~at;
        }

        while (at < _times.Length && _times[at] <= time)
        {
            at++;
        }

        return at;
    }
}
