namespace AgentLoad.Measurement.Sweeps;

/// <summary>
/// Looks for the largest level (task rate, agents) that meets its SLO: a coarse ramp by factors of four until a level fails, a step at what the
/// failed level got done, because an overloaded server works at its capacity, then bisection. A level whose verdict could be chance is tried
/// once more, twice as long. Pure: it says what to try, and is told what came of it.
/// </summary>
/// <param name="start">First level.</param>
/// <param name="precision">How close to each other the largest level that met and the smallest that failed are to be, as a share.</param>
/// <param name="mostSteps">Most steps.</param>
/// <param name="whole">True where levels are whole numbers.</param>
public sealed class CapacitySearch(double start, double precision, int mostSteps, bool whole = false)
{
    private const double Ramp = 4,
        Descent = 1.15,
        LeastOfStart = 0.01,
        Overloaded = 0.9;

    private readonly SortedDictionary<double, bool> _verdicts = [];
    private double? _throughput;
    private (double Level, int Length)? _again;
    private double? _probe;
    private double? _climb;
    private double? _fall;
    private int _steps;

    /// <summary>The largest level that met; null while none has.</summary>
    public double? Met { get; private set; }

    /// <summary>The smallest level that failed; null while none has.</summary>
    public double? Failed { get; private set; }

    /// <summary>True where the knee is known to the precision.</summary>
    public bool IsFound => Met is { } met && Failed is { } failed && (failed <= met * (1 + precision) || (whole && failed - met <= 1));

    /// <summary>What to try next, and how many times as long as usual; null where the search has ended.</summary>
    public (double Level, int Length)? Next()
    {
        if (_steps >= mostSteps || (_again is null && IsFound) || Failed < start * LeastOfStart || (whole && Failed <= 1))
        {
            return null;
        }

        return _again
            ?? (
                whole
                    ? Math.Clamp(Math.Round(Choose()), (Met ?? 0) + 1, Math.Max((Met ?? 0) + 1, (Failed ?? double.MaxValue) - 1))
                    : Choose(),
                1
            );
    }

    /// <summary>Tells what came of a step.</summary>
    /// <param name="level">The level tried.</param>
    /// <param name="met">Whether it met the SLO.</param>
    /// <param name="decided">False where the verdict could be chance.</param>
    /// <param name="throughput">What got done, in the unit of the level; null where levels have no such unit.</param>
    public void Report(double level, bool met, bool decided, double? throughput)
    {
        _steps++;
        if (!decided && _again is null && mostSteps - _steps > 2)
        {
            _again = (level, 2);
            return;
        }

        _again = null;
        _climb =
            !met ? null
            : level == _probe ? 1 + precision
            : _climb * _climb;
        _fall =
            met ? null
            : level == _probe ? Descent
            : _fall * _fall;
        // What got done says where the knee is only where it was less than what was offered.
        _throughput =
            met ? _throughput
            : throughput < Overloaded * level ? throughput
            : null;
        _verdicts[level] = met;
        Failed = _verdicts.Where(pair => !pair.Value).Select(pair => (double?)pair.Key).FirstOrDefault();
        Met = _verdicts.Where(pair => pair.Value && !(pair.Key > Failed)).Select(pair => (double?)pair.Key).LastOrDefault();
    }

    private double Choose()
    {
        if (Failed is not { } failed)
        {
            return Met is { } highest ? highest * Ramp : start;
        }

        if (
            _throughput * (1 - (precision / 2)) is { } capacity
            && capacity > (Met ?? 0) * (1 + (precision / 2))
            && capacity < failed / (1 + precision)
        )
        {
            _throughput = null;
            _probe = capacity;
            return capacity;
        }

        if (Met is not { } met)
        {
            return failed / Ramp;
        }

        var middle = Math.Sqrt(met * failed);
        if (_climb is { } factor)
        {
            // The step at what an overloaded server got done has met: the knee is not far above.
            return Math.Min(middle, met * factor);
        }

        // It has failed: the knee is not far below. Any other level that failed may be far above it.
        return _fall is { } step ? Math.Max(middle, failed / step) : middle;
    }
}
