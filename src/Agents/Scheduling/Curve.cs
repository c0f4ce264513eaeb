namespace AgentLoad.Agents.Scheduling;

/// <summary>
/// A rate or population over time: linear between points, with a jump where two points have the same time. The first value applies before
/// the first point, the last value after the last point.
/// </summary>
internal sealed class Curve
{
    private readonly double[] _times;
    private readonly double[] _values;
    private readonly double[] _areas;

    /// <param name="points">At least one point. Times are non-decreasing and at least 0; values are at least 0.</param>
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

    /// <summary>Creates a curve with the same value at all times.</summary>
    public static Curve Constant(double value) => new([(0, value)]);

    /// <summary>The largest value.</summary>
    public double Max => _values.Max();

    /// <summary>Returns the value at a time; at a jump, the value after the jump.</summary>
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

    /// <summary>Returns the area under the curve from 0 to a time: the expected number of arrivals.</summary>
    public double Area(double time)
    {
        var after = FirstAfter(time);
        return after == 0 ? time * _values[0] : _areas[after - 1] + ((time - _times[after - 1]) * (_values[after - 1] + At(time)) / 2);
    }

    /// <summary>Returns the first time at which the area from 0 reaches a value; null if it never does.</summary>
    public double? TimeOfArea(double area)
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
        // Numerically stable form of the quadratic root: the usual form loses precision if the slope is close to 0.
        return left <= 0
            ? _times[after - 1]
            : _times[after - 1] + (2 * left / (from + Math.Sqrt(Math.Max(0, (from * from) + (2 * slope * left)))));
    }

    /// <summary>
    /// Returns the first time, not before <paramref name="from"/>, at or right after which the value exceeds a level; null if it never
    /// does.
    /// </summary>
    public double? FirstTimeAbove(double level, double from)
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
