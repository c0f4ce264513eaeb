using AgentLoad.Agents.Problems;

namespace AgentLoad.Simulation.Answers;

/// <summary>Judges answers like a model with skill s: the judgement is correct with probability (1 + s) / 2.</summary>
internal static class Judgement
{
    /// <summary>
    /// Returns true if the model considers the answer correct. If the answer cannot be verified, the result is random; no answer is wrong.
    /// </summary>
    public static bool JudgesCorrect(this Exchange exchange, Problem? problem, string? answer) =>
        problem is null ? exchange.Chance(0.5) : problem.IsCorrect(answer) == exchange.Chance((1 + exchange.Skill) / 2);

    /// <summary>Returns true if the answer is correct.</summary>
    public static bool IsCorrect(this Problem problem, string? answer) => answer is not null && problem.Verify(answer) == true;
}
