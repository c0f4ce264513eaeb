using AgentLoad.Agents.Workloads;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Workloads;

public sealed class WorkloadFileTests
{
    private const string Smallest = "groups:\n- problem: game24\n  strategy: direct\n";

    [Fact]
    public void Parse_Smallest_HasDefaults()
    {
        var workload = Good(Smallest);

        workload.Groups.ShouldHaveSingleItem().Name.ShouldBe("direct");
        workload.Load.ShouldBe(new LoadSettings { Tasks = 200 });
        workload.Endpoints.ShouldBeEmpty();
    }

    [Fact]
    public void Parse_EveryKey_IsRead()
    {
        var workload = Good(
            """
            name: all of it
            seed: 7
            endpoints:
              default: {url: "http://gpu1:11434", model: llama3.1:8b, contextLength: 8192}
              big:
                urls: ["https://a/v1", "https://b/v1"]
                api: openai
                model: large
                apiKey: ${BIG_KEY}
                routing: sticky-by-task
            groups:
            - name: search
              weight: 2.5
              problem: {kind: multihop, hops: 3, latency: exponential 50ms}
              strategy: {kind: tree-of-thoughts, breadth: 3, prune: false, order: first}
              driving: {shaped: tot-game24}
              options: {temperature: 0.5, topP: 0.9, maxTokens: 64, think: false, keepAlive: -1}
              thinkTime: 1h30m
              roles: {critic: big}
              deadline: 90s
              budget: {tokens: 100000, calls: 50, time: 2m}
              retry: {attempts: 2, delay: 250ms, on: [overloaded, timed-out]}
            load: {agents: 100, duration: 5m, ramp: 10s, warmup: 30s, grace: 1m}
            baseline: 25%
            slo: ["task.latency:p95:le:30s"]
            node: {profile: cpu-3b, slots: 4, skill: 60%, faults: [overload=0.01], api: openai}
            """,
            ("BIG_KEY", "k-1")
        );

        var group = workload.Groups[0];
        var big = workload.Endpoints["big"];
        (big.Urls.Count, big.Api, big.ApiKey!.Reveal(), big.Routing).ShouldBe((2, ModelApi.OpenAI, "k-1", Routing.StickyByTask));
        (group.IsShaped, group.DrivingProfile, group.ThinkTime).ShouldBe((true, "tot-game24", TimeSpan.FromMinutes(90)));
        group.Strategy.Values.ShouldBe(
            new Dictionary<string, object>
            {
                ["breadth"] = 3L,
                ["prune"] = false,
                ["order"] = "first",
            },
            ignoreOrder: true
        );
        group.Retry.On.ShouldBe([CallOutcome.Overloaded, CallOutcome.TimedOut]);
        group.Options.KeepAlive.ShouldBe("-1");
        (workload.Baseline, workload.Node.Skill, workload.Node.Api).ShouldBe((0.25, 0.6, ModelApi.OpenAI));
        workload.Load.Tasks.ShouldBeNull();
    }

    [Theory]
    [InlineData("", "arrivals: {stages: [{rate: 5/s, for: 2s}, {rate: 9/s, for: 3s}]}", 5.0, null)]
    [InlineData("", "arrivals: {trace: TRACE, speed: 2}", 1.501, null)]
    [InlineData("load: {arrivals: {trace: TRACE}, tasks: 100}\n", "weight: 1", 3.001, null)]
    [InlineData("load: {arrivals: {trace: TRACE}, tasks: 2}\n", "weight: 1", null, 2)]
    [InlineData("load: {tasks: 7}\n", "arrivals: {stages: [{rate: 5/s, for: 2s}]}", null, 7)]
    [InlineData("", "arrivals: {rate: 5/s}", null, 200)]
    public void Parse_FiniteArrivals_EndTheRun(string load, string group, double? seconds, int? tasks)
    {
        var trace = Path.GetTempFileName();
        File.WriteAllText(trace, "0.5\n1\n3\n");
        var workload = Good((load + Smallest + $"  {group}\n").Replace("TRACE", trace, StringComparison.Ordinal));
        File.Delete(trace);

        workload.Load.Tasks.ShouldBe(tasks);
        (workload.Load.Duration?.TotalSeconds ?? -1).ShouldBe(seconds ?? -1, 1e-6);
    }

