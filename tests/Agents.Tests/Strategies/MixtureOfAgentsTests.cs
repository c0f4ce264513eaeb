using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Strategies;

public sealed class MixtureOfAgentsTests
{
    [Fact]
    public void MixtureOfAgents_RandomLayers_HaveOnePromptEachAndAJoin()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (proposers, layers) = (random.Next(1, 7), random.Next(1, 6));
            var calls = (proposers * (layers - 1)) + 1;
            // In every third case, one call of a layer fails.
            var lost = seed % 3 == 0 && proposers > 1 ? random.Next(proposers) : -1;
            var client = Scripts.Client((_, i) => i % proposers == lost && i < calls - 1 ? null : $"said {i}. Answer: right");

            var task = Scripts.Run(
                client,
                Scripts.Strategy("mixture-of-agents", ("proposers", (long)proposers), ("layers", (long)layers)),
                random
            );

            task.State.ShouldBe(TaskState.Solved);
            client.Requests.Count.ShouldBe(calls);
            client.InFlight.ShouldBe(Enumerable.Range(1, layers - 1).SelectMany(_ => Enumerable.Range(1, proposers).Reverse()).Append(1));
            for (var i = 0; i < calls; i++)
            {
                var (layer, request) = (i / proposers, client.Requests[i]);
                request.Options.Temperature.ShouldBe(0.7);
                request.Options.MaxTokens.ShouldBe(512);
                request.Messages.ShouldBe(client.Requests[layer * proposers].Messages);
                request.Messages[^1].ShouldBe(client.Requests[0].Messages[0]);
                var key = i == calls - 1 ? $"L{layers}/aggregate/1" : $"L{layer + 1}/respond/{(i % proposers) + 1}";
                var before = layer == 0 ? [] : Enumerable.Range(1, proposers).Select(p => $"L{layer}/respond/{p}").ToArray();
                task.After(key).ShouldBe(before, ignoreOrder: true);
                task.Uses(key).ShouldBe(before.Where((_, p) => p != lost), ignoreOrder: true);
                for (var p = 0; p < proposers && layer > 0; p++)
                {
                    request.Messages[0].Content.Contains($"\nsaid {((layer - 1) * proposers) + p}.").ShouldBe(p != lost);
                }
            }
        }
    }

    [Fact]
    public void MixtureOfAgents_Defaults_IsNineCalls()
    {
        var client = Scripts.Client((_, _) => "Answer: right");

        Scripts.Run(client, Scripts.Strategy("mixture-of-agents"), new Random(1)).State.ShouldBe(TaskState.Solved);

        client.Requests.Count.ShouldBe(9);
        client.Requests[^1].Messages.Select(m => m.Role).ShouldBe([ChatRole.System, ChatRole.User]);
    }
}
