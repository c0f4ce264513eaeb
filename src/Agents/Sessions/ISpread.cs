namespace AgentLoad.Agents.Sessions;

/// <summary>Hosts that share the waves of a task: calls that are asked for at once and wait for none of each other.</summary>
public interface ISpread
{
    /// <summary>Hosts there are now, this one included.</summary>
    int Hosts { get; }

    /// <summary>Has a part of a wave done by one of the hosts, and again by another where that one dies meanwhile.</summary>
    /// <param name="part">Its calls.</param>
    /// <param name="number">Number of the part, from 0: parts of different numbers go to different hosts, as far as there are.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>The steps of the calls, repetitions included. Their ids are the host's own, those of steps waited for are the task's.</returns>
    Task<IReadOnlyList<CarriedStep>> DoAsync(IReadOnlyList<CallSpec> part, int number, CancellationToken cancellationToken);
}
