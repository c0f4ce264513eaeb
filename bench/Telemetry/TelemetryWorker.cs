using System.Globalization;
using AgentLoad.Agents.Workloads;
using AgentLoad.Bench.Common;
using AgentLoad.Client.Telemetry;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Bench.Telemetry;

/// <summary>A client in a child process that runs the workload with or without telemetry, as often as it is asked to.</summary>
internal sealed class TelemetryWorker(string node, string collector, int agents, int tokens) : IDisposable
{
    public const string Role = "telemetry-worker";

    private const string With = "with",
        Without = "without";

    private readonly ChildProcess _process = ChildProcess.Start(Role, node, collector, $"{agents}", $"{tokens}");

    /// <summary>Runs the workload once.</summary>
    public async Task<RunCost> RunAsync(bool hasTelemetry) => RunCost.Parse(await _process.AskAsync(hasTelemetry ? With : Without));

    /// <summary>Replays the tasks of the last run and returns the CPU time of telemetry per call, in microseconds.</summary>
    /// <param name="part">metrics, otlp or both.</param>
    public async Task<double> ReplayAsync(string part) => double.Parse(await _process.AskAsync(part), CultureInfo.InvariantCulture);

    public void Dispose() => _process.Dispose();

    /// <summary>Works in the child process: each input line asks for a run or a replay, each output line has its cost.</summary>
    /// <param name="args">URL of the node, URL of the collector, agents, most tokens of a reply.</param>
    public static async Task<int> WorkAsync(string[] args)
    {
        var (node, collector, tokens) = (args[0], new Uri(args[1]), args[3]);
        var agents = int.Parse(args[2], CultureInfo.InvariantCulture);
        var workload = BenchmarkWorkload.Read(
            $$$"""
            name: telemetry
            endpoints: {default: {url: "{{{node}}}", model: simulated:8b}}
            baseline: 0%
            groups:
              - name: vote
                problem: game24
                strategy: {kind: self-consistency, samples: 5}
                driving: shaped
                options: {maxTokens: {{{tokens}}}}
              - {name: tools, problem: {kind: multihop, latency: 1ms}, strategy: react, driving: shaped, options: {maxTokens: {{{tokens}}}}}
            load: {agents: {{{agents}}}, tasks: {{{2 * agents}}}}
            """
        );
        var both = new TelemetrySettings(new ListenAddress(System.Net.IPAddress.Loopback, 0), collector, 0.05);
        IReadOnlyList<TaskRecord> tasks = [];
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line is With or Without)
            {
                // The tasks of the last run are released: they are memory of the replay, not of the run.
                tasks = [];
                (var cost, tasks) = await RunCost.MeasureAsync(workload, line == With ? both : TelemetrySettings.None);
                Console.WriteLine(cost);
                continue;
            }

            var choice = line switch
            {
                "metrics" => both with { Otlp = null },
                "otlp" => both with { Http = null },
                _ => both,
            };
            Console.WriteLine((await TelemetryReplay.MeasureAsync(tasks, choice)).ToString(CultureInfo.InvariantCulture));
        }

        return 0;
    }
}