    [Theory]
    [InlineData("", "w.yaml: the file is empty; 'agentload init' creates a starter workload")]
    [InlineData("seed: x\n" + Smallest, "w.yaml:1: seed: expected a whole number from 0 to 9223372036854775807, found 'x'")]
    [InlineData(Smallest + "laod: {}\n", "w.yaml:4: unknown key 'laod' (did you mean 'load'?)")]
    [InlineData(Smallest + "load: {agents: 0}\n", "w.yaml:4: load.agents: expected a whole number from 1 to 1000000, found '0'")]
    [InlineData(
        Smallest + "load: {grace: 30}\n",
        "w.yaml:4: load.grace: expected a duration from 0s to 30d, such as 250ms, 30s, 5m or 1h, found '30' without a unit"
    )]
    [InlineData(
        Smallest + "load: [1]\n",
        "w.yaml:4: load: expected a mapping with agents, arrivals, stages, curve, tasks, duration, ramp, warmup, "
            + "cooldown or grace, found a list"
    )]
    [InlineData(
        Smallest + "load:\n  tasks:\n",
        "w.yaml:5: load.tasks: has no value: expected a whole number from 1 to 1000000000, or leave the key out"
    )]
    [InlineData(
        Smallest + "load: {duration: 10s, warmup: 10s}\n",
        "w.yaml:4: load.warmup: must be shorter than the duration of 10s, found 10s"
    )]
    [InlineData(Smallest + "baseline: 110%\n", "w.yaml:4: baseline: expected a share such as 10% or 0.1, from 0 to 1, found '110%'")]
    [InlineData(Smallest + "seed: 1\nseed: 2\n", "w.yaml:5: 'seed' is given twice, first on line 4")]
    [InlineData(
        Smallest + "- problem: game24\n  strategy: direct\n",
        "w.yaml:5: groups[1].name: 'direct' is already the name of the group on line 3: group names must be unique"
    )]
    [InlineData(Smallest + "  roles: {critic: big}\n", "w.yaml:4: groups[0].roles.critic: no endpoint is named 'big'; endpoints: none")]
    [InlineData(
        "groups:\n- problem: game42\n  strategy: direct\n",
        "w.yaml:2: groups[0].problem: expected game24 or multihop, found 'game42' (did you mean 'game24'?)"
    )]
    [InlineData(
        "groups:\n- problem: game24\n  strategy: {kind: self-consistency, sample: 3}\n",
        "w.yaml:3: groups[0].strategy: self-consistency has no setting 'sample' (did you mean 'samples'?)"
    )]
    [InlineData("groups:\n- strategy: direct\n", "w.yaml:2: groups[0]: 'problem' is missing: a problem: game24 or multihop")]
    [InlineData("groups: []\n", "w.yaml:1: groups: expected at least one group, found none")]
    [InlineData(
        Smallest + "endpoints: {default: {url: \"ftp://me:pw@h\", model: m}}\n",
        "w.yaml:4: endpoints.default.url: expected an http or https address such as http://127.0.0.1:11434, found 'ftp://***@h'"
    )]
    [InlineData(
        Smallest + "endpoints: {big: {url: \"http://h\", model: m}}\n",
        "w.yaml:4: endpoints: 'default' is missing: it serves every role without its own endpoint"
    )]
    [InlineData(
        Smallest + "- {name: own, problem: multihop, strategy: direct, agents: 2}\nload: {tasks: 5}\n",
        "w.yaml:5: load: 'duration' is missing: groups with their own 'agents' or 'arrivals' run until it has passed"
    )]
    [InlineData(Smallest + "endpoints: {default: {model: m}}\n", "w.yaml:4: endpoints.default: an address is missing: set 'url' or 'urls'")]
    [InlineData(
        Smallest + "endpoints: {default: {url: \"http://h\", model: m, apiKey: sk-1}}\n",
        "w.yaml:4: endpoints.default.apiKey: API keys must not be in a file: set an environment variable and write ${NAME_OF_THE_VARIABLE}"
    )]
    [InlineData(
        Smallest + "name: ${NOPE}\n",
        "w.yaml:4: name: the environment variable NOPE is not set: set it, or add a default with ${NOPE:-value}"
    )]
    [InlineData(Smallest + "name: &a x\nnode: {profile: *a}\n", "w.yaml:5: anchors and aliases are not supported: repeat the value")]
    [InlineData(
        "just a text\n",
        "w.yaml:1: expected a mapping with name, seed, salt, endpoints, currency, groups, load, baseline, maxFailed, slo, "
            + "abortOnSlo or node, found 'just a text'"
    )]
    [InlineData("a: 1\n---\nb: 2\n", "w.yaml:2: a second document starts here: a file contains one workload")]
    public void Parse_BadInput_NamesLineFoundAndAllowed(string text, string expected) =>
        WorkloadFile.Parse(text, "w.yaml", Catalogues.Inputs()).Lines.ShouldBe([expected]);

