using AgentLoad.Simulation.Nodes;

namespace AgentLoad.Simulation.Tests.Nodes;

/// <summary>A reference implementation of the engine, one iteration at a time and without a prefix cache.</summary>
internal static class BruteForce
{
    public sealed class Sequence(double arrives, int prompt, int output)
    {
        public double Arrives => arrives;

        public int Prompt => prompt;

        public int Output => output;

        public int Left { get; set; }

        public int Emitted { get; set; }

        public double Admitted { get; set; }

        public double First { get; set; }

        public double Ended { get; set; }
    }

    public static void Run(NodeProfile profile, List<Sequence> sequences)
    {
        var waiting = new Queue<Sequence>(sequences.OrderBy(each => each.Arrives));
        var running = new List<Sequence>();
        foreach (var each in sequences)
        {
            each.Left = each.Prompt;
        }

        var now = 0.0;
        while (waiting.Count > 0 || running.Count > 0)
        {
            if (running.Count == 0 && waiting.Count > 0)
            {
                now = Math.Max(now, waiting.Peek().Arrives);
            }

            while (
                waiting.TryPeek(out var next)
                && next.Arrives <= now
                && running.Count < profile.Slots
                && running.Sum(each => each.Prompt + each.Output) + next.Prompt + next.Output <= profile.KvCapacity
            )
            {
                next.Admitted = now;
                running.Add(waiting.Dequeue());
            }

            var decoding = running.Where(each => each.Left == 0).ToList();
            var budget = profile.PrefillChunk;
            foreach (var each in running.Where(each => each.Left > 0))
            {
                var take = Math.Min(each.Left, budget);
                each.Left -= take;
                budget -= take;
            }

            now += profile.StepSeconds(
                profile.PrefillChunk - budget,
                decoding.Count,
                decoding.Sum(each => (long)each.Prompt + each.Emitted)
            );
            foreach (var each in running.Where(each => each.Left == 0))
            {
                if (each.Emitted++ == 0)
                {
                    each.First = now;
                }

                if (each.Emitted == each.Output)
                {
                    each.Ended = now;
                }
            }

            running.RemoveAll(each => each.Emitted == each.Output);
        }
    }
}
