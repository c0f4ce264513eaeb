using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Strategies.BudgetForcing;
using AgentLoad.Inference;

namespace AgentLoad.Simulation.Answers;

/// <summary>
/// Goes on with a message that it did not finish. Made to think on, it checks what it came to, and works the problem out once more
/// where it takes that for wrong; at the end of its thinking it says what it came to last.
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
        return result is not null && exchange.JudgesCorrect(problem, problem?.ExtractAnswer(AnswerLine.Write(result)))
                ? WorkedReply.Text($", I check every step. All of them hold.\n{WorkedReply.Result(result)}\n{AnswerLine.Write(result)}")
            : Solvers.Solve(exchange) is { } again ? WorkedReply.Text($", one step does not hold. I start again.\n{again.Text}")
            : null;
    }
}
