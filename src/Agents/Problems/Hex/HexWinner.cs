namespace AgentLoad.Agents.Problems.Hex;

/// <summary>Determines the winner of a Hex position with union-find (Galler and Fischer 1964).</summary>
internal static class HexWinner
{
    /// <summary>Returns 0 if top and bottom are connected, 1 if left and right are connected, else null.</summary>
    public static int? Find(int size, sbyte[] cells, (int Column, int Row)[] neighbours)
    {
        // Four virtual nodes after the cells represent the sides: top, bottom, left, right.
        var parents = Enumerable.Range(0, cells.Length + 4).ToArray();
        for (var cell = 0; cell < cells.Length; cell++)
        {
            if (cells[cell] < 0)
            {
                continue;
            }

            var (column, row) = (cell % size, cell / size);
            var (along, side) = cells[cell] == 0 ? (row, cells.Length) : (column, cells.Length + 2);
            if (along == 0)
            {
                Join(parents, cell, side);
            }

            if (along == size - 1)
            {
                Join(parents, cell, side + 1);
            }

            foreach (var (right, down) in neighbours)
            {
                var (c, r) = (column + right, row + down);
                if (c >= 0 && c < size && r >= 0 && r < size && cells[(r * size) + c] == cells[cell])
                {
                    Join(parents, cell, (r * size) + c);
                }
            }
        }

        return Root(parents, cells.Length) == Root(parents, cells.Length + 1) ? 0
            : Root(parents, cells.Length + 2) == Root(parents, cells.Length + 3) ? 1
            : null;
    }

    private static void Join(int[] parents, int a, int b) => parents[Root(parents, a)] = Root(parents, b);

    private static int Root(int[] parents, int at)
    {
        while (parents[at] != at)
        {
            at = parents[at] = parents[parents[at]];
        }

        return at;
    }
}
