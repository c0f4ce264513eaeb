using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Behaviour;

/// <summary>Draws the decisions of one task from a seeded behavior model and ignores the model's text.</summary>
/// <param name="profile">Parameters of the behavior model.</param>
/// <param name="seed">The task's seed.</param>
/// <param name="place">Place of the nested strategy it decides for; "" for the task's own strategy.</param>
internal sealed class ShapedBehaviour(BehaviourProfile profile, ulong seed, string place = "") : IBehaviour
{
    /// <inheritdoc/>
    public bool IsShaped => true;

    /// <inheritdoc/>
    public string? ReadAnswer(Problem problem, Reply reply, string key)
    {
        var random = For("answer", key);
        return IsUnparsable(random, key) ? null : Answer(problem, key, random);
    }

    /// <summary>
    /// Draws the number of candidates from the profile: one of the two integers next to the mean of the level, so that the mean is
    /// exact. If the problem has fewer distinct candidates, some are repeated, as models do.
    /// </summary>
    public IReadOnlyList<string> ReadProposals(ISearchSpace search, string state, Reply reply, string key)
    {
        var random = For("propose", key);
        if (IsUnparsable(random, key))
        {
            return [];
        }

        var mean = At(profile.Candidates, StepKeys.LevelOf(key));
        var count = (int)Math.Floor(mean) + (random.NextDouble() < mean - Math.Floor(mean) ? 1 : 0);
        var found = search.ShapedProposals(state, count, random);
        return found.Count == 0 || found.Count >= count ? found : [.. Enumerable.Range(0, count).Select(i => found[i % found.Count])];
    }

    /// <inheritdoc/>
    public double? ReadValue(ISearchSpace search, string state, Reply reply, string key)
    {
        var random = For("value", key);
        return IsUnparsable(random, key) ? null
            : random.NextDouble() < profile.Judgement ? search.OracleValue(state)
            : Draw(profile.Scores, random);
    }

    /// <inheritdoc/>
    public int? ReadVote(int choices, Reply reply, string key)
    {
        var random = For("vote", key);
        return IsUnparsable(random, key) ? null : random.Next(choices);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string>? ReadSplit(IDivisible divisible, int parts, Reply reply, string key) =>
        IsUnparsable(For("split", key), key) ? null : divisible.ShapedSplit(parts);

    /// <inheritdoc/>
    public string? ReadSolution(IDivisible divisible, string part, Reply reply, string key)
    {
        var random = For("solution", key);
        return IsUnparsable(random, key)
            ? null
            : divisible.ShapedSolution(part, random.NextDouble() < Probability(profile.Solve, key), random);
    }

    /// <inheritdoc/>
    public AgentAction ReadAction(Problem problem, Reply reply, int turn, string key)
    {
        var random = For("action", key);
        if (IsUnparsable(random, key))
        {
            return AgentAction.None;
        }

        if (problem.Tools.Count == 0 || random.NextDouble() < At(profile.Stop, turn))
        {
            return new AgentAction(null, Answer(problem, key, random));
        }

        var tool = problem.Tools[random.Next(problem.Tools.Count)].Definition;
        return new AgentAction(new ToolCall($"call_{key}", tool.Name, ShapedArguments.For(tool, problem.Question, random)), null);
    }

    /// <inheritdoc/>
    public double? ReadScore(Problem problem, Reply reply, string key, string? answer = null)
    {
        var random = For("score", key);
        return IsUnparsable(random, key) ? null : Draw(Grade(problem, key, answer).Scores, random);
    }

    /// <inheritdoc/>
    public bool? ReadVerdict(Problem problem, Reply reply, string key, string? answer = null)
    {
        var random = For("verdict", key);
        return IsUnparsable(random, key) ? null : random.NextDouble() < Grade(problem, key, answer).Yes;
    }

    /// <inheritdoc/>
    public IReadOnlyList<PlanStep> ReadPlan(Problem problem, Reply reply, int maxSteps, bool ofTools, string key)
    {
        var random = For("plan", key);
        return IsUnparsable(random, key)
            ? []
            : profile.Plan.Draw(maxSteps, ofTools ? [.. problem.Tools.Select(t => t.Definition)] : [], problem.Question, key, random);
    }

    /// <summary>Draws a length from the profile's log-normal distribution, at least 1.</summary>
    public int? OutputTokens(string name, string key)
    {
        var random = For("length", key);
        var length = profile.Output.TryGetValue(name, out var named) ? named : profile.Output[""];
        // Box–Muller transform: one standard normal number from two uniform numbers.
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return Math.Max(1, (int)Math.Round(length.Median * Math.Exp(length.Sigma * normal)));
    }

    /// <inheritdoc/>
    public IBehaviour ForNested(string place) => new ShapedBehaviour(profile, seed, FullKey(place));

    private static double At(IReadOnlyList<double> values, int number) => values[Math.Clamp(number, 1, values.Count) - 1];

    private static double Probability(IReadOnlyDictionary<string, double> probabilities, string key) =>
        probabilities.TryGetValue(StepKeys.NameOf(key), out var named) ? named : probabilities[""];

    private string Answer(Problem problem, string key, Random random)
    {
        var isRight = random.NextDouble() < Probability(profile.Solve, key);
        return problem.ShapedAnswer(
            isRight,
            isRight || profile.Mistakes is not { } mistakes ? random : Seeds.Random(seed, $"mistake:{random.Next(mistakes)}")
        );
    }

    private bool IsUnparsable(Random random, string key) => random.NextDouble() < Probability(profile.Unparsable, key);

    private Grade Grade(Problem problem, string key, string? answer)
    {
        var name = StepKeys.NameOf(key);
        var grades = profile.Grades.Count > 0 ? profile.Grades : BehaviourProfile.Default.Grades;
        return (grades.TryGetValue(name, out var named) ? named : grades[""]).For(answer is null ? null : problem.Verify(answer));
    }

    private static double Draw(IReadOnlyList<ScoreShare> scores, Random random)
    {
        var draw = random.NextDouble() * scores.Sum(s => s.Share);
        foreach (var score in scores)
        {
            draw -= score.Share;
            if (draw < 0)
            {
                return score.Score;
            }
        }

        return scores[^1].Score;
    }

    private string FullKey(string key) => place.Length == 0 ? key : StepKeys.Inside(place, key);

    private Random For(string decision, string key) => Seeds.Random(seed, $"{decision}:{FullKey(key)}");
}
