using System.Collections.Concurrent;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.StrategyCost;

// CPU of strategy code per call: many tasks of a strategy at once on a client that does nothing, against the same calls made by the
// bare session. Behaviour is shaped, so that every round does the same work.
// Arguments: strategy (lats), tasks (1000), problem (game24), rounds (3).
var name = args.ElementAtOrDefault(0) ?? "lats";
var tasks = int.Parse(args.ElementAtOrDefault(1) ?? "1000");
var problem = args.ElementAtOrDefault(2) ?? "game24";
var rounds = int.Parse(args.ElementAtOrDefault(3) ?? "3");
if (StrategyCatalog.Find(name) is not { } entry || ProblemCatalog.Find(problem) is not { } source)
{
    Console.Error.WriteLine(
        $"no strategy '{name}' or no problem '{problem}'; strategies: {string.Join(", ", StrategyCatalog.All.Select(e => e.Name))}"
    );
    return 2;
}

var problems = Enumerable.Range(0, tasks).Select(i => source.CreateWith().Create((ulong)i)).ToArray();
var calls = new ConcurrentDictionary<Problem, CallSpec[]>(ReferenceEqualityComparer.Instance);
await Cost.OfAsync(problems, new RecordingStrategy(entry.CreateWith(), calls));
await Cost.OfAsync(problems, new ReplayingStrategy(calls));

var calledEach = calls.Values.Sum(c => c.Length) / tasks;
Console.WriteLine(
    $"{tasks} tasks of {name} on {problem} at once, {calls.Values.Sum(c => c.Length) / (double)tasks:0.0} calls a task; CPU per call, µs"
);
Console.WriteLine($"{"round", -8}{"session", 10}{"strategy", 10}{"beyond", 10}{"ratio", 8}{"bytes beyond", 14}{"peak KB/task", 14}");
var beyond = new List<double>();
for (var round = 1; round <= rounds; round++)
{
    var floor = await Cost.OfAsync(problems, new ReplayingStrategy(calls));
    var whole = await Cost.OfAsync(problems, entry.CreateWith());
    beyond.Add(whole.PerCall - floor.PerCall);
    Console.WriteLine(
        $"{round, -8}{floor.PerCall, 10:0.0}{whole.PerCall, 10:0.0}{beyond[^1], 10:0.0}{whole.PerCall / floor.PerCall, 8:0.00}{(whole.AllocatedBytes / (double)whole.Calls) - (floor.AllocatedBytes / (double)floor.Calls), 14:0}{whole.PeakBytes / 1024.0 / tasks, 14:0.0}"
    );
}

Console.WriteLine($"median beyond the session's call: {beyond.Order().ElementAt(rounds / 2):0.0} µs (goal: at most 20)");

// Tasks with problems of their own, so that nothing else holds what they know of them.
calls.Clear();
var middle = calledEach / 2;
var held = await Held.OfAsync(source.CreateWith(), tasks, entry.CreateWith(), middle);
Console.WriteLine(
    $"memory of a task under way, at call {middle}: {held.Live / 1024.0 / tasks:0.0} KB; of one that has ended: {held.Left / 1024.0 / tasks:0.0} KB"
);
return 0;
