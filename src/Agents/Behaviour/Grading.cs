namespace AgentLoad.Agents.Behaviour;

/// <summary>Distributions of a shaped grader's results by correctness of the graded text.</summary>
/// <param name="Right">Results for a correct answer.</param>
/// <param name="Wrong">Results for a wrong answer.</param>
/// <param name="Unknown">Results for text that cannot be verified: drafts, plans, answers to problems without a verifier.</param>
internal sealed record Grading(Grade Right, Grade Wrong, Grade Unknown)
{
    /// <summary>Returns the distribution for an answer; <paramref name="isRight"/> is null if the answer cannot be verified.</summary>
    public Grade For(bool? isRight) =>
        isRight switch
        {
            true => Right,
            false => Wrong,
            null => Unknown,
        };
}

/// <summary>The distribution of verdicts and scores.</summary>
/// <param name="Yes">Probability of the verdict yes.</param>
/// <param name="Scores">Distribution of scores, 0 to 1.</param>
internal sealed record Grade(double Yes, IReadOnlyList<ScoreShare> Scores);
