using System.Collections.Concurrent;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.StrategyCost;

// CPU of strategy code per call: many tasks of a strategy at once on a client that does nothing, against the same calls made by the
// bare session. Driving is shaped, so that every round does the same work.
// Arguments: strategy (lats), tasks (1000), problem (game24), rounds (3).
var name = args.ElementAtOrDefault(0) ?? "lats";
var tasks = int.Parse(args.ElementAtOrDefault(1) ?? "1000");
var problem = args.ElementAtOrDefault(2) ?? "game24";
var rounds = int.Parse(args.ElementAtOrDefault(3) ?? "3");
if (StrategyCatalog.Find(name) is not { } entry || ProblemCatalog.Find(problem) is not { } source)
{
    Console.Error.WriteLine($"no strategy '{name}' or no problem '{problem}'; strategies: {string.Join(", ", StrategyCatalog.All.Select(e => e.Name))}");
    return 2;
}

var problems = Enumerable.Range(0, tasks).Select(i => source.CreateWith().Create((ulong)i)).ToArray();
var calls = new ConcurrentDictionary<Problem, CallSpec[]>(ReferenceEqualityComparer.Instance);
await Cost.OfAsync(problems, new RecordingStrategy(entry.CreateWith(), calls));
await Cost.OfAsync(problems, new ReplayingStrategy(calls));

Console.WriteLine($"{tasks} tasks of {name} on {problem} at once, {calls.Values.Sum(c => c.Length) / (double)tasks:0.0} calls a task; CPU per call, µs");
Console.WriteLine($"{"round",-8}{"session",10}{"strategy",10}{"beyond",10}{"ratio",8}{"peak KB/task",14}");
var beyond = new List<double>();
for (var round = 1; round <= rounds; round++)
{
    var floor = await Cost.OfAsync(problems, new ReplayingStrategy(calls));
    var whole = await Cost.OfAsync(problems, entry.CreateWith());
    beyond.Add(whole.PerCall - floor.PerCall);
    Console.WriteLine(
        $"{round,-8}{floor.PerCall,10:0.0}{whole.PerCall,10:0.0}{beyond[^1],10:0.0}{whole.PerCall / floor.PerCall,8:0.00}{whole.PeakBytes / 1024.0 / tasks,14:0.0}");
}

Console.WriteLine($"median beyond the session's call: {beyond.Order().ElementAt(rounds / 2):0.0} µs (goal: at most 20)");
return 0;
