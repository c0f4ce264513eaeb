using System.Text.RegularExpressions;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.Cluster;

/// <summary>The operator's part of the guide's first hour, on a real Redis.</summary>
public sealed partial class OperatorGuideTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Guide_EveryCommandOfAnOperator_Works()
    {
        await using var redis = await RedisServer.StartAsync();
        using var node = AgentLoadProcess.Start(_folder.Path, "node", "--port", "0", "--model", "llama3.1:8b", "--profile", "instant");
        var url = UrlForm().Match(await node.LineAsync("http://")).Value;
        string[] Args(string command) =>
            GuideCommands.Args(
                command
                    .Replace("http://HOST:11434", url, StringComparison.Ordinal)
                    .Replace("REDIS:6379", redis.Address, StringComparison.Ordinal),
                _folder.Path
            );
        var commands = GuideCommands.Commands("You operate the machines");
        commands.Count.ShouldBe(4);

        using var silo = AgentLoadProcess.Start(
            _folder.Path,
            [.. Args(commands[0]), "--port", $"{FreePort.Next()}", "--gateway-port", $"{FreePort.Next()}"]
        );
        await silo.LineAsync("is up on");
        foreach (var command in commands.Skip(1))
        {
            var ended = await AgentLoadProcess.RunAsync(_folder.Path, Args(command));
            ended.ShouldExit(0);
        }
    }

    [Fact]
    public async Task Readme_EveryCommandOfAClustersUser_Works()
    {
        await using var redis = await RedisServer.StartAsync();
        string[] Args(string command) =>
            GuideCommands.Args(command.Replace("REDIS:6379", redis.Address, StringComparison.Ordinal), _folder.Path);
        var commands = ReadmeTests.Commands().Where(command => command.Contains("REDIS", StringComparison.Ordinal)).ToList();
        commands.Count.ShouldBe(3);
        (await AgentLoadProcess.RunAsync(_folder.Path, "init", "workload.yaml")).ExitCode.ShouldBe(0);

        using var silo = AgentLoadProcess.Start(
            _folder.Path,
            [.. Args(commands[0]), "--port", $"{FreePort.Next()}", "--gateway-port", $"{FreePort.Next()}"]
        );
        await silo.LineAsync("is up on");
        foreach (var command in commands.Skip(1))
        {
            var ended = await AgentLoadProcess.RunAsync(_folder.Path, ReadmeTests.Shortened(Args(command)));
            ended.ShouldExit(0);
        }
    }

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex(@"http://[\d.:]+")]
    private static partial Regex UrlForm();
}
