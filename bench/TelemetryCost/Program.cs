using System.Globalization;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Telemetry;
using AgentLoad.TelemetryCost;

// What telemetry costs: CPU of this process per call with 1,000 agents over real HTTP, with the exporter scraped every second and tracing
// to a collector, against the same work with neither. Model server and collector are in a process of their own. Driving is shaped, so
// that every round does the same work; rounds alternate, and the ratio is the median over pairs.
// Arguments: agents (1000), tasks (2000), rounds (7), what (both, metrics or otlp). With "serve": the other process.
if (args is ["serve"])
{
    return await Servers.ServeAsync();
}

int Argument(int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;
var (agents, tasks, rounds) = (Argument(0, 1000), Argument(1, 2000), Argument(2, 7));
var what = args.ElementAtOrDefault(3) ?? "both";
using var servers = await Servers.StartAsync();
var read = WorkloadFile.Parse(
    $$$"""
    name: telemetry
    endpoints: {default: {url: "{{{servers.Node}}}", model: simulated:8b}}
    baseline: 0%
    groups:
      - {name: vote, problem: game24, strategy: {kind: self-consistency, samples: 10}, driving: shaped}
      - {name: tools, problem: {kind: multihop, latency: 1ms}, strategy: react, driving: shaped}
    load: {agents: {{{agents}}}, tasks: {{{tasks}}}}
    """,
    "bench", WorkloadInputs.Catalogued);
var workload = read.Workload ?? throw new InvalidOperationException(string.Join(Environment.NewLine, read.Lines));
var seen = new TelemetryChoice(what == "otlp" ? null : new ListenAddress(System.Net.IPAddress.Loopback, 0), what == "metrics" ? null : servers.Collector, 0.05);
await Cost.OfAsync(workload, TelemetryChoice.None);
await Cost.OfAsync(workload, seen);

Console.WriteLine($"{agents} agents, {tasks} tasks a round; CPU per call, µs");
Console.WriteLine($"{"round",-8}{"without",10}{"with",10}{"ratio",8}{"calls",10}{"calls/s",10}");
var ratios = new List<double>();
for (var round = 1; round <= rounds; round++)
{
    // Which comes first changes from round to round: what drifts meanwhile does not count for one side.
    var first = await Cost.OfAsync(workload, round % 2 == 0 ? seen : TelemetryChoice.None);
    var second = await Cost.OfAsync(workload, round % 2 == 0 ? TelemetryChoice.None : seen);
    var (without, with) = round % 2 == 0 ? (second, first) : (first, second);
    ratios.Add(with.PerCall / without.PerCall);
    Console.WriteLine($"{round,-8}{without.PerCall,10:0.0}{with.PerCall,10:0.0}{ratios[^1],8:0.000}{with.Calls,10}{with.Calls / with.Seconds,10:0}");
}

Console.WriteLine($"median ratio: {ratios.Order().ElementAt(rounds / 2):0.000} (goal: at most 1.03)");
return 0;
