namespace AgentLoad.Simulation.Answers;

/// <summary>Answers one kind of prompt.</summary>
internal interface IExpert
{
    /// <summary>Returns a reply; null if the prompt is of another kind.</summary>
    SimulatedReply? TryAnswer(Exchange exchange);
}