    [Theory]
    [InlineData("seed: 1\nload: {agents: 3\nname: x\n")]
    [InlineData("seed: 1\nload: [1\nname: x\n")]
    [InlineData("seed: 1\n\nname: \"x\n")]
    [InlineData("seed: 1\nload:\n  a: 1\n b: 2\n")]
    public void Parse_SyntaxError_NamesItsLine(string text)
    {
        var error = WorkloadFile.Parse(text, "w.yaml", Catalogues.Inputs()).Errors.ShouldHaveSingleItem();

        error.Line.ShouldBeInRange(2, 5);
        error.Message.ShouldStartWith("not valid YAML: ");
    }

    [Fact]
    public void Parse_ManyErrors_ReportsAllInOrder()
    {
        var result = WorkloadFile.Parse(
            "seed: x\nbaseline: 2\ngroups:\n- problem: nope\n  strategy: nope\n  weight: 0\nload: {agents: none}\n",
            "w.yaml",
            Catalogues.Inputs()
        );

        result.Workload.ShouldBeNull();
        result
            .Errors.Select(e => (e.Line, e.Path))
            .ShouldBe([
                (1, "seed"),
                (2, "baseline"),
                (4, "groups[0].problem"),
                (5, "groups[0].strategy"),
                (6, "groups[0].weight"),
                (7, "load.agents"),
            ]);
    }

    [Fact]
    public void Parse_Variables_AreExpandedAndEscaped()
    {
        var workload = Good(
            Smallest
                + "seed: ${SEED}\nload: {agents: \"${AGENTS:-12}\"}\nendpoints: {default: {url: \"http://${HOST:-gpu}:1\", model: "
                + "\"a$${b}\"}}\n",
            ("SEED", "9")
        );

        (workload.Seed, workload.Load.Agents).ShouldBe((9, 12));
        (workload.Endpoints["default"].Urls[0], workload.Endpoints["default"].Model).ShouldBe((new Uri("http://gpu:1"), "a${b}"));
    }

