using System.Collections.Concurrent;
using System.CommandLine;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Bench.Common;

namespace AgentLoad.Bench.Strategies;

/// <summary>
/// <c>strategies</c>: CPU time of strategy code per call. Concurrent tasks of a strategy on a client without a server are compared with the
/// same calls made without strategy code. Driving is shaped, so that every round does the same work.
/// </summary>
internal static class StrategiesCommand
{
    private const double GoalMicroseconds = 20;

    private static readonly Option<string> Strategy = Name("--strategy", "lats", StrategyCatalog.All.Select(entry => entry.Name));
    private static readonly Option<string> Problem = Name("--problem", "game24", ProblemCatalog.Generated.Select(problem => problem.Name));
    private static readonly Option<int> Tasks = BenchmarkCommand.Number("--tasks", 1000, "Concurrent tasks. (default 1000)");
    private static readonly Option<int> Rounds = BenchmarkCommand.Number("--rounds", 3, "Measured rounds. (default 3)");

    public static Command Create() =>
        BenchmarkCommand.Create(
            "strategies",
            "CPU time and memory of strategy code per call.",
            [Strategy, Problem, Tasks, Rounds],
            (parsed, results, _) =>
                RunAsync(parsed.GetValue(Strategy)!, parsed.GetValue(Problem)!, parsed.GetValue(Tasks), parsed.GetValue(Rounds), results)
        );

    private static async Task RunAsync(string name, string problem, int tasks, int rounds, BenchmarkResults results)
    {
        var entry = StrategyCatalog.Find(name)!;
        var source = ProblemCatalog.Find(problem)!;
        var problems = Enumerable.Range(0, tasks).Select(i => source.CreateWith().Create((ulong)i)).ToArray();
        var calls = new ConcurrentDictionary<Problem, CallSpec[]>(ReferenceEqualityComparer.Instance);
        await StrategyCost.MeasureAsync(problems, new RecordingStrategy(entry.CreateWith(), calls));
        await StrategyCost.MeasureAsync(problems, new ReplayingStrategy(calls));

        var callsPerTask = calls.Values.Sum(c => c.Length) / (double)tasks;
        results.Print($"{tasks} tasks of {name} on {problem}; CPU per call, µs");
        results.Print($"{"round", -8}{"replay", 10}{"strategy", 10}{"added", 10}{"ratio", 8}{"added bytes", 14}{"peak KB/task", 14}");
        var (session, added, bytes) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 1; round <= rounds; round++)
        {
            var replay = await StrategyCost.MeasureAsync(problems, new ReplayingStrategy(calls));
            var whole = await StrategyCost.MeasureAsync(problems, entry.CreateWith());
            session.Add(replay.MicrosecondsPerCall);
            added.Add(whole.MicrosecondsPerCall - replay.MicrosecondsPerCall);
            bytes.Add(whole.BytesPerCall - replay.BytesPerCall);
            results.Print(
                $"{round, -8}{replay.MicrosecondsPerCall, 10:0.0}{whole.MicrosecondsPerCall, 10:0.0}{added[^1], 10:0.0}"
                    + $"{whole.MicrosecondsPerCall / replay.MicrosecondsPerCall, 8:0.00}{bytes[^1], 14:0}"
                    + $"{whole.PeakBytes / 1024.0 / tasks, 14:0.0}"
            );
        }

        results.Add("calls per task", callsPerTask, "calls");
        results.Add("session, CPU per call, median", Median.Of(session), "µs");
        results.Add("strategy code, CPU per call, median", Median.Of(added), "µs", GoalMicroseconds);
        results.Add("strategy code, allocated per call, median", Median.Of(bytes), "bytes");

        // New problems: the old ones keep what was computed for them.
        calls.Clear();
        var middle = (int)callsPerTask / 2;
        var memory = await TaskMemory.MeasureAsync(source.CreateWith(), tasks, entry.CreateWith(), middle);
        results.Add($"memory of a running task at call {middle}", memory.Running / 1024.0 / tasks, "KB");
        results.Add("memory of an ended task", memory.Ended / 1024.0 / tasks, "KB");
    }

    private static Option<string> Name(string option, string defaultValue, IEnumerable<string> names)
    {
        var created = new Option<string>(option)
        {
            Description = $"One of the built-in names. (default {defaultValue})",
            HelpName = "NAME",
            DefaultValueFactory = _ => defaultValue,
        };
        created.AcceptOnlyFromAmong([.. names]);
        return created;
    }
}
