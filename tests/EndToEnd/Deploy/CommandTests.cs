using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands;
using AgentLoad.Client.Telemetry;
using AgentLoad.Simulation;
using AgentLoad.Simulation.Http;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.Deploy;

/// <summary>What manifests say to our program, our program understands.</summary>
public sealed partial class CommandTests
{
    /// <summary>Variables that .NET or Ollama read themselves; every other one must be named in an argument.</summary>
    private static readonly string[] Known =
    [
        "DOTNET_EnableDiagnostics",
        "HOME",
        "OLLAMA_MODELS",
        "OLLAMA_HOST",
        "OLLAMA_KEEP_ALIVE",
        "OLLAMA_NUM_PARALLEL",
        "REDISCLI_AUTH",
    ];

    public static TheoryData<string> Folders => ManifestTests.Folders;

    [Theory, MemberData(nameof(Folders))]
    public async Task Variables_OfContainers_AreReadByTheirPrograms(string folder)
    {
        foreach (var (owner, container) in (await Manifests.BuildAsync(folder)).Containers)
        {
            var words = container["args"].Texts.Concat(container["command"].Texts).ToArray();
            foreach (var name in container["env"].Items.Select(v => v["name"].Text!).Except(Known))
            {
                words.ShouldContain(
                    word => word.Contains($"$({name})", StringComparison.Ordinal) || word == $"--redis-password-env={name}",
                    $"{owner} does not read {name}"
                );
            }

            var named = words.SelectMany(word => Variable().Matches(word).Select(m => m.Groups[1].Value));
            named.ShouldBeSubsetOf(container["env"].Items.Select(v => v["name"].Text!), owner);
        }
    }

    [Theory, MemberData(nameof(Folders))]
    public async Task Probes_OfContainers_HitPathsThatAnswer(string folder)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var health = await HealthServer.StartAsync(
            new ListenAddress(System.Net.IPAddress.Loopback, 0),
            static _ => Task.FromResult<string?>(null),
            static () => [],
            cancellation
        );
        await using var node = await SimulatedNode.StartAsync(
            new SimulatedNodeOptions(),
            new ProseReplyGenerator(),
            TimeProvider.System,
            cancellation
        );
        using var http = new HttpClient();
        foreach (var (owner, container) in (await Manifests.BuildAsync(folder)).Containers)
        {
            var isNode = container["args"].Texts.FirstOrDefault() is "node" or "serve";
            foreach (var path in ManifestTests.Probes(container).Select(p => p["httpGet/path"].Text).OfType<string>())
            {
                using var answer = await http.GetAsync(new Uri((isNode ? node.Url : health.Url) + path), cancellation);
                ((int)answer.StatusCode).ShouldBe(200, $"{owner} {path}");
            }
        }
    }

    [Theory, InlineData("deploy/k8s/overlays/local"), InlineData("deploy/k8s/overlays/gpu")]
    public async Task Workload_OfAnOverlay_NamesItsPodsAndTheirModel(string folder)
    {
        var manifests = await Manifests.BuildAsync(folder);
        var read = WorkloadFile.Parse(
            manifests.Of("ConfigMap").Single()["data"].Fields["workload.yaml"].Text!,
            folder,
            WorkloadInputs.Default
        );
        read.Lines.ShouldBeEmpty();
        var endpoint = read.Workload!.Endpoints["default"];
        var servers = manifests
            .Of("StatefulSet")
            .Single(s => s["spec/template/spec/containers"].Items.Any(c => c["args"].Texts.FirstOrDefault() is "node" or "serve"));
        var name = servers["metadata/name"].Text!;
        endpoint
            .Urls.Select(url => url.Host)
            .ShouldBe(Enumerable.Range(0, servers["spec/replicas"].Number).Select(i => $"{name}-{i}.{servers["spec/serviceName"].Text}"));
        endpoint.Urls.ShouldAllBe(url => url.Port == 11434);
        servers.ToString().ShouldContain(endpoint.Model);
    }

    [Fact]
    public async Task Image_OfManifestsDockerfileAndSdk_IsOne()
    {
        var version = XDocument.Parse(Checkout.Read("Directory.Build.props")).Descendants("Version").Single().Value;
        var manifests = await Manifests.BuildAsync("deploy/k8s/overlays/local");
        Ours(manifests).ShouldAllBe(c => c.Container["image"].Text == $"agentload:{version}");

        var dockerfile = Checkout.Read("Dockerfile");
        var project = XDocument.Parse(Checkout.Read("src/Client/Client.csproj"));
        string Setting(string setting) => project.Descendants(setting).Single().Value;
        dockerfile.ShouldContain($"FROM {Setting("ContainerBaseImage")}\n");
        dockerfile.ShouldContain($"USER {Setting("ContainerUser")}\n");
        dockerfile.ShouldContain($"ENTRYPOINT [\"dotnet\", \"{Setting("ContainerWorkingDirectory")}agentload.dll\"]\n");
        dockerfile.ShouldContain($"EXPOSE {project.Descendants("ContainerPort").Single().Attribute("Include")!.Value.Replace(';', ' ')}\n");
        var user = Setting("ContainerUser");
        manifests
            .Pods.Where(p => Ours(manifests).Any(c => c.Owner == p.Owner))
            .ShouldAllBe(p => p.Pod["securityContext/runAsUser"].Text == user);
        foreach (
            var copied in Regex
                .Matches(dockerfile, @"^COPY (?!--from)(.+) \S+$", RegexOptions.Multiline)
                .SelectMany(m => m.Groups[1].Value.Split(' '))
        )
        {
            Path.Exists(Path.Combine(Checkout.Root, copied)).ShouldBeTrue(copied);
        }
    }

    private static IEnumerable<(string Owner, Node Container)> Ours(Manifests manifests) =>
        manifests.Containers.Where(c => c.Container["image"].Text!.StartsWith("agentload:", StringComparison.Ordinal));

    [GeneratedRegex(@"\$\((\w+)\)")]
    private static partial Regex Variable();

    [Theory, MemberData(nameof(Folders))]
    public async Task Arguments_OfOurContainers_AreThoseOfTheCommand(string folder)
    {
        var commands = new List<string>();
        foreach (var (owner, container) in Ours(await Manifests.BuildAsync(folder)))
        {
            var args = container["args"].Texts.Select(Expand).ToArray();
            var parsed = AgentLoadCommand.Create().Parse(args);
            parsed.Errors.ShouldBeEmpty($"{owner}: {string.Join(' ', args)}");
            parsed.UnmatchedTokens.ShouldBeEmpty(owner);
            commands.Add(parsed.CommandResult.Command.Name);

            // A port that an argument opens is one that the container shows, and the other way round.
            var opened = args.Where(arg => OpensPort().IsMatch(arg))
                .Select(arg => int.Parse(OpensPort().Match(arg).Groups[1].Value, CultureInfo.InvariantCulture));
            opened.ShouldBe(container["ports"].Items.Select(p => p["containerPort"].Number), ignoreOrder: true, owner);
        }

        new[] { "silo", "doctor", "run" }.ShouldBeSubsetOf(commands);
    }

    private static string Expand(string arg) =>
        arg.Replace("$(POD_NAME)", "agentload-silo-0", StringComparison.Ordinal).Replace("$(POD_IP)", "10.0.0.7", StringComparison.Ordinal);

    [GeneratedRegex(@"^--(?:port|gateway-port|http|metrics)=(?:.*:)?(\d+)$")]
    private static partial Regex OpensPort();
}
