using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Problems.Hex;

/// <summary>Draws random Hex openings.</summary>
/// <param name="size">Number of cells per side.</param>
/// <param name="opening">Number of stones at the start, rounded down to an even number, so that the first player is to move.</param>
internal sealed class HexSource(int size = 5, int opening = 4) : IProblemSource
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
