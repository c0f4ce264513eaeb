using System.Text.RegularExpressions;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Strategies.Debate;
using AgentLoad.Agents.Strategies.MixtureOfAgents;
using AgentLoad.Inference;

namespace AgentLoad.Simulation.Answers;

/// <summary>
/// Answers with the answers of other agents in the prompt. With probability s it selects a correct one of theirs and its own, or solves the
/// problem again if there is none; otherwise it selects a random one.
/// </summary>
internal sealed partial class PeersExpert : IExpert
{
    /// <inheritdoc/>
    public SimulatedReply? TryAnswer(Exchange exchange)
    {
        var text =
            exchange.Last.StartsWith(DebatePrompts.Mark, StringComparison.Ordinal) ? exchange.Last
            : exchange.Prompt.Messages is [{ Role: ChatRole.System } system, ..]
            && system.Content.StartsWith(MixturePrompts.Mark, StringComparison.Ordinal)
                ? system.Content
            : null;
        if (text is null || ProblemReader.Read(exchange.Text) is not { } problem)
        {
            return null;
        }

        var answers = Peers().Split(text).Skip(1).Append(exchange.LastReply).Select(problem.ExtractAnswer).OfType<string>().ToArray();
        var isCareful = exchange.Chance(exchange.Skill);
        var choice = isCareful ? [.. answers.Where(a => problem.IsCorrect(a))] : answers;
        return choice.Length == 0
            ? Solvers.Solve(exchange)
            : WorkedReply.Reply(exchange, false, [$"I compared {answers.Length} answers."], exchange.Pick(choice));
    }

    [GeneratedRegex(@"^(?:Solution|Response) \d{1,4}:", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Peers();
}
