using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.Hex;
using AgentLoad.Agents.Replies;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Problems;

public sealed class HexTests
{
    [Fact]
    public void Winner_RandomGames_MatchesFloodFill()
    {
        var random = new Random(6);
        for (var game = 0; game < 150; game++)
        {
            var size = random.Next(3, 8);
            var board = HexBoard.Empty(size);
            var owners = new Dictionary<(int, int), int>();
            while (board.Winner is null)
            {
                FloodWinner(size, owners).ShouldBeNull();
                board.LegalMoves.Count.ShouldBe((size * size) - owners.Count);
                var move = board.LegalMoves[random.Next(board.LegalMoves.Count)];
                owners[(move[0] - 'a', int.Parse(move.AsSpan(1)) - 1)] = board.Turn;
                board = board.With(move);
            }

            FloodWinner(size, owners).ShouldBe(board.Winner);
            board.LegalMoves.ShouldBeEmpty();
            board.Record.Split(' ').Length.ShouldBe(owners.Count);
        }
    }

    [Theory]
    [InlineData("a1")]
    [InlineData("z9")]
    [InlineData("a0")]
    [InlineData("")]
    [InlineData("aa1")]
    public void With_IllegalMove_Throws(string move) => Should.Throw<ArgumentException>(() => HexBoard.Empty(5).With("a1").Apply(move));

    [Fact]
    public void Verify_Games_NeedLegalMovesAndAWinForTheFirstPlayer()
    {
        for (ulong seed = 0; seed < 60; seed++)
        {
            var problem = (HexProblem)ProblemCatalog.Find("hex")!.CreateWith().Create(seed);
            var game = (HexBoard)problem.Game!;
            game.Winner.ShouldBeNull();
            game.Turn.ShouldBe(0);
            var won = problem.ShapedAnswer(true, new Random((int)seed));
            problem.Verify(won).ShouldBe(true);
            problem.Verify(won[..won.LastIndexOf(' ')]).ShouldBe(false, "not played out");
            problem.Verify($"{won} {won}").ShouldBe(false, "taken cells");
            problem.ExtractAnswer($"Answer: {won.ToUpperInvariant()}").ShouldBe(won);
            ((HexProblem)ProblemReader.Read(game.With(game.LegalMoves[0]).Text)!).Game!.Turn.ShouldBe(
                1,
                "a position in the middle is read with who is to move"
            );
        }
    }

    /// <summary>Only one cell is left, with which Red wins: no lost game exists.</summary>
    [Fact]
    public void ShapedAnswer_ImpossibleOutcome_Terminates()
    {
        var source = ProblemCatalog.Find("hex")!.CreateWith(("size", 3L), ("opening", 8L));
        for (ulong seed = 0; seed < 20; seed++)
        {
            var problem = source.Create(seed);
            foreach (var right in new[] { true, false })
            {
                var answer = problem.ShapedAnswer(right, new Random(1));
                problem.Verify(answer).ShouldBe(right);
                problem.ExtractAnswer(AnswerText.Write(answer)).ShouldBe(answer);
            }
        }
    }

    private static int? FloodWinner(int size, Dictionary<(int Column, int Row), int> owners)
    {
        foreach (var player in new[] { 0, 1 })
        {
            var open = new Queue<(int Column, int Row)>(
                owners.Keys.Where(c => owners[c] == player && (player == 0 ? c.Row : c.Column) == 0)
            );
            var seen = open.ToHashSet();
            while (open.TryDequeue(out var cell))
            {
                if ((player == 0 ? cell.Row : cell.Column) == size - 1)
                {
                    return player;
                }

                foreach (
                    var next in new[]
                    {
                        (cell.Column + 1, cell.Row),
                        (cell.Column - 1, cell.Row),
                        (cell.Column, cell.Row + 1),
                        (cell.Column, cell.Row - 1),
                        (cell.Column + 1, cell.Row - 1),
                        (cell.Column - 1, cell.Row + 1),
                    }
                )
                {
                    if (owners.TryGetValue(next, out var owner) && owner == player && seen.Add(next))
                    {
                        open.Enqueue(next);
                    }
                }
            }
        }

        return null;
    }
}
