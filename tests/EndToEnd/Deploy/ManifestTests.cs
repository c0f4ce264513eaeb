using System.Globalization;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.Deploy;

/// <summary>Manifests hang together: what one names, another has.</summary>
public sealed class ManifestTests
{
    public static TheoryData<string> Folders =>
        new(
            "deploy/k8s/base",
            "deploy/k8s/overlays/local",
            "deploy/k8s/overlays/gpu",
            "tests/EndToEnd/Deploy/password",
            "tests/EndToEnd/Deploy/tls"
        );

    [Theory, MemberData(nameof(Folders))]
    public async Task Selectors_OfEverything_MatchLabelsOfPods(string folder)
    {
        var manifests = await Manifests.BuildAsync(folder);
        foreach (var owner in manifests.Of("StatefulSet"))
        {
            owner["spec/selector/matchLabels"].Selects(owner["spec/template/metadata/labels"]).ShouldBeTrue(owner["metadata/name"].Text);
            manifests.Of("Service").ShouldContain(service => service["metadata/name"].Text == owner["spec/serviceName"].Text);
        }

        var selectors = manifests
            .Of("Service")
            .Select(s => s["spec/selector"])
            .Concat(manifests.Of("PodDisruptionBudget").Select(b => b["spec/selector/matchLabels"]))
            .Concat(manifests.Of("NetworkPolicy").Select(p => p["spec/podSelector/matchLabels"]))
            .Concat(
                manifests
                    .Of("NetworkPolicy")
                    .SelectMany(p => p["spec/ingress"].Items)
                    .SelectMany(i => i["from"].Items)
                    .Select(f => f["podSelector/matchLabels"])
            );
        foreach (var selector in selectors.Where(s => s.IsThere))
        {
            manifests.Pods.ShouldContain(pod => selector.Selects(pod.Labels), selector.ToString());
        }

        foreach (var scaler in manifests.Of("HorizontalPodAutoscaler"))
        {
            manifests
                .Of(scaler["spec/scaleTargetRef/kind"].Text!)
                .ShouldContain(o => o["metadata/name"].Text == scaler["spec/scaleTargetRef/name"].Text);
        }

        manifests.All.ShouldAllBe(o => o["kind"].Text == "Namespace" || o["metadata/namespace"].Text == "agentload");
    }

    [Theory, MemberData(nameof(Folders))]
    public async Task Ports_OfServicesPoliciesAndProbes_AreThoseOfContainers(string folder)
    {
        var manifests = await Manifests.BuildAsync(folder);
        foreach (var service in manifests.Of("Service"))
        {
            var ports = PortsOf(manifests, service["spec/selector"]);
            foreach (var port in service["spec/ports"].Items)
            {
                ports.ShouldContainKeyAndValue(port["targetPort"].Text!, port["port"].Number);
            }
        }

        foreach (var policy in manifests.Of("NetworkPolicy"))
        {
            var ports = PortsOf(manifests, policy["spec/podSelector/matchLabels"]);
            policy["spec/ingress"].Items.SelectMany(i => i["ports"].Items).Select(p => p["port"].Text!).ShouldBeSubsetOf(ports.Keys);
        }

        foreach (var (owner, container) in manifests.Containers)
        {
            var names = container["ports"].Items.Select(p => p["name"].Text!).ToArray();
            Probes(container)
                .Select(p => p["httpGet/port"].Text ?? p["tcpSocket/port"].Text)
                .OfType<string>()
                .ShouldBeSubsetOf(names, owner);
        }

        // What a scraper is told is what a container serves.
        foreach (var pods in manifests.All.Where(o => o["spec/template/metadata/annotations"].IsThere))
        {
            var port = pods["spec/template/metadata/annotations"].Fields["prometheus.io/port"].Number;
            pods["spec/template/spec/containers"]
                .Items.SelectMany(c => c["ports"].Items)
                .ShouldContain(p => p["containerPort"].Number == port);
        }
    }

    [Theory, MemberData(nameof(Folders))]
    public async Task Volumes_ThatContainersMount_AreThere(string folder)
    {
        var manifests = await Manifests.BuildAsync(folder);
        foreach (var owner in manifests.All.Where(o => o["spec/template/spec"].IsThere))
        {
            var pod = owner["spec/template/spec"];
            var volumes = pod["volumes"]
                .Items.Select(v => v["name"].Text!)
                .Concat(owner["spec/volumeClaimTemplates"].Items.Select(c => c["metadata/name"].Text!))
                .ToArray();
            pod["initContainers"]
                .Items.Concat(pod["containers"].Items)
                .SelectMany(c => c["volumeMounts"].Items)
                .Select(m => m["name"].Text!)
                .ShouldBeSubsetOf(volumes);
            foreach (var volume in pod["volumes"].Items)
            {
                (
                    volume["persistentVolumeClaim/claimName"].Text is not { } claim
                    || manifests.Of("PersistentVolumeClaim").Any(c => c["metadata/name"].Text == claim)
                ).ShouldBeTrue();

                // The workload is the overlay's: the base alone has none.
                (
                    volume["configMap/name"].Text is not { } map
                    || folder.EndsWith("base", StringComparison.Ordinal)
                    || manifests.Of("ConfigMap").Any(c => c["metadata/name"].Text == map)
                ).ShouldBeTrue();
            }
        }
    }

