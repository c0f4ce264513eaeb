using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Scheduling;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>Which silo each agent of a run is on. Single-threaded: the run's grain guards it.</summary>
/// <param name="schedule">Assigns agents to lanes.</param>
/// <param name="incarnationsFrom">Incarnations of this activation are above this number.</param>
internal sealed class AgentPlaces(Schedule schedule, int incarnationsFrom)
{
    private readonly Dictionary<int, Place> _agents = [];
    private readonly Dictionary<string, int> _bySilo = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<int>> _stopped = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<int, string>> _migrations = new(StringComparer.Ordinal);

    /// <summary>Agents that were started and have not finished.</summary>
    public int Active => _agents.Count;

    /// <summary>The highest number of an active agent; -1 if there is none.</summary>
    public int Highest => _agents.Keys.DefaultIfEmpty(-1).Max();

    /// <summary>
    /// Number of agents by silo. An agent counts where it is, or where it is being started or migrates to; "" if that is not decided.
    /// </summary>
    public IReadOnlyDictionary<string, int> BySilo => new Dictionary<string, int>(_bySilo, StringComparer.Ordinal);

    /// <summary>True if an agent was started and has not finished.</summary>
    public bool Contains(int agent) => _agents.ContainsKey(agent);

    /// <summary>True if an incarnation of an agent is its last one.</summary>
    public bool IsCurrent(int agent, int incarnation) => Find(agent, incarnation) is not null;

    /// <summary>Numbers of the agents that are on a silo.</summary>
    public IReadOnlyCollection<int> On(string silo) => [.. _agents.Where(agent => agent.Value.Silo == silo).Select(agent => agent.Key)];

    /// <summary>Starts or restarts an agent.</summary>
    public AgentStart Start(int agent)
    {
        var incarnation = Math.Max(_agents.TryGetValue(agent, out var before) ? before.Incarnation : 0, incarnationsFrom) + 1;
        Set(agent, new Place("", incarnation));
        var place = schedule.LaneOf(agent) ?? (0, agent);
        return new AgentStart(incarnation, place.Lane, place.Number);
    }

    /// <summary>Sets the silo on which an agent is being started.</summary>
    public void SetTarget(int agent, int incarnation, string silo)
    {
        if (Find(agent, incarnation) is { Silo: "" } place)
        {
            Set(agent, place with { Target = silo });
        }
    }

    /// <summary>The silo on which an agent is being started or to which it migrates; null if there is none.</summary>
    public string? TargetOf(int agent) => _agents.GetValueOrDefault(agent)?.Target;

    /// <summary>Sets the silo that has started an agent.</summary>
    public void SetSilo(int agent, int incarnation, string silo)
    {
        if (Find(agent, incarnation) is { Silo: "", Left: null } place)
        {
            Set(agent, place with { Silo = silo, Target = null });
        }
    }

    /// <summary>Takes agents that are now on a silo. An outdated or second activation of an agent stops.</summary>
    public void Arrive(string silo, IReadOnlyList<ArrivedAgent> agents)
    {
        foreach (var (agent, incarnation, _) in agents)
        {
            if (Find(agent, incarnation) is not { } place)
            {
                Stop(silo, agent);
                continue;
            }

            if (place.Silo.Length > 0 && place.Silo != silo)
            {
                // The agent is active twice, or it migrated and the other silo has not reported its departure yet.
                Stop(place.Silo, agent);
            }

            Set(agent, new Place(silo, incarnation));
            _stopped.GetValueOrDefault(silo)?.Remove(agent);
        }
    }

    /// <summary>Takes agents that are no longer on a silo.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="agents">The agents.</param>
    /// <param name="now">Seconds since the start of the run.</param>
    public void Depart(string silo, IReadOnlyList<DepartedAgent> agents, double now)
    {
        foreach (var agent in agents)
        {
            if (Find(agent.Agent, agent.Incarnation) is not { } place || place.Silo != silo)
            {
                continue;
            }

            if (agent.Reason == DepartureReason.Finished)
            {
                Remove(agent.Agent);
            }
            else
            {
                var since = agent.Reason == DepartureReason.Migrating ? now : double.NegativeInfinity;
                Set(agent.Agent, place with { Silo = "", Left = new Departure(silo, agent.Task, since) });
            }
        }
    }

