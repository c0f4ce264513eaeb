using System.Globalization;
using System.Text.Json.Nodes;
using AgentLoad.Agents.Scheduling;

namespace AgentLoad.Agents.Workloads.Shape;

/// <summary>The parts of a workload that say when tasks arrive.</summary>
internal static class LoadShapes
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private static Kind Rate { get; } =
        new ScalarKind(
            "a rate of tasks such as 20/s, 600/m or 2000/h",
            ReadRate,
            value => ((double)value).ToString("R", CultureInfo.InvariantCulture) + "/s",
            () => new JsonObject { ["type"] = "string" }
        )
        {
            Hint = text => Kinds.Number(text) is not null ? " without a unit" : "",
        };

    private static Kind Length { get; } = Kinds.Duration(TimeSpan.FromMilliseconds(1), Longest);

    public static ObjectKind Arrivals() =>
        new(
            "arrivals",
            "Open loop: when tasks arrive.",
            () => new ArrivalSettings(),
            [
                Field.On<ArrivalSettings, double>(
                    "rate",
                    Rate,
                    "Tasks that arrive; with a curve, at its highest.",
                    a => a.Rate,
                    (a, v) => a with { Rate = v }
                ) with
                {
                    Sample = "5/s",
                },
                Field.On<ArrivalSettings, ArrivalProcess>(
                    "process",
                    Kinds.OneOf(
                        ("poisson", ArrivalProcess.Poisson),
                        ("constant", ArrivalProcess.Constant),
                        ("gamma", ArrivalProcess.Gamma)
                    ),
                    "Gaps between arrivals: independent (poisson), even (constant), or gamma-distributed.",
                    a => a.Process,
                    (a, v) => a with { Process = v }
                ),
                Field.On<ArrivalSettings, double>(
                    "burstiness",
                    Kinds.Number(0.01, 100),
                    "Shape of the gamma process: 1 is poisson, less is burstier, more is more even.",
                    a => a.Burstiness,
                    (a, v) => a with { Burstiness = v }
                ),
                Field.On<ArrivalSettings, IReadOnlyList<RateStage>>(
                    "stages",
                    new ListKind<RateStage>(RateStages()),
                    "Rates one after another, instead of 'rate'; the last goes on.",
                    a => a.Stages,
                    (a, v) => a with { Stages = v }
                ) with
                {
                    Sample = "[{rate: 2/s, for: 1m}, {rate: 20/s, for: 2m, ramp: true}]",
                },
                Field.On<ArrivalSettings, CurveSettings>(
                    "curve",
                    Curve(),
                    "How the rate changes over time.",
                    a => a.Curve,
                    (a, v) => a with { Curve = v }
                ) with
                {
                    Sample = "{kind: doubao}",
                },
                Field.On<ArrivalSettings, string>(
                    "trace",
                    Kinds.Checked("a trace file: a line for each arrival, in seconds since the start (CSV or JSON lines)", TraceFile.Error),
                    "File of recorded arrivals, instead of 'rate'.",
                    a => a.Trace,
                    (a, v) => a with { Trace = v }
                ) with
                {
                    Sample = "arrivals.csv",
                },
                Field.On<ArrivalSettings, double>(
                    "speed",
                    Kinds.Number(0, 1e6, isAbove: true),
                    "How many times faster than recorded a trace is played.",
                    a => a.Speed,
                    (a, v) => a with { Speed = v }
                ),
            ]
        )
        {
            Finish = LoadRules.Arrivals,
        };

    public static ObjectKind Curve() =>
        new(
            "curve",
            "A named shape of demand over time.",
            () => new CurveSettings(),
            [
                Field.On<CurveSettings, CurveKind>(
                    "kind",
                    Kinds.OneOf(("constant", CurveKind.Constant), ("day", CurveKind.Day), ("doubao", CurveKind.Doubao)),
                    "The same all along; a day from trough to peak and back; or the published growth of Doubao's tokens a day, May 2024 to 2026, with its last value at the highest.",
                    c => c.Kind,
                    (c, v) => c with { Kind = v }
                ),
                Field.On<CurveSettings, TimeSpan>(
                    "period",
                    Length,
                    "Length of a day, or of the whole growth.",
                    c => c.Period,
                    (c, v) => c with { Period = v }
                ) with
                {
                    DefaultNote = "24h for a day, the run's duration for growth",
                    Sample = "10m",
                },
                Field.On<CurveSettings, double>(
                    "low",
                    Kinds.Share(),
                    "Share of the highest value that is left in the trough of a day.",
                    c => c.Low,
                    (c, v) => c with { Low = v }
                ),
            ]
        );

    public static ObjectKind AgentStages() =>
        new(
            "agent stage",
            "A number of agents for a time.",
            () => new AgentStage(),
            [
                Field.On<AgentStage, long>(
                    "agents",
                    Kinds.Integer(0, 1_000_000),
                    "Agents at work.",
                    s => s.Agents,
                    (s, v) => s with { Agents = (int)v }
                ) with
                {
                    IsRequired = true,
                },
                Field.On<AgentStage, TimeSpan>("for", Length, "How long.", s => s.For, (s, v) => s with { For = v }) with
                {
                    IsRequired = true,
                    Sample = "1m",
                },
                Field.On<AgentStage, bool>(
                    "ramp",
                    Kinds.Flag(),
                    "Go there in a straight line, from the stage before or from 0, instead of jumping.",
                    s => s.Ramp,
                    (s, v) => s with { Ramp = v }
                ),
            ]
        );

    private static ObjectKind RateStages() =>
        new(
            "rate stage",
            "A rate for a time.",
            () => new RateStage(),
            [
                Field.On<RateStage, double>("rate", Rate, "Tasks that arrive.", s => s.Rate, (s, v) => s with { Rate = v }) with
                {
                    IsRequired = true,
                    Sample = "5/s",
                },
                Field.On<RateStage, TimeSpan>("for", Length, "How long.", s => s.For, (s, v) => s with { For = v }) with
                {
                    IsRequired = true,
                    Sample = "1m",
                },
                Field.On<RateStage, bool>(
                    "ramp",
                    Kinds.Flag(),
                    "Go there in a straight line, from the stage before or from 0, instead of jumping.",
                    s => s.Ramp,
                    (s, v) => s with { Ramp = v }
                ),
            ]
        );

    /// <summary>Tasks a second; null where the text is no rate from 0 to a million a second.</summary>
    private static object? ReadRate(string text)
    {
        var parts = text.Split('/');
        double? unit =
            parts is [_, var name]
                ? name switch
                {
                    "s" => 1,
                    "m" => 60,
                    "h" => 3600,
                    "d" => 86_400,
                    _ => null,
                }
            : text == "0" ? 1
            : null;
        return Kinds.Number(parts[0].Trim()) / unit is { } rate and >= 0 and <= 1e6 ? rate : null;
    }
}