    [Theory, MemberData(nameof(Folders))]
    public async Task Pods_Everywhere_HoldToTheRestrictedProfile(string folder)
    {
        var manifests = await Manifests.BuildAsync(folder);
        manifests.Of("Namespace").Single()["metadata/labels"].Fields["pod-security.kubernetes.io/enforce"].Text.ShouldBe("restricted");
        foreach (var (owner, pod, _) in manifests.Pods)
        {
            pod["automountServiceAccountToken"].Text.ShouldBe("false", owner);
            pod["securityContext/runAsNonRoot"].Text.ShouldBe("true", owner);
            pod["securityContext/runAsUser"].Number.ShouldBeGreaterThan(0, owner);
            pod["securityContext/seccompProfile/type"].Text.ShouldBe("RuntimeDefault", owner);
            new[] { "hostNetwork", "hostPID", "hostIPC" }.ShouldAllBe(field => !pod[field].IsThere);
            pod["volumes"]
                .Items.ShouldAllBe(v =>
                    v["emptyDir"].IsThere || v["configMap"].IsThere || v["persistentVolumeClaim"].IsThere || v["secret"].IsThere
                );
        }

        foreach (var (owner, container) in manifests.Containers)
        {
            var security = container["securityContext"];
            security["allowPrivilegeEscalation"].Text.ShouldBe("false", owner);
            security["readOnlyRootFilesystem"].Text.ShouldBe("true", owner);
            security["capabilities/drop"].Texts.ShouldBe(["ALL"], owner);
            security["capabilities/add"].IsThere.ShouldBeFalse(owner);
            security["privileged"].IsThere.ShouldBeFalse(owner);
            container["ports"].Items.ShouldAllBe(p => !p["hostPort"].IsThere);
        }
    }

    [Theory, MemberData(nameof(Folders))]
    public async Task Resources_OfContainers_AreRequestedWithinLimits(string folder)
    {
        foreach (var (owner, container) in (await Manifests.BuildAsync(folder)).Containers)
        {
            foreach (var (resource, request) in container["resources/requests"].Fields)
            {
                Quantity(request.Text!)
                    .ShouldBeLessThanOrEqualTo(Quantity(container["resources/limits"].Fields[resource].Text!), $"{owner} {resource}");
            }

            new[] { "cpu", "memory" }.ShouldBeSubsetOf(container["resources/requests"].Fields.Keys, owner);
        }
    }

    [Theory, MemberData(nameof(Folders))]
    public async Task Secrets_InManifests_AreNone(string folder)
    {
        var manifests = await Manifests.BuildAsync(folder);
        manifests.Of("Secret").ShouldBeEmpty();
        foreach (var (owner, container) in manifests.Containers)
        {
            foreach (var variable in container["env"].Items.Where(v => v["value"].IsThere))
            {
                new[] { "PASSWORD", "TOKEN", "KEY", "SECRET", "AUTH" }.ShouldAllBe(
                    word => !variable["name"].Text!.Contains(word, StringComparison.OrdinalIgnoreCase),
                    owner
                );
            }

            container["args"].Texts.ShouldAllBe(arg => !arg.Contains('@', StringComparison.Ordinal));
        }
    }

    [Theory, MemberData(nameof(Folders))]
    public async Task Probes_OfLongLivedPods_AreThreeAndLivenessIsLocal(string folder)
    {
        var manifests = await Manifests.BuildAsync(folder);
        foreach (var owner in manifests.Of("StatefulSet"))
        {
            foreach (var container in owner["spec/template/spec/containers"].Items)
            {
                Probes(container).Count().ShouldBe(3, owner["metadata/name"].Text);
                container["livenessProbe/httpGet/path"].Text.ShouldNotBe("/readyz");
            }
        }
    }

    [Theory, MemberData(nameof(Folders))]
    public async Task Probes_OverHttp_GiveAServerUnderLoadMoreThanTheDefaultSecond(string folder)
    {
        foreach (var (owner, container) in (await Manifests.BuildAsync(folder)).Containers)
        {
            Probes(container)
                .Where(p => p["httpGet"].IsThere)
                .ShouldAllBe(p => p["timeoutSeconds"].IsThere && p["timeoutSeconds"].Number > 1, owner);
        }
    }

    internal static IEnumerable<Node> Probes(Node container) =>
        new[] { "startupProbe", "readinessProbe", "livenessProbe" }.Select(name => container[name]).Where(probe => probe.IsThere);

    private static Dictionary<string, int> PortsOf(Manifests manifests, Node selector) =>
        manifests
            .Pods.Where(pod => selector.IsThere && selector.Selects(pod.Labels))
            .SelectMany(pod => pod.Pod["containers"].Items)
            .SelectMany(c => c["ports"].Items)
            .ToDictionary(p => p["name"].Text!, p => p["containerPort"].Number);

    private static double Quantity(string text) =>
        text switch
        {
            _ when text.EndsWith("Gi", StringComparison.Ordinal) => Parse(text[..^2]) * (1 << 30),
            _ when text.EndsWith("Mi", StringComparison.Ordinal) => Parse(text[..^2]) * (1 << 20),
            _ when text.EndsWith('m') => Parse(text[..^1]) / 1000,
            _ => Parse(text),
        };

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
