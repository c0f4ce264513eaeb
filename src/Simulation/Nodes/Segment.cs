namespace AgentLoad.Simulation.Nodes;

/// <summary>
/// A run of iterations of an unchanged batch. Iteration k (from 1) takes <c>first + growth·(k − 1)</c> seconds, since every decoding
/// sequence holds one more token each time; so k of them end at <c>start + k·first + growth·k(k − 1)/2</c>.
/// </summary>
internal sealed class Segment(double start, double first, double growth, int iterations)
{
    /// <summary>Iterations planned; fewer once an arrival or a departure changes the batch.</summary>
    public int Iterations { get; private set; } = iterations;

    /// <summary>Iterations whose tokens have been counted.</summary>
    public int Committed { get; set; }

    /// <summary>When the last planned iteration ends.</summary>
    public double End => EndOf(Iterations);

    /// <summary>When iteration k ends.</summary>
    public double EndOf(int k) => start + (k * first) + (growth * k * (k - 1.0) / 2);

    /// <summary>Ends the run with the iteration under way.</summary>
    public void Truncate() => Iterations = Math.Min(Iterations, Committed + 1);

    /// <summary>Iterations that have ended by an instant: the root of the quadratic, then put right by at most a step or two.</summary>
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
