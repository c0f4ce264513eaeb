using System.Globalization;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Problems.Game24;

/// <summary>
/// The Game of 24 as a search tree (Yao et al. 2023, Tree of Thoughts): three thoughts combine two numbers each; the fourth writes the
/// answer. Values are sure 20, likely 1 and impossible 0.001, as in the reference implementation.
/// </summary>
internal sealed class Game24Search(IReadOnlyList<Rational> inputs) : ISearchSpace
{
    private const int MaxLines = 200;
    private readonly Game24StateCache _states = new(inputs);

    /// <inheritdoc/>
    public int Depth => inputs.Count;

    /// <inheritdoc/>
    public string ProposePrompt(string state) =>
        _states.Read(state) switch
        {
            { Parts.Count: > 1 } read => Game24Prompts.Propose(read.Numbers),
            { Answer: null } => Game24Prompts.Write(inputs, state),
            _ => Game24Prompts.Propose([]),
        };

    /// <inheritdoc/>
    public IReadOnlyList<string> ReadProposals(string state, string reply)
    {
        if (_states.Read(state) is not { Answer: null } read)
        {
            return [];
        }

        if (read.Parts.Count == 1)
        {
            return AnswerText.Read(reply, ExpressionText.FindText, ExpressionText.FindText) is { } answer
                ? [Next(state, read, answer)]
                : [];
        }

        return
        [
            .. PlainText
                .Of(reply)
                .Split('\n')
                .Take(MaxLines)
                .Select(line => Game24Move.Read(read.Numbers, line))
                .OfType<Game24Move>()
                .Select(move => Next(state, read, move))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <inheritdoc/>
    public string ValuePrompt(string state) =>
        _states.Read(state) switch
        {
            { Answer: { } answer } => Game24Prompts.FinalValue(inputs, answer),
            { } read => Game24Prompts.Value(read.Numbers),
            null => Game24Prompts.Value([]),
        };

    /// <inheritdoc/>
    public double? ReadValue(string state, string reply) => StateText.Read(reply);

    /// <inheritdoc/>
    public double OracleValue(string state) =>
        _states.Read(state) switch
        {
            { Answer: { } answer } => Game24Problem.IsSolution(inputs, answer) ? StateText.Sure : StateText.Impossible,
            { CanMake24: true } => StateText.Sure,
            _ => StateText.Impossible,
        };

    /// <inheritdoc/>
    public IReadOnlyList<string> ShapedProposals(string state, int count, Random random)
    {
        if (count <= 0 || _states.Read(state) is not { Answer: null } read)
        {
            return [];
        }

        if (read.Parts.Count == 1)
        {
            return
            [
                .. Game24AnswerGenerator
                    .DrawVariants(read.Parts[0], count, random)
                    .Select(text => Next(state, read, $"{text} = {read.Numbers[0]}")),
            ];
        }

        return Array.ConvertAll(Game24Move.Draw(read.Numbers, count, random), move => Next(state, read, move));
    }

    /// <inheritdoc/>
    public string? Answer(string state) => _states.Read(state)?.Answer;

    private string Next(string state, Game24State before, Game24Move move)
    {
        var next = string.Create(CultureInfo.InvariantCulture, stackalloc char[256], $"{state}{move}\n");
        _states.Add(next, before.Apply(move));
        return next;
    }

    private string Next(string state, Game24State before, string answer)
    {
        var next = $"{state}{AnswerText.Write(answer)}\n";
        _states.Add(next, before.WithAnswer(answer));
        return next;
    }
}
