namespace AgentLoad.Measurement.Statistics;

/// <summary>Weighted linear least squares by the normal equations, for few coefficients.</summary>
internal static class LeastSquares
{
    private const double Singular = 1e-12;

    /// <summary>
    /// Returns the coefficients b that minimize Σ weight · (y − row · b)²; null if the rows do not determine them.
    /// </summary>
    /// <param name="rows">Values of the regressors of each observation; one length for all.</param>
    /// <param name="ys">Observed values.</param>
    /// <param name="weights">Positive weights; null for equal weights.</param>
    public static double[]? Solve(IReadOnlyList<double[]> rows, IReadOnlyList<double> ys, IReadOnlyList<double>? weights = null)
    {
        if (rows.Count == 0 || rows.Count < rows[0].Length)
        {
            return null;
        }

        var n = rows[0].Length;
        var matrix = new double[n, n + 1];
        for (var r = 0; r < rows.Count; r++)
        {
            var weight = weights?[r] ?? 1;
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    matrix[i, j] += weight * rows[r][i] * rows[r][j];
                }

                matrix[i, n] += weight * rows[r][i] * ys[r];
            }
        }

        return Eliminate(matrix, n);
    }

    /// <summary>Gaussian elimination with partial pivoting.</summary>
    private static double[]? Eliminate(double[,] matrix, int n)
    {
        var scale = 0.0;
        for (var i = 0; i < n; i++)
        {
            scale = Math.Max(scale, Math.Abs(matrix[i, i]));
        }

        for (var column = 0; column < n; column++)
        {
            var pivot = column;
            for (var row = column + 1; row < n; row++)
            {
                pivot = Math.Abs(matrix[row, column]) > Math.Abs(matrix[pivot, column]) ? row : pivot;
            }

            if (!(Math.Abs(matrix[pivot, column]) > Singular * scale))
            {
                return null;
            }

            for (var i = 0; i <= n; i++)
            {
                (matrix[column, i], matrix[pivot, i]) = (matrix[pivot, i], matrix[column, i]);
            }

            for (var row = 0; row < n; row++)
            {
                var factor = row == column ? 0 : matrix[row, column] / matrix[column, column];
                for (var i = column; i <= n; i++)
                {
                    matrix[row, i] -= factor * matrix[column, i];
                }
            }
        }

        var solution = new double[n];
        for (var i = 0; i < n; i++)
        {
            solution[i] = matrix[i, n] / matrix[i, i];
        }

        return solution;
    }
}