    /// <summary>Returns the agents that left a silo before an instant and did not arrive on another one.</summary>
    public IReadOnlyList<(int Agent, string From, long? Task)> FindMissing(double leftBefore) =>
        [
            .. _agents
                .Where(agent => agent.Value is { Silo: "", Left: { } left } && left.Since < leftBefore)
                .Select(agent => (agent.Key, agent.Value.Left!.Silo, agent.Value.Left.Task)),
        ];

    /// <summary>Makes an agent migrate, unless it is not on the silo or already migrates.</summary>
    public void Migrate(int agent, string from, string to)
    {
        if (_agents.TryGetValue(agent, out var place) && place.Silo == from && place.Target is null)
        {
            Set(agent, place with { Target = to });
            (_migrations.TryGetValue(from, out var pending) ? pending : _migrations[from] = [])[agent] = to;
        }
    }

    /// <summary>Number of agents that migrate or are being started.</summary>
    public int InTransit => _agents.Values.Count(place => place.Target is not null || place.Silo.Length == 0);

    /// <summary>Removes an agent that ends with its host.</summary>
    public void Remove(int agent)
    {
        if (_agents.Remove(agent, out var place))
        {
            Count(place, -1);
        }
    }

    /// <summary>Returns the agents that were on a silo that died, or were being started on it.</summary>
    public IReadOnlyList<int> OnSiloLost(string silo)
    {
        _stopped.Remove(silo);
        _migrations.Remove(silo);
        foreach (var (agent, place) in _agents.Where(agent => agent.Value.Target == silo && agent.Value.Silo.Length > 0).ToArray())
        {
            Set(agent, place with { Target = null });
        }

        return [.. _agents.Where(agent => agent.Value.Silo == silo).Select(agent => agent.Key).Order()];
    }

    /// <summary>Restores the agents of a silo.</summary>
    public void Recover(string silo, IReadOnlyDictionary<int, int> incarnations)
    {
        foreach (var (agent, incarnation) in incarnations)
        {
            if (_agents.TryGetValue(agent, out var other) && other.Incarnation >= incarnation)
            {
                Stop(silo, agent);
                continue;
            }

            if (other is not null)
            {
                Stop(other.Silo, agent);
            }

            Set(agent, new Place(silo, incarnation));
        }
    }

    /// <summary>Returns the agents that must stop on a silo, once.</summary>
    public IReadOnlyList<int> TakeStopped(string silo) => _stopped.Remove(silo, out var agents) ? [.. agents] : [];

    /// <summary>Returns the agents that must leave a silo, with their targets, once.</summary>
    public IReadOnlyDictionary<int, string> TakeMigrations(string silo) => _migrations.Remove(silo, out var agents) ? agents : [];

    private void Stop(string silo, int agent) => (_stopped.TryGetValue(silo, out var agents) ? agents : _stopped[silo] = []).Add(agent);

    private void Set(int agent, Place place)
    {
        Remove(agent);
        _agents[agent] = place;
        Count(place, 1);
    }

    private void Count(Place place, int change)
    {
        var silo = place.Target ?? place.Silo;
        if ((_bySilo[silo] = _bySilo.GetValueOrDefault(silo) + change) == 0)
        {
            _bySilo.Remove(silo);
        }
    }

    private Place? Find(int agent, int incarnation) =>
        _agents.TryGetValue(agent, out var place) && place.Incarnation == incarnation ? place : null;

    private sealed record Place(string Silo, int Incarnation)
    {
        /// <summary>The silo on which it is being started or to which it migrates.</summary>
        public string? Target { get; init; }

        public Departure? Left { get; init; }
    }

    private sealed record Departure(string Silo, long? Task, double Since);
}
