namespace AgentLoad.Agents.Behaviour;

/// <summary>What a shaped grader says of a right answer, of a wrong one, and of what is no answer.</summary>
/// <param name="Right">Of a right answer.</param>
/// <param name="Wrong">Of a wrong answer.</param>
/// <param name="Unknown">Of what nobody can verify: a draft, a plan, an answer to a problem without a verifier.</param>
public sealed record Grading(Grade Right, Grade Wrong, Grade Unknown)
{
    /// <summary>The part that holds for an answer's verdict.</summary>
    public Grade For(bool? isRight) =>
        isRight switch
        {
            true => Right,
            false => Wrong,
            null => Unknown,
        };
}

/// <summary>A chance and a distribution.</summary>
/// <param name="Yes">Chance of yes where a yes or no is asked for.</param>
/// <param name="Scores">Scores, 0 to 1, and how often each is given where a score is asked for.</param>
public sealed record Grade(double Yes, IReadOnlyList<ScoreShare> Scores);
