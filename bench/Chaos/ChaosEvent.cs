namespace AgentLoad.Bench.Chaos;

/// <summary>What happens to a cluster.</summary>
internal enum ChaosKind
{
    /// <summary>A silo is killed (SIGKILL) and started again later.</summary>
    RestartSilo,

    /// <summary>A silo is frozen for a time (SIGSTOP, SIGCONT).</summary>
    FreezeSilo,

    /// <summary>Redis is killed and started again later with its data.</summary>
    RestartRedis,

    /// <summary>The client is killed, and another one attaches to the run.</summary>
    KillClient,
}

/// <summary>One event of a schedule.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Silo">Number of the silo.</param>
/// <param name="Pause">Time since the end of the previous event.</param>
/// <param name="Duration">How long the silo or Redis is away.</param>
internal sealed record ChaosEvent(ChaosKind Kind, int Silo, TimeSpan Pause, TimeSpan Duration)
{
    private const double MinPauseSeconds = 1,
        MaxPauseSeconds = 5,
        MinAwaySeconds = 2,
        MaxAwaySeconds = 10;

    /// <summary>Creates a random schedule. The same seed gives the same one.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="events">Number of events.</param>
    /// <param name="silos">Number of silos.</param>
    public static IReadOnlyList<ChaosEvent> Schedule(int seed, int events, int silos)
    {
        var random = new Random(seed);
        double Between(double least, double most) => least + ((most - least) * random.NextDouble());
        var kinds = Enum.GetValues<ChaosKind>();
        return
        [
            .. Enumerable
                .Range(0, events)
                .Select(_ => new ChaosEvent(
                    kinds[random.Next(kinds.Length)],
                    random.Next(silos),
                    TimeSpan.FromSeconds(Between(MinPauseSeconds, MaxPauseSeconds)),
                    TimeSpan.FromSeconds(Between(MinAwaySeconds, MaxAwaySeconds))
                )),
        ];
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Kind switch
        {
            ChaosKind.RestartSilo => FormattableString.Invariant($"silo{Silo} killed for {Duration.TotalSeconds:0.0} s"),
            ChaosKind.FreezeSilo => FormattableString.Invariant($"silo{Silo} frozen for {Duration.TotalSeconds:0.0} s"),
            ChaosKind.RestartRedis => FormattableString.Invariant($"Redis killed for {Duration.TotalSeconds:0.0} s"),
            _ => "client killed",
        };
}
