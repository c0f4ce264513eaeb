namespace AgentLoad.Simulation.Answers;

/// <summary>The experts that work problems out, for those that look at what was worked out before.</summary>
internal static class Solvers
{
    /// <summary>Most specific first.</summary>
    public static IReadOnlyList<IExpert> All { get; } =
    [new VoteExpert(), new Game24Expert(), new WordProblemExpert(), new MultiHopExpert(), new PartsExpert(), new ProblemExpert()];

    /// <summary>Works the problem of a prompt out from the start; null where nobody recognises it.</summary>
    public static SimulatedReply? Solve(Exchange exchange) =>
        All.Select(expert => expert.TryAnswer(exchange)).FirstOrDefault(reply => reply is not null);
}
