using AgentLoad.Agents.Problems.Game24;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Simulation.Answers;

/// <summary>
/// Plays the Game of 24. With skill s: a judgement is correct with probability s; each thought of a reasoned answer keeps 24 reachable with
/// probability s and is random otherwise; a direct answer is correct with probability s³/4, because it needs three correct thoughts without
/// intermediate text.
/// </summary>
internal sealed class Game24Expert : IExpert
{
    /// <inheritdoc/>
    public SimulatedReply? TryAnswer(Exchange exchange)
    {
        var text = exchange.Text;
        if (Game24PromptReader.TryReadPropose(text, out var numbers))
        {
            return WorkedReply.Text(Propose(exchange, numbers));
        }

        if (Game24PromptReader.TryReadValue(text, out numbers))
        {
            return WorkedReply.Text(Judge(exchange, numbers, Game24Solver.CanMake24(numbers)));
        }

        if (Game24PromptReader.TryReadFinalValue(text, out numbers, out var answer))
        {
            return WorkedReply.Text(Game24Problem.IsSolution(numbers, answer) == exchange.Chance(exchange.Skill) ? "sure" : "impossible");
        }

        if (Game24PromptReader.TryReadWrite(text, out numbers, out var steps))
        {
            return WorkedReply.Text(Write(exchange, numbers, steps));
        }

        return Game24PromptReader.TryReadQuestion(text, out numbers) ? Solve(exchange, numbers) : null;
    }

    /// <summary>
    /// Proposes six to nine random moves; with probability s the first keeps 24 reachable. Each is miscalculated with probability (1 − s) /
    /// 4.
    /// </summary>
    private static string Propose(Exchange exchange, IReadOnlyList<Rational> numbers)
    {
        var moves = Game24Move.ListLegal(numbers).OrderBy(_ => exchange.Random.Next()).ToArray();
        var good = exchange.Chance(exchange.Skill) ? moves.FirstOrDefault(m => Game24Solver.CanMake24(m.Remaining)) : null;
        var chosen = moves.Take(exchange.Random.Next(6, 10)).Where(m => m != good);
        if (good is not null)
        {
            chosen = chosen.Prepend(good);
        }

        return string.Join('\n', chosen.Select(m => exchange.Chance((1 - exchange.Skill) / 4) ? Miscalculated(exchange, m) : m.ToString()));
    }

    private static string Miscalculated(Exchange exchange, Game24Move move) =>
        $"{move.First} {move.Operator} {move.Second} = {Math.Abs(move.Result.Numerator) + exchange.Random.Next(1, 4)} "
        + $"(left: {string.Join(' ', move.Remaining)})";

    private static string Judge(Exchange exchange, IReadOnlyList<Rational> numbers, bool canMake24)
    {
        var tries = Game24Move
            .ListLegal(numbers)
            .OrderBy(_ => exchange.Random.Next())
            .Take(3)
            .Select(m => $"{m.First} {m.Operator} {m.Second} = {m.Result}");
        var isSaidTo = canMake24 == exchange.Chance(exchange.Skill);
        var word = isSaidTo ? (numbers.Count > 2 && exchange.Chance(0.5) ? "likely" : "sure") : "impossible";
        return $"{string.Join('\n', tries)}\n{word}";
    }

    /// <summary>Writes the expression of the steps; wrong with probability (1 − s) / 2.</summary>
    private static string Write(Exchange exchange, IReadOnlyList<Rational> inputs, string steps)
    {
        var part = Game24State.Read(inputs, steps)?.Parts is [var only] ? only : null;
        return AnswerText.Write(
            part is null || exchange.Chance((1 - exchange.Skill) / 2)
                ? $"{Game24AnswerGenerator.DrawWrong(inputs, exchange.Random)} = 24"
                : $"{part} = {part.Value}"
        );
    }

    private static SimulatedReply Solve(Exchange exchange, IReadOnlyList<Rational> inputs)
    {
        if (Game24PromptReader.IsDirect(exchange.Text))
        {
            var isRight = exchange.Chance(Math.Pow(exchange.Skill, 3) / 4);
            var expression = isRight ? Game24Solver.Solve(inputs)?.ToString() : null;
            return WorkedReply.Reply(exchange, true, [], $"{expression ?? Game24AnswerGenerator.DrawWrong(inputs, exchange.Random)} = 24");
        }

        var state = "";
        var numbers = inputs;
        while (numbers.Count > 1)
        {
            var moves = Game24Move.ListLegal(numbers);
            var good = exchange.Chance(exchange.Skill) ? moves.Where(m => Game24Solver.CanMake24(m.Remaining)).ToArray() : [];
            var move = exchange.Pick(good.Length > 0 ? good : moves);
            state += $"{move}\n";
            numbers = move.Remaining;
        }

        var result = Game24State.Read(inputs, state)!.Parts[0];
        return WorkedReply.Reply(exchange, false, state.TrimEnd().Split('\n'), $"{result} = {result.Value}");
    }
}
