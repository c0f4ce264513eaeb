namespace AgentLoad.Agents.Problems.Examples;

/// <summary>The solution of a few-shot example.</summary>
/// <param name="Working">Reasoning steps, one per line; empty if the kind does not provide steps.</param>
/// <param name="Answer">The text after "Answer:".</param>
internal sealed record WorkedSolution(IReadOnlyList<string> Working, string Answer);
