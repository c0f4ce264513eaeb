using System.Collections.Concurrent;
using System.Globalization;
using AgentLoad.Bench.Common;
using AgentLoad.Simulation;
using AgentLoad.Simulation.Http;
using AgentLoad.Simulation.Nodes;

namespace AgentLoad.Bench.Fidelity;

/// <summary>Simulated nodes in a child process that record when they sent each line.</summary>
internal static class StampingNodes
{
    public const string Role = "stamping-nodes";

    /// <summary>First word of the log's last line: CPU seconds of the process.</summary>
    public const string CpuLine = "cpu";

    /// <summary>Serves in the child process; writes the URLs. At the end it writes the log: a line of timestamps for each call.</summary>
    public static async Task<int> ServeAsync(string[] args)
    {
        var (nodes, streams, step, log) = (Number(args[0]), Number(args[1]), Number(args[2]), args[3]);
        var stamps = new ConcurrentDictionary<long, List<long>>();
        var options = new SimulatedNodeOptions
        {
            Profile = NodeProfiles.Instant with { BaseSeconds = step / 1000.0, Slots = streams },
            Models = [new("m")],
            StampEmission = true,
            LineEmitted = (seed, stamp) => stamps.GetOrAdd(seed, static _ => new(1024)).Add(stamp),
        };
        var started = new List<SimulatedNode>();
        for (var i = 0; i < nodes; i++)
        {
            started.Add(await SimulatedNode.StartAsync(options, new WordAnswerer(), TimeProvider.System, CancellationToken.None));
        }

        Console.WriteLine(string.Join(' ', started.Select(node => node.Url)));
        await ChildProcess.WaitForParentAsync();
        foreach (var node in started)
        {
            await node.DisposeAsync();
        }

        await File.WriteAllLinesAsync(
            log,
            stamps
                .Select(pair => $"{pair.Key} {string.Join(' ', pair.Value)}")
                .Append(string.Create(CultureInfo.InvariantCulture, $"{CpuLine} {Environment.CpuUsage.TotalTime.TotalSeconds}"))
        );
        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Answers with as many words as tokens are requested.</summary>
    private sealed class WordAnswerer : IReplyGenerator
    {
        private const int CharactersPerWord = 5;

        private static readonly string Text = string.Join(' ', Enumerable.Range(0, 5000).Select(i => i % 2 == 0 ? "tick" : "tock"));

        public SimulatedReply Generate(SimulatedPrompt prompt) => new(Text[..(prompt.MaxTokens * CharactersPerWord)], "", []);
    }
}
