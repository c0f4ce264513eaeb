using System.CommandLine;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Simulation;
using AgentLoad.Simulation.Http;
using AgentLoad.Testing;
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

    [Theory]
    [InlineData("there is no command rnu (did you mean 'run'?)", "rnu")]
    [InlineData("there is no command guess", "guess", "--x")]
    [InlineData("there is no option --concurrnecy (did you mean '--concurrency'?)", "run", "--concurrnecy", "5")]
    [InlineData("there is no option --foo", "run", "--foo")]
    [InlineData("there is no option --jsn (did you mean '--json'?)", "summary", "--jsn")]
    [InlineData("there is no option --model-name", "run", "w.yaml", "--model-name=x")]
    [InlineData("there is no option -x", "run", "-x")]
    public void Parse_UnknownOptionOrCommand_NamesItAndTheSimilarOne(string message, params string[] args) =>
        UnknownTokens.Find(AgentLoadCommand.Create().Parse(args)).ShouldBe([message]);

    [Theory]
    [InlineData("run", "w.yaml", "--set", "seed=-1", "--name", "-x")]
    [InlineData("run", "--baseline", "-5%")]
    [InlineData("run", "--web", "-q")]
    [InlineData("run", "--", "-file.yaml")]
    [InlineData("list", "strategies", "--json")]
    public void Parse_KnownOptions_FindsNoUnknownToken(params string[] args) =>
        UnknownTokens.Find(AgentLoadCommand.Create().Parse(args)).ShouldBeEmpty();

    [Fact]
    public void Resolve_LoadOptions_SetTheLoad()
    {
        var workload = Resolve(
            "--strategy",
            "react",
            "--problem",
            "multihop",
            "-n",
            "200",
            "--rate",
            "5/s",
            "--concurrency",
            "50",
            "--warmup",
            "10s",
            "--think-time",
            "2s",
            "--slo",
            "task.latency:p95:le:30s"
        );

        workload.Groups.ShouldHaveSingleItem().ThinkTime.ShouldBe(TimeSpan.FromSeconds(2));
        workload.Groups[0].Problem.Name.ShouldBe("multihop");
        workload.Load.Arrivals!.Rate.ShouldBe(5);
        workload.Load.Warmup.ShouldBe(TimeSpan.FromSeconds(10));
        (workload.Load.Tasks, workload.Load.Agents).ShouldBe((200, 50));
        Resolve("--ramp", "10s").Load.Ramp.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Resolve_EightOptions_LoadAServerWithAKeyAtARateAndJudgeIt()
    {
        Environment.SetEnvironmentVariable("AGENTLOAD_TEST_KEY", "secret");
        string[] args =
        [
            "--url http://gpu1:8000/v1",
            "--model llama",
            "--key-env AGENTLOAD_TEST_KEY",
            "--strategy react",
            "-n 200",
            "--rate 5/s",
            "--duration 2m",
            "--slo task.latency:p95:le:30s",
        ];

        var workload = Resolve([.. args.SelectMany(arg => arg.Split(' '))]);

        var endpoint = workload.Endpoints["default"];
        (endpoint.Urls.Single().ToString(), endpoint.Api, endpoint.Model).ShouldBe(("http://gpu1:8000/v1", ModelApi.OpenAI, "llama"));
        endpoint.ApiKey!.Reveal().ShouldBe("secret");
        var group = workload.Groups.ShouldHaveSingleItem();
        (group.Strategy.Name, group.Problem.Name).ShouldBe(("react", "multihop"));
        (workload.Load.Tasks, workload.Load.Duration, workload.Baseline).ShouldBe((200, TimeSpan.FromMinutes(2), 0));
        workload.Load.Arrivals!.Rate.ShouldBe(5);
        workload.Slo.ShouldBe(["task.latency:p95:le:30s"]);
    }

    [Fact]
    public void Resolve_DataFile_BecomesADataSet()
    {
        using var folder = new EmptyFolder();
        var path = folder.Write("tasks.jsonl", """{"question": "2+2?", "answer": "4"}""");

        var problem = Resolve("--problem", path, "--strategy", "cot").Groups[0].Problem;

        (problem.Name, problem.Values["path"]).ShouldBe(("dataset", path));
        Should.Throw<UserErrorException>(() => Resolve("--problem", "none.jsonl")).Message.ShouldContain("none.jsonl' does not exist");
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("run")]
    [InlineData("attach", "RUN")]
    [InlineData("doctor")]
    public void Parse_RedisOrCluster_IsTheSameOption(params string[] command)
    {
        Errors([.. command, "--redis", "redis://127.0.0.1:1"]).ShouldBeEmpty();
        Errors([.. command, "--cluster", "redis://127.0.0.1:1"]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("tot", "tree-of-thoughts")]
    [InlineData("cot", "chain-of-thought")]
    [InlineData("sc", "self-consistency")]
    [InlineData("bon", "best-of-n")]
    [InlineData("moa", "mixture-of-agents")]
    [InlineData("got", "graph-of-thoughts")]
    public void Resolve_StrategyAlias_IsReadAsItsName(string alias, string name) =>
        Resolve("--strategy", alias, "--problem", "sorting").Groups[0].Strategy.Name.ShouldBe(name);

    [Theory]
    [InlineData("--agents: expected a whole number from 1 to 1000000, found 'none'", "--agents", "none")]
    [InlineData("--url: expected an http or https address such as http://127.0.0.1:11434, found 'x'", "--url", "x", "--model", "m")]
    [InlineData("--url requires --model: the name of the model to call.", "--url", "http://127.0.0.1:1")]
    [InlineData("--rate: expected a rate of tasks such as 20/s, 600/m or 2000/h, found '5' without a unit", "--rate", "5")]
    [InlineData("--set load.agnets: load: unknown key 'agnets' (did you mean 'agents'?)", "--set", "load.agnets=3")]
    public void Resolve_InvalidOption_NamesTheOption(string message, params string[] args) =>
        Should.Throw<UserErrorException>(() => Resolve(args)).Message.ShouldBe(message);

    [Fact]
    public async Task Doctor_WithoutACluster_ChecksTheModelServer()
    {
        await using var node = await SimulatedNode.StartAsync(
            new SimulatedNodeOptions { Models = [new SimulatedModel("simulated:8b")] },
            new ProseReplyGenerator(),
            TimeProvider.System,
            TestContext.Current.CancellationToken
        );

        (await Doctor("--url", node.Url, "--model", "simulated:8b")).ShouldBe(ExitCode.Success);
        (await Doctor("--url", "http://127.0.0.1:1", "--model", "simulated:8b")).ShouldBe(ExitCode.Failure);
        (await Should.ThrowAsync<UserErrorException>(() => Doctor())).Message.ShouldBe(
            "Nothing to check: pass a workload, --url or --cluster."
        );

        static Task<int> Doctor(params string[] args) =>
            AgentLoadCommand
                .Create()
                .Parse(["doctor", .. args])
                .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static Workload Resolve(params string[] args)
    {
        var options = new WorkloadOptions();
        var command = new Command("test");
        options.AddTo(command);
        return options.Read(command.Parse(args), file: null).Resolve();
    }

    private static string[] Errors(string[] args) => [.. AgentLoadCommand.Create().Parse(args).Errors.Select(error => error.Message)];
}
