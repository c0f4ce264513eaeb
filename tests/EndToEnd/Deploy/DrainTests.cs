using AgentLoad.Silo.Hosting;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.Deploy;

/// <summary>Pods are given the time that their programs take to leave.</summary>
public sealed class DrainTests
{
    [Theory, MemberData(nameof(ManifestTests.Folders), MemberType = typeof(ManifestTests))]
    public async Task GracePeriod_OfSilos_IsLongerThanTheirDrain(string folder)
    {
        var silo = (await Manifests.BuildAsync(folder)).Pods.Single(pod => pod.Owner == "agentload-silo").Pod;
        silo["terminationGracePeriodSeconds"]
            .Number.ShouldBeGreaterThan((int)(SiloLifetime.DrainTimeout + SiloLifetime.LeaveTimeout).TotalSeconds + 10);
    }

    [Fact]
    public async Task GracePeriod_OfNodes_IsLongerThanTheirDrain()
    {
        var node = (await Manifests.BuildAsync("deploy/k8s/overlays/local")).Pods.Single(pod => pod.Owner == "agentload-node").Pod;
        node["terminationGracePeriodSeconds"].Number.ShouldBeGreaterThan((int)Client.Commands.Nodes.NodeHost.DrainTimeout.TotalSeconds + 5);
    }
}
