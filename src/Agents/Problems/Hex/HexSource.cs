using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Problems.Hex;

/// <summary>Draws openings of Hex: stones of both players in turn, at random.</summary>
/// <param name="size">Cells along each side.</param>
/// <param name="opening">Stones on the board at the start, an even number so that the first player is to move.</param>
public sealed class HexSource(int size = 5, int opening = 4) : IProblemSource
{
    /// <summary>Name in workloads and records.</summary>
    public const string KindName = "hex";

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public Problem Create(ulong seed)
    {
        var random = Seeds.Random(seed, KindName);
        while (true)
        {
            var board = HexBoard.Empty(size);
            for (var stones = opening - (opening % 2); stones > 0 && board.Winner is null; stones--)
            {
                board = board.With(board.LegalMoves[random.Next(board.LegalMoves.Count)]);
            }

            if (board.Winner is null)
            {
                return new HexProblem(board.AsStart());
            }
        }
    }
}
