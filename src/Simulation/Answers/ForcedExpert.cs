using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Strategies.BudgetForcing;
using AgentLoad.Inference;

namespace AgentLoad.Simulation.Answers;

/// <summary>
/// Continues an unfinished message. If it must continue thinking, it checks its result and solves the problem again if it considers the
/// result wrong. At the end of its thinking it repeats its last result.
/// </summary>
internal sealed class ForcedExpert : IExpert
{
    /// <inheritdoc/>
    public SimulatedReply? TryAnswer(Exchange exchange)
    {
        if (exchange.Prompt.Messages is not [.., { Role: ChatRole.Assistant } begun])
        {
            return null;
        }

        var result = WorkedReply.LastResult(begun.Content);
        if (begun.Content.EndsWith(ForcedConversation.End, StringComparison.Ordinal))
        {
            return result is null ? Solvers.Solve(exchange) : WorkedReply.Text($" {result}");
        }

        if (!begun.Content.EndsWith(ForcedConversation.Wait, StringComparison.Ordinal))
        {
            return null;
        }

        var problem = ProblemReader.Read(exchange.Text);
        return result is not null && exchange.JudgesCorrect(problem, problem?.ExtractAnswer(AnswerText.Write(result)))
                ? WorkedReply.Text($", I check every step. All of them hold.\n{WorkedReply.Result(result)}\n{AnswerText.Write(result)}")
            : Solvers.Solve(exchange) is { } again ? WorkedReply.Text($", one step does not hold. I start again.\n{again.Text}")
            : null;
    }
}
