using System.Collections.Concurrent;
using AgentLoad.Simulation;
using AgentLoad.Simulation.Http;
using AgentLoad.Simulation.Nodes;

namespace AgentLoad.Fidelity;

/// <summary>The node's side: serves until its input closes, then writes the stamps of every call.</summary>
internal static class NodeProcess
{
    public static async Task<int> ServeAsync(int nodes, int streams, double stepMilliseconds, string log)
    {
        var stamps = new ConcurrentDictionary<long, List<long>>();
        var options = new SimulatedNodeOptions
        {
            Profile = NodeProfiles.Instant with { BaseSeconds = stepMilliseconds / 1000, Slots = streams },
            Models = [new("m")],
            StampEmission = true,
            LineEmitted = (seed, stamp) => stamps.GetOrAdd(seed, _ => new(1024)).Add(stamp),
        };
        var started = new List<SimulatedNode>();
        for (var i = 0; i < nodes; i++)
            started.Add(await SimulatedNode.StartAsync(options, new Talker(), TimeProvider.System, CancellationToken.None));
        Console.WriteLine(string.Join(' ', started.Select(node => node.Url)));
        await Console.In.ReadToEndAsync();
        foreach (var node in started)
            await node.DisposeAsync();

        await File.WriteAllLinesAsync(
            log,
            stamps.Select(pair => $"{pair.Key} {string.Join(' ', pair.Value)}").Append($"cpu {Environment.CpuUsage.TotalTime.TotalSeconds}")
        );
        return 0;
    }

    private sealed class Talker : IReplyGenerator
    {
        private static readonly string Text = string.Join(' ', Enumerable.Range(0, 5000).Select(i => i % 2 == 0 ? "tick" : "tock"));

        public SimulatedReply Generate(SimulatedPrompt prompt) => new(Text[..(prompt.MaxTokens * 5)], "", []);
    }
}
