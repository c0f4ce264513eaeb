using System.Diagnostics;
using System.Globalization;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Telemetry;
using AgentLoad.Measurement.Records;

namespace AgentLoad.TelemetryCost;

/// <summary>A client in a process of its own: runs the workload, with telemetry or without, as often as it is told to.</summary>
internal sealed class Worker : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts one.</summary>
    /// <param name="arguments">As <see cref="WorkAsync"/> takes them.</param>
    public Worker(IEnumerable<string> arguments) =>
        _process = Process.Start(
            new ProcessStartInfo("dotnet", [typeof(Worker).Assembly.Location, "work", .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
            }
        )!;

    /// <summary>One run.</summary>
    public async Task<Cost> RunAsync(bool isSeen) => Cost.Parse(await AskAsync(isSeen ? "with" : "without"));

    /// <summary>Telemetry by itself, on what one run did: microseconds of CPU per call, by round.</summary>
    /// <param name="what">metrics, otlp or both.</param>
    public async Task<double> ReplayAsync(string what) => double.Parse(await AskAsync(what), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>The worker's side: a line in is a run, a line out is its cost; ends with its input.</summary>
    /// <param name="args">Node, collector, agents, most tokens of a reply.</param>
    public static async Task<int> WorkAsync(string[] args)
    {
        var (node, collector, agents, tokens) = (args[0], new Uri(args[1]), int.Parse(args[2], CultureInfo.InvariantCulture), args[3]);
        var read = WorkloadFile.Parse(
            $$$"""
            name: telemetry
            endpoints: {default: {url: "{{{node}}}", model: simulated:8b}}
            baseline: 0%
            groups:
              - {name: vote, problem: game24, strategy: {kind: self-consistency, samples: 5}, driving: shaped, options: {maxTokens: {{{tokens}}}}}
              - {name: tools, problem: {kind: multihop, latency: 1ms}, strategy: react, driving: shaped, options: {maxTokens: {{{tokens}}}}}
            load: {agents: {{{agents}}}, tasks: {{{2 * agents}}}}
            """,
            "bench",
            WorkloadInputs.Default
        );
        var workload = read.Workload ?? throw new InvalidOperationException(string.Join(Environment.NewLine, read.Lines));
        var both = new TelemetryChoice(new ListenAddress(System.Net.IPAddress.Loopback, 0), collector, 0.05);
        IReadOnlyList<TaskRecord> tasks = [];
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line is "with" or "without")
            {
                // What a run leaves behind is the replay's; while runs are compared it is nobody's.
                tasks = [];
                (var cost, tasks) = await Cost.OfAsync(workload, line == "with" ? both : TelemetryChoice.None);
                Console.WriteLine(cost);
            }
            else
            {
                Console.WriteLine(
                    (
                        await Replay.OfAsync(
                            tasks,
                            line == "metrics" ? both with { Otlp = null }
                                : line == "otlp" ? both with { Http = null }
                                : both
                        )
                    ).ToString(CultureInfo.InvariantCulture)
                );
            }
        }

        return 0;
    }

    private async Task<string> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        return await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("A worker ended early.");
    }
}
