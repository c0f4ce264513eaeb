using AgentLoad.Agents.Problems;

namespace AgentLoad.Simulation.Answers;

/// <summary>What a simulated model makes of an answer: with skill s its belief is the truth with probability (1 + s) / 2.</summary>
internal static class Judgement
{
    /// <summary>True where the model takes the answer for right. What nobody can tell is a coin toss; what holds no answer is wrong.</summary>
    public static bool JudgesCorrect(this Exchange exchange, Problem? problem, string? answer) =>
        problem is null ? exchange.Chance(0.5) : problem.IsCorrect(answer) == exchange.Chance((1 + exchange.Skill) / 2);

    /// <summary>True where the answer is right.</summary>
    public static bool IsCorrect(this Problem problem, string? answer) => answer is not null && problem.Verify(answer) == true;
}