    [Theory]
    [InlineData("apiKey: \"${KEY}\"", true, null, "${KEY}")]
    [InlineData("apiKey: \"${KEY}\"", true, "mine", "mine")]
    [InlineData("apiKey: \"${KEY:-}\"", true, null, "none")]
    [InlineData("apiKey: \"${KEY}\"", false, null, "the environment variable KEY is not set")]
    [InlineData("apiKey: \"a${KEY}\"", true, null, "the environment variable KEY is not set")]
    [InlineData("contextLength: \"${KEY}\"", true, null, "the environment variable KEY is not set")]
    public void Parse_KeyOfOtherHosts_IsNotResolved(string setting, bool elsewhere, string? here, string expected)
    {
        var inputs = (here is null ? Catalogues.Inputs() : Catalogues.Inputs(("KEY", here))) with { HasRemoteApiKeys = elsewhere };
        var result = WorkloadFile.Parse(
            Smallest + $"endpoints: {{default: {{url: \"http://h\", model: m, {setting}}}}}\n",
            "w.yaml",
            inputs
        );

        var found = result.Workload is { } workload
            ? workload.Endpoints["default"].ApiKey is { } key
                ? key.Reveal() ?? key.ToString()
                : "none"
            : result.Lines.ShouldHaveSingleItem();
        found.ShouldContain(expected);
    }

    [Fact]
    public void Parse_Set_OverridesAndNamesTheArgument()
    {
        var inputs = Catalogues.Inputs() with
        {
            Set = ["load.agents=50", "groups[0].strategy=tree-of-thoughts", "groups[0].strategy.breadth=3", "slo=[call.ttft:p99:le:800ms]"],
        };
        var workload = WorkloadFile.Parse(Smallest, "w.yaml", inputs).Workload.ShouldNotBeNull();

        (workload.Load.Agents, workload.Groups[0].Strategy.Values["breadth"]).ShouldBe((50, 3L));
        workload.Slo.ShouldBe(["call.ttft:p99:le:800ms"]);
        Set("load.agents=many").ShouldBe(["--set load.agents: expected a whole number from 1 to 1000000, found 'many'"]);
        Set("groups[4].weight=2").ShouldBe(["--set groups[4].weight: [4] is out of range: the list has 1 items"]);
        Set("nonsense").ShouldBe(["--set 'nonsense': expected path=value, such as load.agents=50 or groups[0].strategy.breadth=3"]);
        Set("endpoints.default.apiKey=verysecret").ShouldAllBe(line => !line.Contains("verysecret"));

        static List<string> Set(string argument) =>
            [.. WorkloadFile.Parse(Smallest, "w.yaml", Catalogues.Inputs() with { Set = [argument] }).Lines];
    }

    [Fact]
    public void Parse_SetUrl_ReplacesUrls()
    {
        const string Text = Smallest + "endpoints: {default: {urls: [\"http://a\", \"http://b\"], model: m}}\n";
        var inputs = Catalogues.Inputs() with { Set = ["endpoints.default.url=http://c"] };

        WorkloadFile.Parse(Text, "w.yaml", inputs).Workload.ShouldNotBeNull().Endpoints["default"].Urls.ShouldBe([new Uri("http://c")]);
    }

    [Fact]
    public void Parse_SecretFromEnvironment_IsInNoMessage()
    {
        string[] places =
        [
            "slo: [\"${API_KEY}\"]\n",
            "  roles: {critic: \"${API_KEY}\"}\n",
            "seed: ${API_KEY}\n",
            "endpoints: {default: {url: \"${API_KEY}\", model: m, apiKey: [x]}}\n",
            "node: {api: ${API_KEY}}\n".Replace("${API_KEY}", "\"${API_KEY}\""),
        ];

        foreach (var place in places)
        {
            var lines = WorkloadFile.Parse(Smallest + place, "w.yaml", Catalogues.Inputs(("API_KEY", "hush-hush"))).Lines.ToList();
            lines.ShouldNotBeEmpty();
            lines.ShouldAllBe(line => !line.Contains("hush"));
        }
    }

    private static Workload Good(string text, params (string, string)[] environment)
    {
        var result = WorkloadFile.Parse(text, "w.yaml", Catalogues.Inputs(environment));
        result.Lines.ShouldBeEmpty();
        return result.Workload!;
    }
}
