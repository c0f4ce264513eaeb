namespace AgentLoad.Simulation.Answers;

/// <summary>The experts that solve problems, for experts that review earlier solutions.</summary>
internal static class Solvers
{
    /// <summary>The experts, most specific first.</summary>
    public static IReadOnlyList<IExpert> All { get; } =
    [new VoteExpert(), new Game24Expert(), new WordProblemExpert(), new MultiHopExpert(), new PartsExpert(), new ProblemExpert()];

    /// <summary>Solves the problem of a prompt from the start; returns null if no expert recognizes it.</summary>
    public static SimulatedReply? Solve(Exchange exchange) =>
        All.Select(expert => expert.TryAnswer(exchange)).FirstOrDefault(reply => reply is not null);
}
