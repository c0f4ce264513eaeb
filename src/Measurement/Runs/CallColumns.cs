using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Measurement.Runs;

/// <summary>Values of all calls that ended in the measured window, one column per metric, for exact percentiles.</summary>
internal sealed class CallColumns(RunFacts facts, MeasuredWindow window, SummaryInputs inputs)
{
    private readonly EnumCounts<CallOutcome> _outcomes = new();
    private readonly EnumCounts<TokenProvenance> _provenances = new();
    private readonly LogLinearHistogram _gaps = new();
    private readonly Dictionary<string, List<double>> _columns = CallValues.All.Keys.ToDictionary(
        static name => name,
        static _ => new List<double>()
    );
    private readonly (SloClause Clause, Func<StepRecord, CallTiming, double?> Value)[] _bounds =
    [
        .. inputs
            .Slos.Where(static clause => clause.BoundsValues && CallValues.All.ContainsKey(clause.Metric.Name))
            .Select(static clause => (clause, CallValues.All[clause.Metric.Name])),
    ];

    private readonly List<double> _adjustedTtft = [];
    private readonly List<double> _adjustedLatency = [];
    private readonly CallTotals _totals = new();
    private readonly CallTotals _baseline = new();
    private readonly PromptCacheUse _promptCache = new(facts.IsSaltDrawn);

    /// <summary>Number of calls with a good outcome that meet every SLO clause on a value of a call.</summary>
    public long Good { get; private set; }

    /// <summary>Sums over the calls, without baseline.</summary>
    public CallTotals Totals => _totals;

    /// <summary>Completion tokens of all calls, including those of the baseline; null if no call reports them.</summary>
    public long? AllCompletionTokens =>
        _totals.CompletionTokens is null && _baseline.CompletionTokens is null
            ? null
            : (_totals.CompletionTokens ?? 0) + (_baseline.CompletionTokens ?? 0);

    /// <summary>Values of a metric.</summary>
    public IReadOnlyList<double> this[string metric] => _columns[metric];

    public void Add(TaskRecord task)
    {
        foreach (var step in task.Steps)
        {
            if (step.Call is not { } call || !window.Ended(step))
            {
                continue;
            }

            (task.IsBaseline ? _baseline : _totals).Add(call);
            if (!task.IsBaseline)
            {
                Add(step, call, CallTiming.Of(task, step, facts.OpenLoop));
            }
        }
    }

    public CallSummary ToSummary() =>
        new()
        {
            Count = _outcomes.Total,
            BaselineCount = _baseline.Calls,
            PromptTokens = _totals.PromptTokens,
            CachedTokens = _totals.CachedTokens,
            CompletionTokens = _totals.CompletionTokens,
            EstimatedTokenShare = _totals.EstimatedTokenShare,
            ByOutcome = _outcomes.ToDictionary(),
            ByProvenance = _provenances.ToDictionary(),
            ErrorRate = _outcomes.Total == 0 ? null : _columns["call.errors"].Sum() / _outcomes.Total,
            AdjustedTtftSeconds = AdjustedPercentiles.Of(_adjustedTtft),
            AdjustedLatencySeconds = AdjustedPercentiles.Of(_adjustedLatency),
            ScheduleDelaySeconds = Of("call.schedule_delay"),
            TtftSeconds = Of("call.ttft"),
            TtfoSeconds = Of("call.ttfo"),
            ChunkGapSeconds = (inputs.ChunkGaps ?? _gaps).ToDistribution(),
            TpotSeconds = Of("call.tpot"),
            ServerTpotSeconds = Of("call.server_tpot"),
            LatencySeconds = Of("call.latency"),
            EffectiveLatencySeconds = Of("call.effective_latency"),
            ServerQueueSeconds = Of("call.server_queue"),
            ServerLoadSeconds = Of("call.server_load"),
            ServerPrefillSeconds = Of("call.server_prefill"),
            ServerDecodeSeconds = Of("call.server_decode"),
            ImageTokens = Of("call.image_tokens"),
            PromptCache = _promptCache.ToSummary(),
        };

    private Distribution? Of(string metric) => Distribution.Of(_columns[metric]);

    private void Add(StepRecord step, CallRecord call, CallTiming timing)
    {
        _outcomes.Add(call.Outcome);
        _provenances.Add(call.Provenance);
        _promptCache.Add(call);
        foreach (var gap in call.ChunkGaps)
        {
            _gaps.Record(gap);
        }

        foreach (var (name, value) in CallValues.All)
        {
            if (value(step, timing) is { } number)
            {
                _columns[name].Add(number);
            }
        }

        var failed = call.Outcome.IsFailure();
        _adjustedLatency.Add(failed ? double.PositiveInfinity : timing.Latency);
        if (failed || call.Ttft is not null)
        {
            _adjustedTtft.Add(failed ? double.PositiveInfinity : call.Ttft!.Value);
        }

        if (call.Outcome.IsGood() && _bounds.All(bound => bound.Value(step, timing) is { } number && bound.Clause.Allows(number)))
        {
            Good++;
        }
    }
}
