namespace AgentLoad.Agents.Problems;

/// <summary>
/// A position of a game of two players who take turns, without chance, hidden knowledge or draws. Immutable: a move gives another position.
/// Moves are texts as a model reads and writes them ("c3"), in a normal form: equal moves are equal texts.
/// </summary>
public interface IGame
{
    /// <summary>Names of the two players as <see cref="Text"/> shows them ("Red", "Blue"); the first begins.</summary>
    IReadOnlyList<string> Players { get; }

    /// <summary>Who is to move: 0 or 1, an index into <see cref="Players"/>. Of a decided game: who would be.</summary>
    int Turn { get; }

    /// <summary>The moves that the rules allow, in a fixed order; empty once the game is decided, and never before.</summary>
    IReadOnlyList<string> LegalMoves { get; }

    /// <summary>Who has won, or null while nobody has.</summary>
    int? Winner { get; }

    /// <summary>All moves since the start of the problem's position, separated by spaces. This is the answer of a game that was played out.</summary>
    string Record { get; }

    /// <summary>Rules in short, and the position as a model sees it, without saying what to do.</summary>
    string Text { get; }

    /// <summary>The position after a move.</summary>
    /// <exception cref="ArgumentException">The move is not one of <see cref="LegalMoves"/>.</exception>
    IGame Apply(string move);
}
