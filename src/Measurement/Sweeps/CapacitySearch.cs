namespace AgentLoad.Measurement.Sweeps;

/// <summary>
/// Searches for the largest level (task rate or number of agents) that meets the SLOs. The search raises the level by factors of four until
/// a level fails, then probes the throughput measured at the failed level (an overloaded server works at its capacity), then bisects. A
/// level with an inconclusive result is repeated once with twice the duration. The search has no side effects: <see cref="Next"/> returns
/// the next level and <see cref="Report"/> receives its result.
/// </summary>
/// <param name="start">First level.</param>
/// <param name="precision">
/// Maximum relative distance between the largest level that meets the SLOs and the smallest level that fails.
/// </param>
/// <param name="maxSteps">Maximum number of steps.</param>
/// <param name="isInteger">True if levels are integers.</param>
internal sealed class CapacitySearch(double start, double precision, int maxSteps, bool isInteger = false)
{
    private const double RampFactor = 4,
        ProbeDescent = 1.15,
        MinShareOfStart = 0.01,
        Overloaded = 0.9;

    private readonly SortedDictionary<double, bool> _verdicts = [];
    private double? _throughput;
    private (double Level, int Length)? _repeat;
    private double? _probe;
    private double? _climb;
    private double? _fall;
    private int _steps;

    /// <summary>Largest level that met the SLOs; null if there is none.</summary>
    public double? Met { get; private set; }

    /// <summary>Smallest level that failed; null if there is none.</summary>
    public double? Failed { get; private set; }

    /// <summary>True if the knee is known to the requested precision.</summary>
    public bool IsFound => Met is { } met && Failed is { } failed && (failed <= met * (1 + precision) || (isInteger && failed - met <= 1));

    /// <summary>Returns the next level and the factor by which to extend the step duration; null if the search is finished.</summary>
    public (double Level, int Length)? Next()
    {
        if (_steps >= maxSteps || (_repeat is null && IsFound) || Failed < start * MinShareOfStart || (isInteger && Failed <= 1))
        {
            return null;
        }

        return _repeat
            ?? (
                isInteger
                    ? Math.Clamp(Math.Round(Choose()), (Met ?? 0) + 1, Math.Max((Met ?? 0) + 1, (Failed ?? double.MaxValue) - 1))
                    : Choose(),
                1
            );
    }

    /// <summary>Reports the result of a step.</summary>
    /// <param name="level">Level of the step.</param>
    /// <param name="met">True if the level met the SLOs.</param>
    /// <param name="conclusive">False if the result is not statistically conclusive.</param>
    /// <param name="throughput">Measured throughput in the unit of the level; null if levels are not rates.</param>
    public void Report(double level, bool met, bool conclusive, double? throughput)
    {
        _steps++;
        if (!conclusive && _repeat is null && maxSteps - _steps > 2)
        {
            _repeat = (level, 2);
            return;
        }

        _repeat = null;
        _climb =
            !met ? null
            : level == _probe ? 1 + precision
            : _climb * _climb;
        _fall =
            met ? null
            : level == _probe ? ProbeDescent
            : _fall * _fall;
        // The measured throughput indicates the capacity only if it was below the offered load.
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
            return Met is { } highest ? highest * RampFactor : start;
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
            return failed / RampFactor;
        }

        var middle = Math.Sqrt(met * failed);
        if (_climb is { } factor)
        {
            // The step at the measured throughput met the SLOs: the knee is slightly above it.
            return Math.Min(middle, met * factor);
        }

        // The step at the measured throughput failed: the knee is slightly below it. Any other failed level can be far above the knee.
        return _fall is { } step ? Math.Max(middle, failed / step) : middle;
    }
}
