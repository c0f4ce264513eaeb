using AgentLoad.Simulation.Nodes;

namespace AgentLoad.Client.Tests.Commands.Sweep;

/// <summary>The call graph of a task: number of calls per level. A level starts when the previous level has ended.</summary>
internal sealed record TaskGraphShape(string Name, int[] Levels);

/// <summary>Runs tasks with Poisson arrivals on a simulated node in virtual time.</summary>
internal sealed class SimulatedLoad(NodeProfile profile, TaskGraphShape shape)
{
    private const int Prompt = 60,
        MeanOutput = 40;

    /// <summary>Returns latencies and throughput of the tasks that ended in the window.</summary>
    /// <param name="rate">Tasks/s.</param>
    /// <param name="tasks">Number of arrivals; the first tenth is warm-up.</param>
    /// <param name="seed">Seed of arrivals and lengths.</param>
    public (double[] Latencies, double Throughput, bool Saturated) Run(double rate, int tasks, int seed)
    {
        var (random, engine) = (new Random(seed), new NodeEngine(profile));
        var (inFlight, latencies) = (new List<(NodeCall Call, Doing Task)>(), new List<double>());
        var (end, warm) = (tasks / rate, tasks / rate / 10);
        for (var arrival = Gap(); arrival < end || engine.NextEvent < end; )
        {
            var now = Math.Min(arrival, engine.NextEvent ?? double.PositiveInfinity);
            engine.Advance(now);
            foreach (var (call, task) in inFlight.Where(pair => pair.Call.State == NodeCallState.Ended).ToArray())
            {
                if (--task.Open == 0 && !Start(task, call.Ended) && call.Ended >= warm && call.Ended <= end)
                {
                    latencies.Add(call.Ended - task.Arrived);
                }
            }

            inFlight.RemoveAll(pair => pair.Call.State == NodeCallState.Ended);
            if (now < arrival)
            {
                continue;
            }

            Start(new Doing(arrival), arrival);
            arrival += Gap();
        }

        var expected = rate * (end - warm);
        return ([.. latencies], latencies.Count / (end - warm), latencies.Count < (0.95 * expected) - (3 * Math.Sqrt(expected)));

        double Gap() => -Math.Log(1 - random.NextDouble()) / rate;

        bool Start(Doing task, double now)
        {
            if (task.Level == shape.Levels.Length)
            {
                return false;
            }

            task.Open = shape.Levels[task.Level++];
            for (var i = 0; i < task.Open; i++)
            {
                var call = new NodeCall("m", new int[Prompt], new int[random.Next(MeanOutput / 2, 3 * MeanOutput / 2)], 4096, 300);
                inFlight.Add((call, task));
                engine.Submit(now, call);
            }

            return true;
        }
    }

    private sealed class Doing(double arrived)
    {
        public double Arrived => arrived;

        public int Level { get; set; }

        public int Open { get; set; }
    }
}
