namespace AgentLoad.Agents.Scheduling;

/// <summary>Joins consecutive stages into a curve.</summary>
internal static class Stages
{
    /// <summary>
    /// Joins stages. A stage jumps to its level or, as a ramp, rises or falls linearly from the previous level (the first from 0).
    /// </summary>
    public static Curve Join(IEnumerable<(double Level, TimeSpan For, bool Ramp)> stages)
    {
        var points = new List<(double Time, double Level)>();
        var (at, before) = (TimeSpan.Zero, 0.0);
        foreach (var (level, length, ramp) in stages)
        {
            points.Add((at.TotalSeconds, ramp ? before : level));
            at += length;
            points.Add((at.TotalSeconds, level));
            before = level;
        }

        return new Curve(points);
    }
}
