using System.Globalization;
using AgentLoad.Agents.Problems;

namespace AgentLoad.Agents.Tests.Strategies;

/// <summary>Nim: take one or two; the player who takes the last one wins.</summary>
internal sealed record Nim(int Heap, IReadOnlyList<string> Moves) : IGame
{
    public IReadOnlyList<string> Players { get; } = ["Red", "Blue"];

    public int Turn => Moves.Count % 2;

    public IReadOnlyList<string> LegalMoves => [.. new[] { "1", "2" }.Take(Heap)];

    public int? Winner => Heap == 0 ? 1 - Turn : null;

    public string Record => string.Join(' ', Moves);

    public string Text => $"A heap of {Heap}. Nim: take one or two; the player who takes the last one wins.";

    public IGame Apply(string move) => new Nim(Heap - int.Parse(move, CultureInfo.InvariantCulture), [.. Moves, move]);
}

/// <summary>A problem that is a game of Nim.</summary>
internal sealed class NimProblem(int heap) : Problem
{
    public override string Kind => "nim";

    public override string Id => "nim/1";

    public override string Question => "?";

    public override string DirectPrompt => "?";

    public override string ReasoningPrompt => "?";

    public override IGame? Game { get; } = new Nim(heap, []);

    public override string? ExtractAnswer(string reply) => reply;

    public override bool? Verify(string answer) =>
        answer.Length > 0 && answer.Split(' ').Aggregate(Game!, (game, move) => game.Apply(move)).Winner == 0;

    public override string ShapedAnswer(bool right, Random random) => "1";
}
