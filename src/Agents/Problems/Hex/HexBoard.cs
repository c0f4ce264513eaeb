using System.Globalization;
using System.Text;

namespace AgentLoad.Agents.Problems.Hex;

/// <summary>
/// A position of Hex (Hein 1942, Nash 1948): Red connects top and bottom, Blue connects left and right. Draws are impossible. Cells are
/// named by column and row; "a1" is the top left cell. Immutable.
/// </summary>
internal sealed class HexBoard : IGame
{
    /// <summary>Maximum number of cells per side.</summary>
    public const int Largest = 19;

    private static readonly (int Column, int Row)[] Neighbours = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1)];
    private readonly string[] _before;
    private readonly string[] _moves;
    private readonly sbyte[] _cells;
    private readonly Lazy<IReadOnlyList<string>> _legal;

    private HexBoard(int size, string[] before, string[] moves, sbyte[] cells)
    {
        (Size, this._before, this._moves, this._cells) = (size, before, moves, cells);
        Winner = HexWinner.Find(size, cells, Neighbours);
        _legal = new(() => Winner is not null ? [] : [.. Enumerable.Range(0, cells.Length).Where(at => cells[at] < 0).Select(CellName)]);
    }

    /// <summary>Number of cells per side.</summary>
    public int Size { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Players { get; } = ["Red", "Blue"];

    /// <inheritdoc/>
    public int Turn => (_before.Length + _moves.Length) % 2;

    /// <inheritdoc/>
    public IReadOnlyList<string> LegalMoves => _legal.Value;

    /// <inheritdoc/>
    public int? Winner { get; }

    /// <inheritdoc/>
    public string Record => string.Join(' ', _moves);

    /// <inheritdoc/>
    public string Text
    {
        get
        {
            var last = CellName(_cells.Length - 1);
            var text = new StringBuilder()
                .Append(
                    CultureInfo.InvariantCulture,
                    $"Hex on a board of {Size}x{Size} cells, a1 at the top left to {last} at the bottom right. "
                )
                .Append("A cell touches those beside it, above and below it, above right and below left of it. ")
                .Append("Red moves first and wins by joining top and bottom, Blue by joining left and right.\n")
                .Append(
                    CultureInfo.InvariantCulture,
                    $"Moves so far: {(_before.Length + _moves.Length == 0 ? "none" : string.Join(' ', _before.Concat(_moves)))}\n"
                );
            for (var row = 0; row < Size; row++)
            {
                text.Append(new string(' ', row));
                for (var column = 0; column < Size; column++)
                {
                    text.Append(
                        _cells[(row * Size) + column] switch
                        {
                            0 => "R ",
                            1 => "B ",
                            _ => ". ",
                        }
                    );
                }

                text.Length--;
                text.Append('\n');
            }

            return text.Append(Winner is { } winner ? $"{Players[winner]} has won." : $"{Players[Turn]} is to move.").ToString();
        }
    }

    /// <summary>Creates an empty board.</summary>
    public static HexBoard Empty(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Largest);
        return new HexBoard(size, [], [], [.. Enumerable.Repeat((sbyte)-1, size * size)]);
    }

    /// <inheritdoc/>
    public IGame Apply(string move) => With(move);

    /// <summary>Returns the position after a move.</summary>
    /// <exception cref="ArgumentException">The move is not legal.</exception>
    public HexBoard With(string move)
    {
        if (Winner is not null || CellOf(move) is not { } cell || _cells[cell] >= 0)
        {
            throw new ArgumentException($"'{move}' is not a legal move.", nameof(move));
        }

        var next = (sbyte[])_cells.Clone();
        next[cell] = (sbyte)Turn;
        return new HexBoard(Size, _before, [.. _moves, CellName(cell)], next);
    }

    /// <summary>Returns this position as the start position of a problem, with an empty record.</summary>
    public HexBoard AsStart() => new(Size, [.. _before, .. _moves], [], _cells);

    /// <summary>Plays a sequence of moves; null if one of them is illegal. Never throws.</summary>
    public HexBoard? Play(IEnumerable<string> texts)
    {
        var board = this;
        foreach (var text in texts)
        {
            if (board.Winner is not null || board.CellOf(text) is not { } cell || board._cells[cell] >= 0)
            {
                return null;
            }

            board = board.With(text);
        }

        return board;
    }

    private int? CellOf(string move)
    {
        if (move.Length is < 2 or > 3 || !int.TryParse(move.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var row))
        {
            return null;
        }

        var column = char.ToLowerInvariant(move[0]) - 'a';
        return column >= 0 && column < Size && row >= 1 && row <= Size ? ((row - 1) * Size) + column : null;
    }

    private string CellName(int cell) => string.Create(CultureInfo.InvariantCulture, $"{(char)('a' + (cell % Size))}{(cell / Size) + 1}");
}
