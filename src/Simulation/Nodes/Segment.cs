namespace AgentLoad.Simulation.Nodes;

/// <summary>
/// Consecutive iterations of an unchanged batch. Iteration k (from 1) takes <c>first + growth·(k − 1)</c> seconds, because every decoding
/// sequence gains one token per iteration; so k iterations end at <c>start + k·first + growth·k(k − 1)/2</c>.
/// </summary>
internal sealed class Segment(double start, double first, double growth, int iterations)
{
    /// <summary>Number of planned iterations; reduced when an arrival or departure changes the batch.</summary>
    public int Iterations { get; private set; } = iterations;

    /// <summary>Number of iterations with counted tokens.</summary>
    public int Committed { get; set; }

    /// <summary>End time of the last planned iteration.</summary>
    public double End => EndOf(Iterations);

    /// <summary>Returns the end time of iteration k.</summary>
    public double EndOf(int k) => start + (k * first) + (growth * k * (k - 1.0) / 2);

    /// <summary>Ends the segment with the current iteration.</summary>
    public void Truncate() => Iterations = Math.Min(Iterations, Committed + 1);

    /// <summary>
    /// Returns the number of iterations that have ended at a time: the root of the quadratic, corrected by at most a step or two.
    /// </summary>
    public int CompletedAt(double now)
    {
        var elapsed = now - start;
        if (elapsed <= 0)
        {
            return Committed;
        }

        var half = growth / 2;
        var linear = first - half;
        var root = growth == 0 ? elapsed / first : 2 * elapsed / (linear + Math.Sqrt((linear * linear) + (4 * half * elapsed)));
        var k = (int)Math.Min(root, Iterations);
        while (k < Iterations && EndOf(k + 1) <= now)
        {
            k++;
        }

        while (k > Committed && EndOf(k) > now)
        {
            k--;
        }

        return Math.Max(k, Committed);
    }
}
