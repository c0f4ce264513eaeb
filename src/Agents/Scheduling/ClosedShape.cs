namespace AgentLoad.Agents.Scheduling;

/// <summary>
/// A population of agents that each begin a task when their last has ended: at a population of 4.2 agents 0 to 4 are at work. An agent that the
/// population no longer includes ends the task it has, and waits.
/// </summary>
/// <param name="population">Agents over time.</param>
public sealed class ClosedShape(Curve population) : ILoadShape
{
    /// <inheritdoc/>
    public bool IsOpen => false;

    /// <inheritdoc/>
    public double? Next(int agent, double free) => population.WhereAbove(agent, Math.Max(0, free));

    /// <inheritdoc/>
    public int AgentsAt(double now)
    {
        var level = population.At(now);
        // The agent that begins at this very instant, on a rising line that has just reached its number.
        return (int)(Next((int)level, now) <= now ? Math.Floor(level) + 1 : Math.Ceiling(level));
    }
}
