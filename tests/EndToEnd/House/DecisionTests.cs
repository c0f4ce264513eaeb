using System.Globalization;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.House;

/// <summary>Decision pages are numbered from 1 without gaps, and their headings have the numbers of their files.</summary>
public sealed class DecisionTests
{
    [Fact]
    public void Decisions_Numbers_HaveNoGapsAndEqualTheirHeadings()
    {
        string[] pages = [.. Directory.GetFiles(Checkout.PathOf("docs/decisions"), "0*.md").Order(StringComparer.Ordinal)];

        var numbers = pages.Select(page => Path.GetFileName(page)[..4]).ToArray();
        numbers.ShouldBe(Enumerable.Range(1, pages.Length).Select(number => number.ToString("0000", CultureInfo.InvariantCulture)));
        pages.Select(page => File.ReadLines(page).First()[..7]).ShouldBe(numbers.Select(number => $"# {number}:"));
    }
}
