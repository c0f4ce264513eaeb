using AgentLoad.Agents.Telemetry;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Telemetry;

/// <summary>The number of label values stays bounded.</summary>
public sealed class BoundedNamesTests
{
    [Fact]
    public void Of_MoreNamesThanTheLimit_KeepsTheFirstAndMergesTheRest()
    {
        var names = new BoundedNames(8);
        var labels = Enumerable.Range(0, 1000).Select(i => names.Of($"model-{i}")).ToArray();
        labels.Distinct().Count().ShouldBe(9);
        labels[..8].ShouldBe(Enumerable.Range(0, 8).Select(i => $"model-{i}"));
        labels[8..].ShouldAllBe(label => label == BoundedNames.Other);
        names.Of("model-3").ShouldBe("model-3");
        names.Of("model-999").ShouldBe(BoundedNames.Other);
    }

    [Fact]
    public void Of_LongName_IsTruncated() => new BoundedNames(1).Of(new string('x', 10_000)).Length.ShouldBeLessThan(100);

    [Fact]
    public async Task Of_FromManyThreads_NeverExceedsTheLimit()
    {
        var names = new BoundedNames(16);
        var labels = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(thread => Task.Run(() => Enumerable.Range(0, 500).Select(i => names.Of($"{(i * 7) + thread}")).ToArray()))
        );
        labels.SelectMany(l => l).Distinct().Count().ShouldBe(17);
    }
}
