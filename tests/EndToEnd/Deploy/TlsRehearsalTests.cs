using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.Deploy;

/// <summary>What the TLS component has its pods start works together, with certificates made as the guide says.</summary>
public sealed partial class TlsRehearsalTests : IDisposable
{
    private readonly EmptyFolder _folder = new();
    private readonly Dictionary<string, string> _environment = new()
    {
        ["REDIS_PASSWORD"] = "correct-horse",
        ["REDISCLI_AUTH"] = "correct-horse",
    };
    private readonly Dictionary<string, string> _here = new()
    {
        ["agentload-redis"] = "127.0.0.1",
        ["6379"] = Port(),
        ["11111"] = Port(),
        ["30000"] = Port(),
        ["8080"] = "0",
        ["$(REDIS_PASSWORD)"] = "correct-horse",
        ["$(POD_IP)"] = "127.0.0.1",
        ["$(POD_NAME)"] = "agentload-silo-0",
        ["/data"] = ".",
    };

    [Fact]
    public async Task Pods_WithTlsAndAPassword_FindEachOtherAndLetNobodyElseIn()
    {
        await MakeCertificatesAsync();
        var manifests = await Manifests.BuildAsync("tests/EndToEnd/Deploy/tls");
        var redis = Container(manifests, "agentload-redis");
        using var server = Start(Here(redis["args"].Texts, "agentload-redis-tls"));
        try
        {
            string[] ping = [.. Here(redis["readinessProbe/exec/command"].Texts, "agentload-redis-tls")];
            (await EndAsync([ping[0], "-p", _here["6379"], .. ping[1..]], until: 0)).ShouldContain("PONG");
            (await EndAsync(["redis-cli", "-p", _here["6379"], "--tls", "--cacert", "agentload-tls/ca.crt", "ping"])).ShouldNotContain(
                "PONG"
            );

            using var silo = AgentLoadProcess.Start(
                _folder.Path,
                _environment,
                [.. Here(Container(manifests, "agentload-silo")["args"].Texts, "agentload-tls")]
            );
            await silo.LineAsync("is up on");
            var doctor = manifests.Pods.Single(pod => pod.Owner == "agentload-run").Pod["initContainers"].Items.Single()["args"].Texts;
            using var asked = AgentLoadProcess.Start(
                _folder.Path,
                _environment,
                [.. Here(doctor, "agentload-tls").Where(arg => !arg.StartsWith("--wait") && !arg.EndsWith(".yaml"))]
            );
            var found = await asked.EndAsync();
            found.Output.ShouldContain("1 of 3 up: agentload-silo-0", customMessage: found.All);
        }
        finally
        {
            server.Kill();
        }
    }

    public void Dispose() => _folder.Dispose();

    private static Node Container(Manifests manifests, string owner) =>
        manifests.Pods.Single(pod => pod.Owner == owner).Pod["containers"].Items.Single();

    private static string Port() => FreePort.Next().ToString(CultureInfo.InvariantCulture);

    /// <summary>Arguments of a pod, as they are on this machine.</summary>
    private IEnumerable<string> Here(IEnumerable<string> args, string secret) =>
        args.Select(arg =>
            _here
                .Append(new("/tls/", $"{secret}/"))
                .Aggregate(arg, (text, pair) => text.Replace(pair.Key, pair.Value, StringComparison.Ordinal))
        );

    /// <summary>Runs the guide's own commands; a Secret becomes a folder of its name.</summary>
    private async Task MakeCertificatesAsync()
    {
        const string Kubectl =
            """kubectl() { mkdir -p "$6"; for f in "${@:7}"; do f="${f#--from-file=}"; cp "${f#*=}" "$6/${f%%=*}"; done; }""";
        var commands = Commands().Match(Checkout.Read("docs/guide/security.md")).Groups[1].Value;
        commands.ShouldContain("kubectl -n agentload create secret generic");
        await EndAsync(["bash", "-euc", $"{Kubectl}\n{commands.Replace("DNS:$name", "DNS:$name,IP:127.0.0.1", StringComparison.Ordinal)}"]);
        File.Exists(Path.Combine(_folder.Path, "agentload-redis-tls", "tls.key")).ShouldBeTrue();
    }

    private Process Start(IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(words.First(), words.Skip(1))
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{words.First()} is not installed");
            throw;
        }
    }

    /// <summary>Runs the command and returns its output; repeats it until it exits with a code if one is given.</summary>
    private async Task<string> EndAsync(IReadOnlyList<string> words, int? until = null)
    {
        var output = "";
        await Poll.UntilAsync(
            async () =>
            {
                using var process = Start(words);
                var error = process.StandardError.ReadToEndAsync();
                output = await process.StandardOutput.ReadToEndAsync() + await error;
                await process.WaitForExitAsync();
                return until is null || process.ExitCode == until;
            },
            $"exit code {until} of {words[0]}",
            TimeSpan.FromMinutes(1)
        );
        return output;
    }

    [GeneratedRegex("### On Kubernetes.*?```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Commands();
}
