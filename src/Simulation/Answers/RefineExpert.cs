using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Strategies.SelfRefine;

namespace AgentLoad.Simulation.Answers;

/// <summary>Reviews an answer: keeps it if it considers it correct, otherwise solves the problem again.</summary>
internal sealed class RefineExpert : IExpert
{
    /// <inheritdoc/>
    public SimulatedReply? TryAnswer(Exchange exchange)
    {
        if (!exchange.Last.EndsWith(RefinePrompts.Ask, StringComparison.Ordinal))
        {
            return null;
        }

        var problem = ProblemReader.Read(exchange.Text);
        return exchange.JudgesCorrect(problem, problem?.ExtractAnswer(exchange.LastReply))
                ? WorkedReply.Text($"Every step holds.\n{VerdictText.Write(true)}")
            : Solvers.Solve(exchange) is { } again ? WorkedReply.Text($"{VerdictText.Write(false)}\nA step does not hold.\n{again.Text}")
            : null;
    }
}
