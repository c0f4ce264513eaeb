using System.Globalization;
using System.Text.Json.Nodes;
using AgentLoad.Agents.Scheduling;

namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>The schema of task arrivals and populations.</summary>
internal static class ArrivalSchema
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
                    "Arrival rate; with a curve, its peak.",
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
                    "Gaps between arrivals: independent (poisson), equal (constant), or gamma-distributed.",
                    a => a.Process,
                    (a, v) => a with { Process = v }
                ),
                Field.On<ArrivalSettings, double>(
                    "burstiness",
                    Kinds.Number(0.01, 100),
                    "Shape of the gamma process: 1 is poisson, less is burstier, more is more regular.",
                    a => a.Burstiness,
                    (a, v) => a with { Burstiness = v }
                ),
                Field.On<ArrivalSettings, IReadOnlyList<RateStage>>(
                    "stages",
                    new ListKind<RateStage>(RateStages()),
                    "Consecutive rates, instead of 'rate'; the last one continues.",
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
                    Kinds.Checked(
                        "a trace file with one arrival per line, in seconds since the start (CSV or JSON lines)",
                        TraceFile.Error
                    ),
                    "File with recorded arrival times, instead of 'rate'.",
                    a => a.Trace,
                    (a, v) => a with { Trace = v }
                ) with
                {
                    Sample = "arrivals.csv",
                },
                Field.On<ArrivalSettings, double>(
                    "speed",
                    Kinds.Number(0, 1e6, isAbove: true),
                    "Speed factor for playing a trace; 1 is the recorded speed.",
                    a => a.Speed,
                    (a, v) => a with { Speed = v }
                ),
            ]
        )
        {
            Validate = LoadRules.Arrivals,
        };

    public static ObjectKind Curve() =>
        new(
            "curve",
            "A named demand curve.",
            () => new CurveSettings(),
            [
                Field.On<CurveSettings, CurveKind>(
                    "kind",
                    Kinds.OneOf(("constant", CurveKind.Constant), ("day", CurveKind.Day), ("doubao", CurveKind.Doubao)),
                    "constant: no change; day: from a minimum to a peak and back; doubao: the published growth of Doubao's tokens per day, "
                        + "May 2024 to July 2026, scaled to the highest value.",
                    c => c.Kind,
                    (c, v) => c with { Kind = v }
                ),
                Field.On<CurveSettings, TimeSpan>(
                    "period",
                    Length,
                    "Length of a day or of the whole growth.",
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
                    "Minimum of a day as a fraction of its peak.",
                    c => c.Low,
                    (c, v) => c with { Low = v }
                ),
            ]
        );

    public static ObjectKind AgentStages() =>
        new(
            "agent stage",
            "A number of agents for a time span.",
            () => new AgentStage(),
            [
                Field.On<AgentStage, long>(
                    "agents",
                    Kinds.Integer(0, 1_000_000),
                    "Number of concurrent agents.",
                    s => s.Agents,
                    (s, v) => s with { Agents = (int)v }
                ) with
                {
                    IsRequired = true,
                },
                Field.On<AgentStage, TimeSpan>("for", Length, "Length of the stage.", s => s.For, (s, v) => s with { For = v }) with
                {
                    IsRequired = true,
                    Sample = "1m",
                },
                Field.On<AgentStage, bool>(
                    "ramp",
                    Kinds.Flag(),
                    "Whether the number changes linearly from the previous stage (or from 0) instead of jumping.",
                    s => s.Ramp,
                    (s, v) => s with { Ramp = v }
                ),
            ]
        );

    private static ObjectKind RateStages() =>
        new(
            "rate stage",
            "A rate for a time span.",
            () => new RateStage(),
            [
                Field.On<RateStage, double>("rate", Rate, "Arrival rate.", s => s.Rate, (s, v) => s with { Rate = v }) with
                {
                    IsRequired = true,
                    Sample = "5/s",
                },
                Field.On<RateStage, TimeSpan>("for", Length, "Length of the stage.", s => s.For, (s, v) => s with { For = v }) with
                {
                    IsRequired = true,
                    Sample = "1m",
                },
                Field.On<RateStage, bool>(
                    "ramp",
                    Kinds.Flag(),
                    "Whether the rate changes linearly from the previous stage (or from 0) instead of jumping.",
                    s => s.Ramp,
                    (s, v) => s with { Ramp = v }
                ),
            ]
        );

    /// <summary>Parses a rate in tasks per second; returns null if the text is not a rate from 0 to one million per second.</summary>
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
