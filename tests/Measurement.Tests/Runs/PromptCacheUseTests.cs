using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using Shouldly;
using Xunit;

namespace AgentLoad.Measurement.Tests.Runs;

public sealed class PromptCacheUseTests
{
    [Fact]
    public void ToSummary_ReportedTokens_AreUsedWithoutInference()
    {
        var use = new PromptCacheUse(canInfer: true);
        use.Add(Call(1000, 0, 1) with { CachedTokens = 0 });
        use.Add(Call(1000, 900, 0.1) with { CachedTokens = 500 });

        use.ToSummary().ShouldBe(new PromptCache(0.25, IsInferred: false, 0.45));
    }

    [Fact]
    public void ToSummary_PrefillTimesOnly_InferTheShare()
    {
        var use = new PromptCacheUse(canInfer: true);
        for (var i = 0; i < 5; i++)
        {
            use.Add(Call(1000, 0, 1));
            use.Add(Call(1000, 800, 0.2));
            use.Add(Call(1000, 800, 1));
        }

        var cache = use.ToSummary().ShouldNotBeNull();
        cache.IsInferred.ShouldBeTrue();
        cache.Share.ShouldNotBeNull().ShouldBe(0.8 / 3, 1e-9);
        cache.Ceiling.ShouldNotBeNull().ShouldBe(1.6 / 3, 1e-9);
    }

    [Fact]
    public void ToSummary_PrefillFasterThanSharingExplains_StaysAtTheCeiling()
    {
        var use = new PromptCacheUse(canInfer: true);
        for (var i = 0; i < 5; i++)
        {
            use.Add(Call(1000, 0, 1));
            use.Add(Call(1000, 500, 0.1));
        }

        use.ToSummary().ShouldBe(new PromptCache(0.25, IsInferred: true, 0.25));
    }

    [Fact]
    public void ToSummary_GivenSalt_DoesNotInfer()
    {
        var use = new PromptCacheUse(canInfer: false);
        for (var i = 0; i < 5; i++)
        {
            use.Add(Call(1000, 0, 0.001));
        }

        use.ToSummary().ShouldBe(new PromptCache(null, IsInferred: false, 0), "an earlier run may have filled the cache");
    }

    [Fact]
    public void ToSummary_NoTokens_IsMissing()
    {
        var use = new PromptCacheUse(canInfer: true);
        use.Add(Call(1000, 0, 1) with { PromptTokens = null });
        use.Add(Call(1000, 0, 1) with { Outcome = CallOutcome.ServerError });

        use.ToSummary().ShouldBeNull();
    }

    private static CallRecord Call(int tokens, int shared, double prefill) =>
        new()
        {
            Endpoint = "default",
            Model = "m",
            Outcome = CallOutcome.Completed,
            PromptTokens = tokens,
            SharedTokens = shared,
            ServerPrefill = prefill,
        };
}
