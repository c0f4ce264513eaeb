namespace AgentLoad.Simulation.Answers;

/// <summary>Answers the prompts of one kind.</summary>
internal interface IExpert
{
    /// <summary>A reply, or null where the prompt is of another kind.</summary>
    SimulatedReply? TryAnswer(Exchange exchange);
}
