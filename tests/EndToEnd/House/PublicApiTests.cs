using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.House;

/// <summary>Types are public only if a user's agent needs them: <c>docs/reference/public-api.txt</c> lists them.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void PublicTypes_OfAllAssemblies_AreThoseOfTheList()
    {
        var assemblies = new[]
        {
            typeof(Measurement.Records.TaskState).Assembly,
            typeof(Inference.ChatClient.IChatClientFactory).Assembly,
            typeof(Agents.SemanticKernel.KernelAgent).Assembly,
            typeof(Simulation.Nodes.PrefixCacheMode).Assembly,
            typeof(Silo.Hosting.EmbeddedSilo).Assembly,
            typeof(Client.Commands.AgentLoadCommand).Assembly,
        };
        // Code that Orleans and the SDK generate is public and has no place in the list.
        var found = assemblies
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type.Namespace?.StartsWith("AgentLoad", StringComparison.Ordinal) == true && !type.IsNested)
            .Select(type => type.FullName!);

        var listed = File.ReadLines(Checkout.PathOf("docs/reference/public-api.txt")).Where(line => line.Length > 0 && line[0] != '#');

        found.Order(StringComparer.Ordinal).ShouldBe(listed.Order(StringComparer.Ordinal));
    }
}
