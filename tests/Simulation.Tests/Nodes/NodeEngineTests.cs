using AgentLoad.Simulation.Nodes;
using Shouldly;
using Xunit;

namespace AgentLoad.Simulation.Tests.Nodes;

public sealed class NodeEngineTests
{
    [Fact]
    public void Advance_RandomLoad_EqualsTheSimulationOfEveryIteration()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var profile = Profiles.Random(random);
            var load = Enumerable
                .Range(0, random.Next(1, 60))
                .Select(_ => new BruteForce.Sequence(random.NextDouble() * 3, random.Next(1, 400), random.Next(1, 120)))
                .OrderBy(each => each.Arrives)
                .ToList();
            BruteForce.Run(profile, load);

            var (engine, calls) = (new NodeEngine(profile), new List<NodeCall>());
            foreach (var each in load)
            {
                var call = Profiles.Call(each.Prompt, each.Output, random);
                calls.Add(call);
                engine.Advance(each.Arrives);
                engine.Submit(each.Arrives, call);
            }

            engine.Advance(1e9);
            for (var i = 0; i < load.Count; i++)
            {
                calls[i].State.ShouldBe(NodeCallState.Ended);
                calls[i].Admitted.ShouldBe(load[i].Admitted, 1e-9, $"seed {seed}");
                calls[i].FirstToken.ShouldBe(load[i].First, 1e-9, $"seed {seed}");
                calls[i].Ended.ShouldBe(load[i].Ended, 1e-9, $"seed {seed}");
            }
        }
    }

    [Fact]
    public void Advance_RandomLoadAndCancellations_KeepsLimitsAndTotals()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var profile = Profiles.Random(random) with { PrefixCache = (PrefixCacheMode)random.Next(3) };
            var engine = new NodeEngine(profile);
            var calls = new List<NodeCall>();
            var now = 0.0;
            for (var step = 0; step < 200; step++)
            {
                now += random.NextDouble() * 0.05;
                engine.Advance(now);
                if (random.Next(2) == 0)
                {
                    var call = Profiles.Call(random.Next(1, 300), random.Next(1, 60), random);
                    call.Arrived = now;
                    calls.Add(call);
                    engine.Submit(now, call);
                }

                if (calls.Count > 0 && random.Next(8) == 0)
                {
                    engine.Cancel(now, calls[random.Next(calls.Count)]);
                }

                engine.Running.ShouldBeLessThanOrEqualTo(profile.Slots);
                engine.KvReserved.ShouldBeInRange(0, profile.KvCapacity);
            }

            engine.Advance(1e9);
            engine.IsIdle.ShouldBeTrue();
            engine.KvReserved.ShouldBe(0);
            foreach (var call in calls.Where(call => call.State == NodeCallState.Ended))
            {
                call.Emitted.ShouldBe(call.Output.Length);
                (call.QueueSeconds + call.LoadSeconds + call.PrefillSeconds + call.DecodeSeconds).ShouldBe(call.TotalSeconds, 1e-9);
                new[] { call.QueueSeconds, call.PrefillSeconds, call.DecodeSeconds }.ShouldAllBe(seconds => seconds >= 0);
                call.CachedTokens.ShouldBeInRange(0, call.Prompt.Length - 1);
            }

            calls.ShouldAllBe(call => call.State == NodeCallState.Ended || call.State == NodeCallState.Cancelled);
        }
    }

    [Fact]
    public void Advance_StepByStep_EmitsAtThePredictedTimes()
    {
        var random = new Random(5);
        var engine = new NodeEngine(Profiles.Random(random) with { PerKvToken = 1e-6 });
        var calls = Enumerable.Range(0, 20).Select(_ => Profiles.Call(random.Next(1, 300), random.Next(1, 50), random)).ToList();
        foreach (var call in calls)
        {
            engine.Submit(0, call);
        }

        while (engine.NextToken is { } next)
        {
            var (before, waiting) = (calls.Sum(call => call.Emitted), calls.Any(call => call.State == NodeCallState.Decoding));
            engine.Advance(next);
            if (waiting)
            {
                calls.Sum(call => call.Emitted).ShouldBeGreaterThan(before);
            }
        }

        calls.ShouldAllBe(call => call.State == NodeCallState.Ended);
    }

    [Fact]
    public void Advance_SaturatedBatch_ProducesOneTokenASequenceAStep()
    {
        foreach (var profile in new[] { NodeProfiles.H100Vllm8B, NodeProfiles.A100Vllm8B, NodeProfiles.FourH100Vllm70B })
        {
            var engine = new NodeEngine(profile);
            var calls = Enumerable.Range(0, profile.Slots).Select(i => Profiles.Call(1, 1001, new Random(i))).ToList();
            foreach (var call in calls)
            {
                engine.Submit(0, call);
            }

            engine.Advance(1e6);
            var last = calls.Max(call => call.FirstToken);
            var rate = profile.Slots * 1000 / (calls.Max(call => call.Ended) - last);
            rate.ShouldBe(profile.Slots / profile.StepSeconds(0, profile.Slots, 0), rate * 0.01);
        }
    }

    [Theory]
    [InlineData(PrefixCacheMode.None, 0)]
    [InlineData(PrefixCacheMode.PerSlot, 1049)]
    [InlineData(PrefixCacheMode.Global, 1040)]
    public void Submit_GrowingConversation_FindsItsPrefixCached(PrefixCacheMode mode, int cached)
    {
        var engine = new NodeEngine(NodeProfiles.Rtx4090Ollama8B with { PrefixCache = mode });
        var first = Profiles.Call(1000, 50, new Random(1));
        engine.Submit(0, first);
        engine.Advance(100);
        var second = new NodeCall("m", [.. first.Prompt, .. first.Output.Take(49), 7, 8, 9], [1, 2], 4096, 300);
        engine.Submit(100, second);
        engine.Advance(200);
        second.CachedTokens.ShouldBe(cached);
        if (mode != PrefixCacheMode.None)
        {
            second.PrefillSeconds.ShouldBeLessThan(first.PrefillSeconds / 3);
        }
    }

    [Fact]
    public void Cancel_RunningCall_FreesItsSlotImmediately()
    {
        var engine = new NodeEngine(NodeProfiles.Cpu3B);
        var (first, second) = (Profiles.Call(10, 1000, new Random(1)), Profiles.Call(10, 10, new Random(2)));
        engine.Submit(0, first);
        engine.Submit(0, second);
        engine.Advance(20);
        engine.Cancel(20, first);
        first.State.ShouldBe(NodeCallState.Cancelled);
        engine.Advance(20 + NodeProfiles.Cpu3B.StepSeconds(0, 1, 0));
        second.State.ShouldBe(NodeCallState.Prefilling);
    }

    [Fact]
    public void Submit_CallLongerThanTheCache_Throws() =>
        Should.Throw<ArgumentException>(() => new NodeEngine(NodeProfiles.Cpu3B).Submit(0, Profiles.Call(131_072, 1, new Random(1))));
}
