using System.Text.RegularExpressions;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.House;

/// <summary>Names of the build without Orleans and Semantic Kernel, which no longer exists, do not come back.</summary>
public sealed partial class DeletedNamesTests
{
    private static readonly string[] Excepted = ["CHANGELOG.md", "tests/EndToEnd/House/DeletedNamesTests.cs"];

    [Fact]
    public void DeletedNames_InEveryFile_AreAbsent() =>
        SourceFiles
            .Below(".")
            .Except(Excepted)
            .SelectMany(file =>
                File.ReadLines(Checkout.PathOf(file))
                    .Select((line, index) => (Name: DeletedName().Match(line).Value, Number: index + 1))
                    .Where(found => found.Name.Length > 0)
                    .Select(found => $"{file}:{found.Number}: {found.Name}")
            )
            .ShouldBeEmpty();

    [GeneratedRegex(
        @"AGENTLOAD_CLUSTER|AgentLoadCluster|ClusterPackage|NeedsClusterPackages|OptionalParts|\bpackages\.sh"
            + @"|ModelClients\.Register|UserAgents\.Register"
    )]
    private static partial Regex DeletedName();
}
