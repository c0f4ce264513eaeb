using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.Code;
using AgentLoad.Agents.Problems.Hex;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Simulation.Answers;

/// <summary>
/// Answers every problem that is fully described by its text. With skill s and n parts: each part is correct with probability 1 − (1 − s) /
/// 3 if the model reasons (/ 8 for lists, which have small parts) and 1 − (1 − s) / 2 if it answers directly, so long problems fail more
/// often, especially without reasoning. In a search, a judgement is correct with probability s, and with probability s the first proposed
/// step is a good one.
/// </summary>
internal sealed class ProblemExpert : IExpert
{
    /// <inheritdoc/>
    public SimulatedReply? TryAnswer(Exchange exchange)
    {
        // A Hex position without a request for a whole game asks for one move, which MoveExpert answers.
        if (
            ProblemReader.Read(exchange.Text) is not { } problem
            || (problem is HexProblem && !exchange.Text.Contains(HexProblem.PuzzleMark, StringComparison.Ordinal))
        )
        {
            return null;
        }

        if (problem.Search is { } search && TryReadState(exchange.Text, out var state))
        {
            if (exchange.Text.Contains(PromptParts.ProposeMark, StringComparison.Ordinal))
            {
                return WorkedReply.Text(Propose(exchange, search, state));
            }

            if (exchange.Text.Contains(PromptParts.ValueMark, StringComparison.Ordinal))
            {
                return WorkedReply.Text(Judge(exchange, search.OracleValue(state) > StateText.Likely));
            }
        }

        if (problem is CodeProblem code && exchange.HasTool("run"))
        {
            return Programmed(exchange, code);
        }

        var isDirect = PromptParts.IsDirect(exchange.Text);
        var isRight = exchange.Chance(Chance(exchange.Skill, problem, isDirect));
        return WorkedReply.Reply(
            exchange,
            isDirect,
            ["I go through it part by part.", "Then I check what I have."],
            problem.ShapedAnswer(isRight, exchange.Random)
        );
    }

    /// <summary>Returns the probability that all parts are correct.</summary>
    internal static double Chance(double skill, Problem problem, bool isDirect) =>
        Math.Pow(
            1
                - (
                    (1 - skill)
                    / (
                        isDirect ? 2
                        : problem.Parts is null ? 3
                        : 8
                    )
                ),
            problem.RequiredSteps
        );

    /// <summary>
    /// Runs its program on the first example before it answers; a program that was run is correct with the probability of a second attempt.
    /// </summary>
    private static SimulatedReply Programmed(Exchange exchange, CodeProblem problem)
    {
        var chance = Chance(exchange.Skill, problem, false);
        if (exchange.Observations.Any())
        {
            var program = problem.ShapedAnswer(exchange.Chance(1 - ((1 - chance) * (1 - chance))), exchange.Random);
            return WorkedReply.Reply(exchange, false, ["I have seen what my program does."], program);
        }

        return WorkedReply.Action(
            exchange,
            "I run my program on the first example.",
            "run",
            new { program = problem.ShapedAnswer(exchange.Chance(chance), exchange.Random), list = problem.Example.Items }
        );
    }

    /// <summary>Proposes two to five random steps; with probability s the first keeps the goal reachable.</summary>
    private static string Propose(Exchange exchange, ISearchSpace search, string state)
    {
        var all = search.ShapedProposals(state, int.MaxValue, exchange.Random);
        var good = exchange.Chance(exchange.Skill) ? all.FirstOrDefault(next => search.OracleValue(next) > StateText.Likely) : null;
        var chosen = all.Take(exchange.Random.Next(2, 6)).Where(next => next != good);
        return string.Concat((good is null ? chosen : chosen.Prepend(good)).Select(next => next[Math.Min(state.Length, next.Length)..]));
    }

    private static string Judge(Exchange exchange, bool canBeReached) =>
        canBeReached == exchange.Chance(exchange.Skill)
            ? (exchange.Chance(0.3) ? "It looks well.\nlikely" : "One step after another leads there.\nsure")
            : "This leads too far away.\nimpossible";

    private static bool TryReadState(string text, out string state)
    {
        var start = text.LastIndexOf(PromptParts.SoFarMark, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf(PromptParts.NowMark, start, StringComparison.Ordinal);
        state = end < 0 ? "" : text[(start + PromptParts.SoFarMark.Length)..end].TrimStart('\n');
        state = state == "none\n" ? "" : state;
        return end >= 0;
    }
}
