using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Simulation.Answers;

/// <summary>
/// Grades the last answer of a conversation, as a verifier does: with yes or no, or with a score. With skill s the score is (1 + s) / 2 for
/// a correct answer and (1 − s) / 2 for a wrong one, plus a normal error with standard deviation 0.2: of a correct and a wrong answer, the
/// wrong one gets the higher score with probability Φ(−s / 0.28).
/// </summary>
internal sealed class GradeExpert : IExpert
{
    private const double Error = 0.2;

    /// <inheritdoc/>
    public SimulatedReply? TryAnswer(Exchange exchange)
    {
        var isScore = exchange.Last.EndsWith(GradeText.AskScore, StringComparison.Ordinal);
        if (!isScore && !exchange.Last.EndsWith(VerdictText.Ask, StringComparison.Ordinal))
        {
            return null;
        }

        var problem = ProblemReader.Read(exchange.Text);
        var answer = problem?.ExtractAnswer(exchange.LastReply);
        return WorkedReply.Text(
            "I went through it once more.\n"
                + (
                    isScore
                        ? GradeText.WriteScore(Score(exchange, problem?.IsCorrect(answer)))
                        : VerdictText.Write(exchange.JudgesCorrect(problem, answer))
                )
        );
    }

    private static double Score(Exchange exchange, bool? isRight)
    {
        var mean = isRight switch
        {
            true => (1 + exchange.Skill) / 2,
            false => (1 - exchange.Skill) / 2,
            null => 0.5,
        };

        // Box–Muller transform: a standard normal number from two uniform numbers.
        var normal = Math.Sqrt(-2 * Math.Log(1 - exchange.Random.NextDouble())) * Math.Cos(2 * Math.PI * exchange.Random.NextDouble());
        return Math.Clamp(mean + (Error * normal), 0, 1);
    }
}
