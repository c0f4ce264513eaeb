using System.Globalization;
using AgentLoad.TelemetryCost;

// What telemetry costs, with 1,000 agents over real HTTP: /metrics fetched every second, and metrics, traces and logs to a collector. Two
// measurements of it, because it is less than the noise of a machine that others use too:
// - by itself: the tasks of a run are told to telemetry again and again, and nothing else is done;
// - in a run: two clients do the same shaped work at the same time, one with telemetry and one without, and change places for the next round, so
//   that whatever else the machine does falls on both alike.
// Counted is the CPU of the client's process; model server and collector are another one. A call costs by its chunks: their number is shown.
// Arguments: agents (1000), rounds (6), most tokens of a reply (512). With "serve" or "work": the other processes.
if (args is ["serve"])
{
    return await Servers.ServeAsync();
}

if (args is ["work", .. var rest])
{
    return await Worker.WorkAsync(rest);
}

string Argument(int at, string otherwise) => args.Length > at ? args[at] : otherwise;
var (agents, rounds) = (Argument(0, "1000"), int.Parse(Argument(1, "6"), CultureInfo.InvariantCulture));
using var servers = await Servers.StartAsync();
string[] work = [servers.Node, servers.Collector.AbsoluteUri, agents, Argument(2, "512")];
using var one = new Worker(work);
using var other = new Worker(work);
await Task.WhenAll(one.RunAsync(true), other.RunAsync(true));

Console.WriteLine($"two clients of {agents} agents; CPU of a client per call, µs");
Console.WriteLine($"{"round", -8}{"without", 10}{"with", 10}{"ratio", 8}{"calls", 10}{"chunks/call", 13}{"calls/s", 10}");
var (ratios, plain) = (new List<double>(), new List<double>());
for (var round = 1; round <= rounds; round++)
{
    var isSwapped = round % 2 == 0;
    var costs = await Task.WhenAll(one.RunAsync(isSwapped), other.RunAsync(!isSwapped));
    var (without, with) = isSwapped ? (costs[1], costs[0]) : (costs[0], costs[1]);
    ratios.Add(with.PerCall / without.PerCall);
    plain.Add(without.PerCall);
    Console.WriteLine(
        $"{round, -8}{without.PerCall, 10:0.0}{with.PerCall, 10:0.0}{ratios[^1], 8:0.000}{with.Calls, 10}{(double)with.Chunks / with.Calls, 13:0.0}{with.Calls / with.Seconds, 10:0}"
    );
}

string[] parts = ["metrics", "otlp", "both"];
var alone = parts.ToDictionary(part => part, _ => new List<double>());
for (var round = 0; round <= 8; round++)
{
    foreach (var part in parts)
    {
        // The first round is not warm.
        var cost = await one.ReplayAsync(part);
        alone[part].AddRange(round > 0 ? [cost] : []);
    }
}

Console.WriteLine();
Console.WriteLine($"in a run: ratio {Interval.Of(ratios):0.000}");
foreach (var (part, name) in parts.Zip(["/metrics alone", "OTLP alone", "both"]))
{
    Console.WriteLine(
        $"by itself, {name}: {Interval.Of(alone[part]):0.0} µs a call, {Interval.Of(alone[part].ConvertAll(cost => 100 * cost / Interval.MedianOf(plain))):0.0} % of a call without (goal: at most 3 %)"
    );
}

return 0;
