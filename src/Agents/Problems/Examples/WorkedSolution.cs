namespace AgentLoad.Agents.Problems.Examples;

/// <summary>A right answer as a worked example shows it.</summary>
/// <param name="Working">Lines that lead to it; empty where the kind has no words for that.</param>
/// <param name="Answer">What stands after "Answer:".</param>
public sealed record WorkedSolution(IReadOnlyList<string> Working, string Answer);
