namespace AgentLoad.Agents.Problems;

/// <summary>
/// A position in a deterministic two-player game with perfect information and without draws. Immutable: a move returns a new position.
/// Moves are strings as a model reads and writes them ("c3"), in a normalized form: equal moves are equal strings.
/// </summary>
internal interface IGame
{
    /// <summary>Names of the two players as shown in <see cref="Text"/> ("Red", "Blue"); the first player moves first.</summary>
    IReadOnlyList<string> Players { get; }

    /// <summary>
    /// The player to move: 0 or 1, an index into <see cref="Players"/>. After the end of the game: the player who would be next.
    /// </summary>
    int Turn { get; }

    /// <summary>The legal moves in a fixed order; empty only after the end of the game.</summary>
    IReadOnlyList<string> LegalMoves { get; }

    /// <summary>The winner, an index into <see cref="Players"/>; null if the game has not ended.</summary>
    int? Winner { get; }

    /// <summary>All moves since the problem's start position, separated by spaces: the answer of a finished game.</summary>
    string Record { get; }

    /// <summary>Short rules and the position as shown to a model, without instructions.</summary>
    string Text { get; }

    /// <summary>Returns the position after a move.</summary>
    /// <exception cref="ArgumentException">The move is not one of <see cref="LegalMoves"/>.</exception>
    IGame Apply(string move);
}
