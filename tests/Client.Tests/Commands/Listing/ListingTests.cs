using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Strategies;
using AgentLoad.Client.Commands.Listing;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Commands.Listing;

/// <summary>Reference pages match the catalogs. AGENTLOAD_UPDATE=1 rewrites them.</summary>
public sealed class ListingTests
{
    public static TheoryData<string> Names => [.. Listings.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_Committed_MatchesTheCatalog(string name)
    {
        var path = Checkout.PathOf($"docs/reference/{name}.md");
        var made = ListingPage.Create(Listings.Find(name)!);
        if (Environment.GetEnvironmentVariable("AGENTLOAD_UPDATE") == "1")
        {
            File.WriteAllText(path, made);
        }

        File.Exists(path).ShouldBeTrue($"docs/reference/{name}.md is missing: run tests/Client.Tests once with AGENTLOAD_UPDATE=1");
        (File.ReadAllText(path) == made).ShouldBeTrue(
            $"docs/reference/{name}.md is out of date: run tests/Client.Tests once with AGENTLOAD_UPDATE=1"
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Listing_EveryItem_HasSummaryAndSettings(string name)
    {
        var items = Listings.Find(name)!.Items;

        items.ShouldNotBeEmpty();
        items.Select(item => item.Name).ShouldBeUnique();
        items.ShouldAllBe(item => item.Summary.Length > 10 && item.Facts.Values.All(fact => fact.Length > 0));
        items.SelectMany(item => item.Parameters).ShouldAllBe(parameter => parameter.Allowed.Length > 0);
    }

    [Fact]
    public void Listing_OfCatalogs_IsComplete()
    {
        Listings.Find("strategies")!.Items.Select(item => item.Name).ShouldBe(StrategyCatalog.All.Select(entry => entry.Name));
        Listings.Find("problems")!.Items.Select(item => item.Name).ShouldBe(ProblemCatalog.All.Select(entry => entry.Name));
    }
}
