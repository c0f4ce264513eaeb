namespace AgentLoad.Agents.Scheduling;

/// <summary>
/// A closed-loop population: each agent starts its next task when its previous one has ended. A fractional population of 4.2 includes
/// agents 0 to 4. An agent that is no longer included finishes its current task and then waits.
/// </summary>
/// <param name="population">Number of agents over time.</param>
internal sealed class ClosedShape(Curve population) : ILoadShape
{
    /// <inheritdoc/>
    public bool IsOpen => false;

    /// <inheritdoc/>
    public double? Next(int agent, double free) => population.FirstTimeAbove(agent, Math.Max(0, free));

    /// <inheritdoc/>
    public int AgentsAt(double now)
    {
        var level = population.At(now);
        // Count the agent that joins exactly now, when a rising population has just reached its number.
        return (int)(Next((int)level, now) <= now ? Math.Floor(level) + 1 : Math.Ceiling(level));
    }
}
