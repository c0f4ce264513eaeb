using System.CommandLine;
using AgentLoad.Client.Commands;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Commands;

public sealed class CommandOptionsTests
{
    [Theory]
    [InlineData("run")]
    [InlineData("sweep")]
    [InlineData("study", "study.yaml")]
    public void Parse_HostAndCluster_IsAnError(params string[] command)
    {
        Errors([.. command, "--host", "process", "--cluster", "redis://127.0.0.1:1"])
            .ShouldBe(["--host and --cluster cannot be combined: on a cluster, agents run on its silos."]);
        Errors([.. command, "--host", "silo"]).ShouldBeEmpty();
        Errors([.. command, "--host", "process"]).ShouldBeEmpty();
        Errors([.. command, "--cluster", "redis://127.0.0.1:1"]).ShouldBeEmpty();
        Errors([.. command, "--host", "cloud"]).ShouldHaveSingleItem().ShouldContain("cloud");
    }

    [Theory]
    [InlineData("--agents and --duration cannot be used here", "--agents", "5", "--duration", "1m", "--steps", "1")]
    [InlineData("--start is 1000000; it must be above 0 and at most 100000", "--start", "1000000", "--slo", "task.latency:p95:le:5s")]
    [InlineData("--steps is '1,0'", "--steps", "1,0")]
    [InlineData("--step-time is 'soon'", "--steps", "1", "--step-time", "soon")]
    [InlineData("A sweep needs an SLO")]
    [InlineData("Did you mean 'call.tpot'", "--slo", "call.tpott:p95:le:1s")]
    [InlineData("unknown metric", "--slo", "call.cached_tokens:p95:ge:1")]
    public async Task Sweep_InvalidOptions_FailsBeforeTheFirstStep(string message, params string[] args)
    {
        var parsed = AgentLoadCommand.Create().Parse(["sweep", "--strategy", "direct", .. args]);
        parsed.Errors.ShouldBeEmpty();

        var error = await Should.ThrowAsync<UserErrorException>(() =>
            parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false })
        );

        error.ExitCode.ShouldBe(ExitCode.BadInput);
        error.Message.ShouldContain(message);
    }

    private static string[] Errors(string[] args) => [.. AgentLoadCommand.Create().Parse(args).Errors.Select(error => error.Message)];
}
