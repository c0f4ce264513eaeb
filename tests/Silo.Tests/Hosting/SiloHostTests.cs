using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentLoad.Testing;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace AgentLoad.Silo.Tests.Hosting;

/// <summary>A silo process as its operator sees it.</summary>
public sealed partial class SiloHostTests : IDisposable
{
    private readonly EmptyFolder _folder = new();
    private readonly HttpClient _http = new();

    [Fact]
    public async Task TwoSilos_WithoutPortOptions_ShareOneHostAndShowTheirStateAndLog()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var redis = await RedisServer.StartAsync("--appendonly", "yes");
        using var first = AgentLoadProcess.Start(_folder.Path, "silo", "--redis", redis.Address, "--http", "0", "--dashboard");
        using var second = AgentLoadProcess.Start(
            _folder.Path,
            new Dictionary<string, string>
            {
                ["AGENTLOAD_Silo__Redis"] = redis.Address,
                ["AGENTLOAD_Silo__Name"] = "second",
                ["AGENTLOAD_Logging__Console__FormatterName"] = "json",
                ["AGENTLOAD_Logging__LogLevel__Orleans"] = "Information",
            },
            "silo"
        );
        var (plain, json) = (await first.LineAsync("is up on"), await second.LineAsync("is up on"));

        // The same ports would be shared without an error, and half of the calls would fail.
        plain.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info: AgentLoad\.Silo\.Hosting\.SiloLifetime\[\d+\] Silo ");
        using var entry = JsonDocument.Parse(json);
        entry.RootElement.GetProperty("LogLevel").GetString().ShouldBe("Information");
        entry.RootElement.GetProperty("State").GetProperty("Name").GetString().ShouldBe("second");
        DateTimeOffset.Parse(entry.RootElement.GetProperty("Timestamp").GetString()!, CultureInfo.InvariantCulture);
        PortsOf(plain).ShouldNotBe(PortsOf(json));
        (await second.LineAsync("Orleans.")).ShouldContain("\"Category\":\"Orleans.");

        // The dashboard needs the token, and a host name that a page of another site cannot have.
        var dashboard = new Uri((await first.LineAsync("Dashboard of Orleans: ")).Split(' ')[^1]);
        await Poll.UntilAsync(
            async () =>
                (await _http.GetStringAsync(new Uri(dashboard, "DashboardCounters"), cancellation)).Contains(
                    "\"second\"",
                    StringComparison.Ordinal
                ),
            "the second silo on the dashboard"
        );
        (await StatusAsync(new Uri(dashboard, "/"))).ShouldBe(404);
        (await StatusAsync(new Uri(dashboard, $"/{new string('0', 32)}/"))).ShouldBe(404);
        (await StatusAsync(dashboard, "rebound.example")).ShouldBe(404);
        (await StatusAsync(dashboard)).ShouldBe(200);

        var metrics = await _http.GetStringAsync(new Uri((await first.LineAsync("Metrics at ")).Split(' ')[^1].TrimEnd('.')), cancellation);
        metrics.ShouldContain("orleans_messaging_sent_messages_size");
        metrics.ShouldContain("agentload_silo_members");
        Name().Matches(metrics).Select(match => match.Groups[1].Value).ShouldAllBe(name => !name.Contains('-'));
    }

    [Fact]
    public async Task Silo_StoppedWhileItStarts_LeavesNothingBehind()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var redis = await RedisServer.StartAsync("--appendonly", "yes");
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Address);
        var joining = connection.GetDatabase();

        using var silo = AgentLoadProcess.Start(_folder.Path, "silo", "--redis", redis.Address);
        await Poll.UntilAsync(
            async () => (await joining.HashLengthAsync("agentload/members/agentload")) > 0,
            "an entry in the membership table",
            cancellationToken: cancellation
        );
        silo.Signal(15);
        var ended = await silo.EndAsync();

        ended.ExitCode.ShouldBe(0, ended.All);
        ended.All.ShouldNotContain("fail:");
        ended.All.ShouldNotContain("   at ");
        foreach (var row in (await joining.HashGetAllAsync("agentload/members/agentload")).Where(row => row.Name != "Version"))
        {
            using var member = JsonDocument.Parse(row.Value.ToString());
            member.RootElement.GetProperty("Status").GetInt32().ShouldBe((int)SiloStatus.Dead);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    private static string PortsOf(string line) => Regex.Match(line, @"is up on 127\.0\.0\.1:(\d+), for clients on port (\d+)").Value;

    private async Task<int> StatusAsync(Uri address, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Host = host;
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    [GeneratedRegex("^# TYPE ([^ ]+) ", RegexOptions.Multiline)]
    private static partial Regex Name();
}
