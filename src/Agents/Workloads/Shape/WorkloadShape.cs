using AgentLoad.Inference.Endpoints;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Slo;

namespace AgentLoad.Agents.Workloads.Shape;

/// <summary>The one description of a workload file: its keys, what they hold and mean. Reader, writer, schema, starter and reference follow it.</summary>
internal static class WorkloadShape
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static Kind Span(TimeSpan? least = null) => Kinds.Duration(least ?? TimeSpan.Zero, 30 * Day);

    private static Kind Api { get; } =
        Kinds.OneOf(
            ("ollama", ModelApi.Ollama),
            ("openai", ModelApi.OpenAI),
            ("ollamasharp", ModelApi.OllamaSharp),
            ("chat-client", ModelApi.ChatClient)
        );

    private static Kind NodeApi { get; } =
        Kinds.OneOf(("ollama", ModelApi.Ollama), ("openai", ModelApi.OpenAI), ("ollamasharp", ModelApi.OllamaSharp));

    /// <summary>The shape with the names that the inputs allow.</summary>
    public static ObjectKind Of(WorkloadInputs inputs) =>
        new(
            "workload",
            "Who works on what, against which servers, for how long.",
            () => new Workload(),
            [
                Field.On<Workload, string>(
                    "name",
                    Kinds.Name(".+ "),
                    "Name of the run's folder and of the report.",
                    w => w.Name,
                    (w, v) => w with { Name = v }
                ),
                Field.On<Workload, long>(
                    "seed",
                    Kinds.Integer(0, long.MaxValue),
                    "Seed of all that is random: problems, shaped decisions, choice of group.",
                    w => w.Seed,
                    (w, v) => w with { Seed = v }
                ),
                Field.On<Workload, IReadOnlyDictionary<string, EndpointGroup>>(
                    "endpoints",
                    new NamedKind<EndpointGroup>(Endpoint(inputs)),
                    "Model servers by name; 'default' serves every role that has none of its own. Without any, a simulated node is embedded.",
                    w => w.Endpoints,
                    (w, v) => w with { Endpoints = v }
                ) with
                {
                    DefaultNote = "the embedded simulated node",
                },
                Field.On<Workload, IReadOnlyList<AgentGroup>>(
                    "groups",
                    new ListKind<AgentGroup>(Group(inputs)),
                    "Kinds of agents that share the load by weight.",
                    w => w.Groups,
                    (w, v) => w with { Groups = v }
                ) with
                {
                    IsRequired = true,
                },
                Field.On<Workload, LoadSettings>(
                    "load",
                    Load(),
                    "How many agents, for how long.",
                    w => w.Load,
                    (w, v) => w with { Load = v }
                ),
                Field.On<Workload, double>(
                    "baseline",
                    Kinds.Share(),
                    "Share of tasks that are paired with one direct call on the same problem, to compare with.",
                    w => w.Baseline,
                    (w, v) => w with { Baseline = v }
                ),
                Field.On<Workload, IReadOnlyList<string>>(
                    "slo",
                    new ListKind<string>(Kinds.Checked("a clause metric:statistic:operator:value", SloError)),
                    "Clauses that the run must meet, such as task.latency:p95:le:30s.",
                    w => w.Slo,
                    (w, v) => w with { Slo = v }
                ) with
                {
                    Sample = "[task.latency:p95:le:30s]",
                },
                Field.On<Workload, bool>(
                    "abortOnSlo",
                    Kinds.Flag(),
                    "Whether the run ends when a clause cannot be met any more; decided by confidence, not by the last few values.",
                    w => w.AbortOnSlo,
                    (w, v) => w with { AbortOnSlo = v }
                ),
                Field.On<Workload, NodeSettings>(
                    "node",
                    Node(inputs),
                    "The simulated node that is embedded where no endpoint is named.",
                    w => w.Node,
                    (w, v) => w with { Node = v }
                ),
            ]
        )
        {
            Finish = WorkloadRules.Workload,
        };

    private static ObjectKind Endpoint(WorkloadInputs inputs) =>
        new(
            "endpoint",
            "One or several servers that serve the same model.",
            () => new EndpointGroup(),
            [
                Field.On<EndpointGroup, Uri>(
                    "url",
                    Kinds.Url(),
                    "Base address; or give 'urls'.",
                    e => e.Urls.Count == 1 ? e.Urls[0] : null,
                    (e, v) => e with { Urls = [v] }
                ) with
                {
                    Sample = "http://127.0.0.1:11434",
                },
                Field.On<EndpointGroup, IReadOnlyList<Uri>>(
                    "urls",
                    new ListKind<Uri>(Kinds.Url()),
                    "Base addresses of several servers with the same model.",
                    e => e.Urls.Count > 1 ? e.Urls : null,
                    (e, v) => e with { Urls = v }
                ) with
                {
                    Sample = "[http://gpu1:11434, http://gpu2:11434]",
                },
                Field.On<EndpointGroup, ModelApi>(
                    "api",
                    Api,
                    "API that they speak; ollamasharp and chat-client need a build with Semantic Kernel and OllamaSharp.",
                    e => e.Api,
                    (e, v) => e with { Api = v }
                ),
                Field.On<EndpointGroup, UserType>(
                    "client",
                    UserTypeKinds.ChatClient(inputs),
                    "Your own client, for api chat-client: a public class that makes an IChatClient. To load it is to run your code.",
                    e => e.Client,
                    (e, v) => e with { Client = v }
                ) with
                {
                    Sample = "{assembly: MyAgents.dll, type: MyAgents.MyClient}",
                },
                Field.On<EndpointGroup, string>(
                    "model",
                    Kinds.Text("the name of a model"),
                    "Model to ask.",
                    e => e.Model,
                    (e, v) => e with { Model = v }
                ) with
                {
                    IsRequired = true,
                    Sample = "llama3.1:8b",
                },
                Field.On<EndpointGroup, Secret>(
                    "apiKey",
                    Kinds.Secret(),
                    "API key, from the environment only: ${NAME}. Never saved or shown.",
                    e => e.ApiKey,
                    (e, v) => e with { ApiKey = v.Variable.Length > 0 ? v : null }
                ) with
                {
                    DefaultNote = "none",
                    Sample = "${NAME}",
                },
                Field.On<EndpointGroup, Routing>(
                    "routing",
                    Kinds.OneOf(
                        ("least-outstanding", Routing.LeastOutstanding),
                        ("round-robin", Routing.RoundRobin),
                        ("sticky-by-task", Routing.StickyByTask)
                    ),
                    "How calls are spread over several addresses.",
                    e => e.Routing,
                    (e, v) => e with { Routing = v }
                ),
                Field.On<EndpointGroup, long>(
                    "contextLength",
                    Kinds.Integer(1, int.MaxValue),
                    "Context length in tokens, one for the whole run.",
                    e => e.ContextLength,
                    (e, v) => e with { ContextLength = (int)v }
                ) with
                {
                    DefaultNote = "the server's",
                    Sample = "8192",
                },
                Field.On<EndpointGroup, IReadOnlyList<Uri>>(
                    "scrape",
                    new ListKind<Uri>(Kinds.Url()),
                    "Pages of Prometheus metrics of its servers and GPUs (vLLM, SGLang, llama-server, DCGM exporter), fetched during the run. Ollama's /api/ps is asked without being named.",
                    e => e.Scrape,
                    (e, v) => e with { Scrape = v }
                ) with
                {
                    DefaultNote = "none",
                    Sample = "[http://gpu1:8000/metrics, http://gpu1:9400/metrics]",
                },
                Field.On<EndpointGroup, TimeSpan>(
                    "scrapeEvery",
                    Span(TimeSpan.FromMilliseconds(100)),
                    "How often.",
                    e => e.ScrapeEvery,
                    (e, v) => e with { ScrapeEvery = v }
                ),
                Field.On<EndpointGroup, PriceSettings>(
                    "prices",
                    Prices(),
                    "What its tokens cost: gives the cost of tasks, and money budgets.",
                    e => e.Prices,
                    (e, v) => e with { Prices = v }
                ) with
                {
                    DefaultNote = "none",
                    Sample = "{prompt: 3, cached: 0.3, completion: 15}",
                },
            ]
        )
        {
            Finish = WorkloadRules.Endpoint,
        };

    private static ObjectKind Prices() =>
        new(
            "prices",
            "What tokens cost, in money for a million of them; the currency is yours.",
            () => new PriceSettings(),
            [
                Field.On<PriceSettings, double>(
                    "prompt",
                    Price,
                    "A million prompt tokens.",
                    p => p.Prompt,
                    (p, v) => p with { Prompt = v }
                ) with
                {
                    IsRequired = true,
                    Sample = "3",
                },
                Field.On<PriceSettings, double>(
                    "cached",
                    Price,
                    "A million prompt tokens from the server's prefix cache.",
                    p => p.Cached,
                    (p, v) => p with { Cached = v }
                ) with
                {
                    DefaultNote = "as prompt",
                    Sample = "0.3",
                },
                Field.On<PriceSettings, double>(
                    "completion",
                    Price,
                    "A million completion tokens.",
                    p => p.Completion,
                    (p, v) => p with { Completion = v }
                ) with
                {
                    IsRequired = true,
                    Sample = "15",
                },
            ]
        );

    private static Kind Price { get; } = Kinds.Number(0, 1e12);

    private static ObjectKind Group(WorkloadInputs inputs) =>
        new(
            "group",
            "A kind of agent.",
            () => new AgentGroup { Problem = new("", NoValues), Strategy = new("", NoValues) },
            [
                Field.On<AgentGroup, string>(
                    "name",
                    Kinds.Name(".+ "),
                    "Name in records and reports; unique.",
                    g => g.Name,
                    (g, v) => g with { Name = v }
                ) with
                {
                    DefaultNote = "the strategy's name",
                },
                Field.On<AgentGroup, double>(
                    "weight",
                    Kinds.Number(0, 1e6, isAbove: true),
                    "Share of the tasks relative to the other groups.",
                    g => g.Weight,
                    (g, v) => g with { Weight = v }
                ),
                Field.On<AgentGroup, Choice>(
                    "problem",
                    ChoiceKind.Problems(inputs),
                    "What is asked: a name, or a mapping of 'kind' and settings.",
                    g => g.Problem,
                    (g, v) => g with { Problem = v }
                ) with
                {
                    IsRequired = true,
                },
                Field.On<AgentGroup, Choice>(
                    "strategy",
                    ChoiceKind.Strategies(inputs),
                    "How it is solved: a name, or a mapping of 'kind' and settings.",
                    g => g.Agent is null ? g.Strategy : null,
                    (g, v) => g with { Strategy = v }
                ) with
                {
                    DefaultNote = "needed, unless 'agent' is given",
                },
                Field.On<AgentGroup, UserAgent>(
                    "agent",
                    UserTypeKinds.Agent(inputs),
                    "Your own Semantic Kernel agent instead of a strategy. To load it is to run your code.",
                    g => g.Agent,
                    (g, v) => g with { Agent = v, Strategy = new(v.ShortName, NoValues) }
                ) with
                {
                    Sample = "{assembly: MyAgents.dll, type: MyAgents.MyAgent}",
                },
                Field.On<AgentGroup, DrivingKind.Value>(
                    "driving",
                    new DrivingKind(inputs.DrivingProfiles),
                    "Live: the model's text decides. Shaped: a seeded behaviour model does.",
                    g => new DrivingKind.Value(g.IsShaped, g.DrivingProfile),
                    (g, v) => g with { IsShaped = v.IsShaped, DrivingProfile = v.Profile }
                ),
                Field.On<AgentGroup, OptionSettings>(
                    "options",
                    Options(),
                    "How models generate; what is left out is the strategy's choice.",
                    g => g.Options,
                    (g, v) => g with { Options = v }
                ),
                Field.On<AgentGroup, long>(
                    "agents",
                    Kinds.Integer(1, 1_000_000),
                    "Agents of its own, in closed loop, or, with arrivals of its own, the most that may work at once; else it shares the load of the workload.",
                    g => g.Agents,
                    (g, v) => g with { Agents = (int)v }
                ) with
                {
                    Sample = "5",
                },
                Field.On<AgentGroup, ArrivalSettings>(
                    "arrivals",
                    LoadShapes.Arrivals(),
                    "Arrivals of its own, in open loop; else it shares the load of the workload.",
                    g => g.Arrivals,
                    (g, v) => g with { Arrivals = v }
                ) with
                {
                    Sample = "{rate: 5/s}",
                },
                Field.On<AgentGroup, TimeSpan>(
                    "thinkTime",
                    Span(),
                    "Pause between two tasks of an agent; in open loop others take the tasks that arrive meanwhile.",
                    g => g.ThinkTime,
                    (g, v) => g with { ThinkTime = v }
                ),
                Field.On<AgentGroup, IReadOnlyDictionary<string, RoleSettings>>(
                    "roles",
                    new NamedKind<RoleSettings>(new RoleKind(Options())),
                    "What serves a role of the strategy (planner, worker, critic, small, large, ...), for roles that 'default' does not serve as it stands.",
                    g => g.Roles,
                    (g, v) => g with { Roles = v }
                ) with
                {
                    Sample = "{critic: big}",
                },
                Field.On<AgentGroup, TimeSpan>(
                    "deadline",
                    Span(TimeSpan.FromMilliseconds(1)),
                    "Longest time a call may take.",
                    g => g.Deadline,
                    (g, v) => g with { Deadline = v }
                ),
                Field.On<AgentGroup, bool>(
                    "spread",
                    Kinds.Flag(),
                    "Whether the silos of a cluster share the wide waves of a task's calls (tree-of-thoughts, self-consistency), instead of one doing all; not with a budget of calls, tokens or money.",
                    g => g.Spread,
                    (g, v) => g with { Spread = v }
                ),
                Field.On<AgentGroup, BudgetSettings>(
                    "budget",
                    Budget(),
                    "Limits on what one task may use.",
                    g => g.Budget,
                    (g, v) => g with { Budget = v }
                ),
                Field.On<AgentGroup, RetrySettings>(
                    "retry",
                    Retry(),
                    "What happens after a failed call. Without it, no call is ever repeated.",
                    g => g.Retry,
                    (g, v) => g with { Retry = v }
                ),
            ]
        )
        {
            Finish = (reading, map, path, value) =>
            {
                WorkloadRules.Fit(reading, map, path, (AgentGroup)value, inputs);
                return WorkloadRules.Group(reading, map, path, value);
            },
        };

    private static ObjectKind Options() =>
        new(
            "options",
            "Generation options; what is left out is the strategy's choice.",
            () => new OptionSettings(),
            [
                Field.On<OptionSettings, double>(
                    "temperature",
                    Kinds.Number(0, 2),
                    "Sampling temperature.",
                    o => o.Temperature,
                    (o, v) => o with { Temperature = v }
                ) with
                {
                    Sample = "0.7",
                },
                Field.On<OptionSettings, double>(
                    "topP",
                    Kinds.Number(0, 1, isAbove: true),
                    "Nucleus sampling.",
                    o => o.TopP,
                    (o, v) => o with { TopP = v }
                ) with
                {
                    Sample = "0.95",
                },
                Field.On<OptionSettings, long>(
                    "maxTokens",
                    Kinds.Integer(1, int.MaxValue),
                    "Limit on completion tokens of a call.",
                    o => o.MaxTokens,
                    (o, v) => o with { MaxTokens = (int)v }
                ) with
                {
                    Sample = "512",
                },
                Field.On<OptionSettings, bool>(
                    "think",
                    Kinds.Flag(),
                    "Thinking on or off.",
                    o => o.Think,
                    (o, v) => o with { Think = v }
                ) with
                {
                    Sample = "false",
                },
                Field.On<OptionSettings, string>(
                    "keepAlive",
                    Kinds.Text("a time such as 5m, or -1 for always"),
                    "How long the server keeps the model loaded (Ollama).",
                    o => o.KeepAlive,
                    (o, v) => o with { KeepAlive = v }
                ) with
                {
                    Sample = "5m",
                },
            ]
        );

    private static ObjectKind Budget() =>
        new(
            "budget",
            "Limits on what one task may use.",
            () => new BudgetSettings(),
            [
                Field.On<BudgetSettings, long>(
                    "tokens",
                    Kinds.Integer(1, long.MaxValue),
                    "Prompt and completion tokens together.",
                    b => b.Tokens,
                    (b, v) => b with { Tokens = v }
                ) with
                {
                    Sample = "100000",
                },
                Field.On<BudgetSettings, long>(
                    "calls",
                    Kinds.Integer(1, int.MaxValue),
                    "Calls, retries included.",
                    b => b.Calls,
                    (b, v) => b with { Calls = (int)v }
                ) with
                {
                    Sample = "200",
                },
                Field.On<BudgetSettings, TimeSpan>(
                    "time",
                    Span(TimeSpan.FromMilliseconds(1)),
                    "Wall time.",
                    b => b.Time,
                    (b, v) => b with { Time = v }
                ) with
                {
                    Sample = "2m",
                },
                Field.On<BudgetSettings, double>(
                    "money",
                    Kinds.Number(0, 1e12, isAbove: true),
                    "Money, by the prices of the endpoints.",
                    b => b.Money,
                    (b, v) => b with { Money = v }
                ) with
                {
                    Sample = "0.05",
                },
            ]
        );

    private static ObjectKind Retry() =>
        new(
            "retry",
            "What happens after a failed call.",
            () => new RetrySettings(),
            [
                Field.On<RetrySettings, long>(
                    "attempts",
                    Kinds.Integer(0, 100),
                    "How often a call may be repeated.",
                    r => r.Attempts,
                    (r, v) => r with { Attempts = (int)v }
                ),
                Field.On<RetrySettings, TimeSpan>(
                    "delay",
                    Span(),
                    "Pause before the first repetition; doubled for each further one.",
                    r => r.Delay,
                    (r, v) => r with { Delay = v }
                ),
                Field.On<RetrySettings, IReadOnlyList<CallOutcome>>(
                    "on",
                    new ListKind<CallOutcome>(Outcome),
                    "Outcomes that are repeated.",
                    r => r.On,
                    (r, v) => r with { On = v }
                ),
            ]
        );

    private static ObjectKind Load() =>
        new(
            "load",
            "How many agents, for how long.",
            () => new LoadSettings(),
            [
                Field.On<LoadSettings, long>(
                    "agents",
                    Kinds.Integer(1, 1_000_000),
                    "Agents at work; in open loop the most that may work at once.",
                    l => l.Agents,
                    (l, v) => l with { Agents = (int)v }
                ) with
                {
                    DefaultNote = $"{new LoadSettings().Agents}; {WorkloadRules.OpenLoopAgents} with arrivals",
                },
                Field.On<LoadSettings, ArrivalSettings>(
                    "arrivals",
                    LoadShapes.Arrivals(),
                    "Open loop: tasks arrive by a schedule, whatever the servers do. Without it each agent begins a task when its last has ended.",
                    l => l.Arrivals,
                    (l, v) => l with { Arrivals = v }
                ) with
                {
                    Sample = "{rate: 5/s}",
                },
                Field.On<LoadSettings, IReadOnlyList<AgentStage>>(
                    "stages",
                    new ListKind<AgentStage>(LoadShapes.AgentStages()),
                    "Closed loop: numbers of agents one after another; the last goes on.",
                    l => l.Stages,
                    (l, v) => l with { Stages = v }
                ) with
                {
                    Sample = "[{agents: 10, for: 1m}, {agents: 50, for: 2m, ramp: true}]",
                },
                Field.On<LoadSettings, CurveSettings>(
                    "curve",
                    LoadShapes.Curve(),
                    "Closed loop: how the number of agents changes over time, 'agents' being the highest.",
                    l => l.Curve,
                    (l, v) => l with { Curve = v }
                ) with
                {
                    Sample = "{kind: day, period: 10m}",
                },
                Field.On<LoadSettings, long>(
                    "tasks",
                    Kinds.Integer(1, 1_000_000_000),
                    "Tasks in all; the run ends with the last.",
                    l => l.Tasks,
                    (l, v) => l with { Tasks = v }
                ) with
                {
                    DefaultNote = $"{WorkloadRules.DefaultTasks} where there is no duration",
                },
                Field.On<LoadSettings, TimeSpan>(
                    "duration",
                    Span(TimeSpan.FromMilliseconds(1)),
                    "Time in which tasks are started.",
                    l => l.Duration,
                    (l, v) => l with { Duration = v }
                ) with
                {
                    Sample = "5m",
                },
                Field.On<LoadSettings, TimeSpan>(
                    "ramp",
                    Span(),
                    "Time over which the agents begin one after another; 0s for all at once.",
                    l => l.Ramp,
                    (l, v) => l with { Ramp = v }
                ),
                Field.On<LoadSettings, TimeSpan>(
                    "warmup",
                    Span(),
                    "Time at the start that is left out of the measured window.",
                    l => l.Warmup,
                    (l, v) => l with { Warmup = v }
                ),
                Field.On<LoadSettings, TimeSpan>(
                    "cooldown",
                    Span(),
                    "Time at the end of the duration that is left out of the measured window.",
                    l => l.Cooldown,
                    (l, v) => l with { Cooldown = v }
                ),
                Field.On<LoadSettings, TimeSpan>(
                    "grace",
                    Span(),
                    "Longest time that tasks under way may take to end after the duration is over or after Ctrl-C.",
                    l => l.Grace,
                    (l, v) => l with { Grace = v }
                ),
            ]
        )
        {
            Finish = LoadRules.Load,
        };

    private static ObjectKind Node(WorkloadInputs inputs) =>
        new(
            "node",
            "The embedded simulated node.",
            () => new NodeSettings(),
            [
                Field.On<NodeSettings, string>(
                    "profile",
                    inputs.NodeProfiles.Count > 0 ? Kinds.OneOf(inputs.NodeProfiles) : Kinds.Name("."),
                    "Performance profile.",
                    n => n.Profile,
                    (n, v) => n with { Profile = v }
                ),
                Field.On<NodeSettings, long>(
                    "slots",
                    Kinds.Integer(1, 100_000),
                    "Calls that it works on at once.",
                    n => n.Slots,
                    (n, v) => n with { Slots = (int)v }
                ) with
                {
                    DefaultNote = "the profile's",
                    Sample = "8",
                },
                Field.On<NodeSettings, double>(
                    "skill",
                    Kinds.Share(),
                    "Share of right thoughts in its texts.",
                    n => n.Skill,
                    (n, v) => n with { Skill = v }
                ),
                Field.On<NodeSettings, bool>(
                    "vision",
                    Kinds.Flag(),
                    "Its model takes images.",
                    n => n.Vision,
                    (n, v) => n with { Vision = v }
                ),
                Field.On<NodeSettings, long>(
                    "contextLength",
                    Kinds.Integer(512, 131_072),
                    "Context window of its model, tokens; longer prompts are cut, as Ollama cuts them.",
                    n => n.ContextLength,
                    (n, v) => n with { ContextLength = (int)v }
                ) with
                {
                    DefaultNote = "8192; over the OpenAI API the profile's",
                    Sample = "131072",
                },
                Field.On<NodeSettings, long>(
                    "imageTokens",
                    Kinds.Integer(1, 100_000),
                    "Tokens that one image takes in a prompt.",
                    n => n.ImageTokens,
                    (n, v) => n with { ImageTokens = (int)v }
                ),
                Field.On<NodeSettings, IReadOnlyList<string>>(
                    "faults",
                    new ListKind<string>(Kinds.Checked("a fault name=value such as overload=0.01", inputs.FaultError ?? FaultForm)),
                    "Faults to inject, such as overload=0.01.",
                    n => n.Faults,
                    (n, v) => n with { Faults = v }
                ) with
                {
                    Sample = "[overload=0.01]",
                },
                Field.On<NodeSettings, ModelApi>(
                    "api",
                    NodeApi,
                    "API that the agents use with it.",
                    n => n.Api,
                    (n, v) => n with { Api = v }
                ),
            ]
        );

    private static Kind Outcome { get; } =
        Kinds.OneOf(
            ("overloaded", CallOutcome.Overloaded),
            ("rejected", CallOutcome.Rejected),
            ("server-error", CallOutcome.ServerError),
            ("incomplete", CallOutcome.Incomplete),
            ("connection-failed", CallOutcome.ConnectionFailed),
            ("connection-lost", CallOutcome.ConnectionLost),
            ("timed-out", CallOutcome.TimedOut)
        );

    private static IReadOnlyDictionary<string, object> NoValues { get; } = new Dictionary<string, object>();

    private static string? SloError(string text) => SloClause.TryParse(text, out _, out var error) ? null : error;

    private static string? FaultForm(string text) => text.IndexOf('=') is > 0 and var at && at < text.Length - 1 ? null : "";
}
