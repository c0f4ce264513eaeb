using System.Globalization;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.Deploy;

/// <summary>What a real cluster does to pods that start, scale or are slow does not disturb a run.</summary>
public sealed class UnderLoadTests
{
    /// <summary>
    /// Without this, a pod that fails its readiness probe under load loses its name, and calls to it fail instead of being slow.
    /// </summary>
    [Theory, MemberData(nameof(ManifestTests.Folders), MemberType = typeof(ManifestTests))]
    public async Task Names_OfPods_StayWhileTheyAreNotReady(string folder) =>
        (await Manifests.BuildAsync(folder))
            .Of("Service")
            .ShouldAllBe(s => s["spec/clusterIP"].Text == "None" && s["spec/publishNotReadyAddresses"].Text == "true");

    [Theory, MemberData(nameof(ManifestTests.Folders), MemberType = typeof(ManifestTests))]
    public async Task Silos_AreAsManyAsTheAutoscalerSays_AndARunWaitsForThem(string folder)
    {
        var manifests = await Manifests.BuildAsync(folder);
        var silos = manifests.Of("StatefulSet").Single(s => s["metadata/name"].Text == "agentload-silo");
        silos["spec/replicas"].IsThere.ShouldBeFalse("'kubectl apply' would undo every scaling");
        var least = manifests.Of("HorizontalPodAutoscaler").Single()["spec/minReplicas"].Number;
        manifests
            .Containers.Single(c => c.Container["name"].Text == "doctor")
            .Container["args"]
            .Texts.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"--silos={least}"));

        // It gives up by itself, with its reason as its last word, before the probe has it killed.
        var silo = silos["spec/template/spec/containers"].Items.Single();
        var wait = silo["args"].Texts.Single(arg => arg.StartsWith("--wait=", StringComparison.Ordinal))["--wait=".Length..];
        int.Parse(wait, CultureInfo.InvariantCulture)
            .ShouldBeInRange(60, silo["startupProbe/periodSeconds"].Number * silo["startupProbe/failureThreshold"].Number - 5);
    }

    /// <summary>Some images of Redis have it on, and then let in nobody from another pod.</summary>
    [Theory, MemberData(nameof(ManifestTests.Folders), MemberType = typeof(ManifestTests))]
    public async Task Redis_WhateverItsImage_LetsOtherPodsIn(string folder)
    {
        var args = (await Manifests.BuildAsync(folder)).Containers.Single(c => c.Owner == "agentload-redis").Container["args"].Texts;
        args.SkipWhile(arg => arg != "--protected-mode").Skip(1).FirstOrDefault().ShouldBe("no");
    }
}
