using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Agents.Workloads;

/// <summary>A validated workload: agents, their problems, the model servers and the load.</summary>
internal sealed record Workload
{
    /// <summary>Name of the run's folder and of the report.</summary>
    public string Name { get; init; } = "run";

    /// <summary>Seed of all randomness: problems, shaped decisions, choice of group.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Text at the head of every prompt that keeps the prompts of different runs apart.</summary>
    public Salt Salt { get; init; } = Salt.Auto;

    /// <summary>
    /// Model servers by name; "default" serves every role without its own endpoint. Empty for the embedded simulated node.
    /// </summary>
    public IReadOnlyDictionary<string, EndpointGroup> Endpoints { get; init; } = new Dictionary<string, EndpointGroup>();

    /// <summary>Currency of all prices and costs.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>Kinds of agents that share the load by weight.</summary>
    public IReadOnlyList<AgentGroup> Groups { get; init; } = [];

    /// <summary>Number of agents and length of the run.</summary>
    public LoadSettings Load { get; init; } = new();

    /// <summary>
    /// Fraction of problems, 0 to 1, on which one direct call is made for comparison, in addition to the tasks and arrivals of the load.
    /// </summary>
    public double Baseline { get; init; }

    /// <summary>Largest share of failed and lost tasks, 0 to 1, of a valid run.</summary>
    public double MaxFailed { get; init; } = 0.05;

    /// <summary>Service level objectives ("task.latency:p95:le:30s").</summary>
    public IReadOnlyList<string> Slo { get; init; } = [];

    /// <summary>True to end the run when a clause can no longer be met.</summary>
    public bool AbortOnSlo { get; init; }

    /// <summary>The simulated node that is embedded if no endpoint is set.</summary>
    public NodeSettings Node { get; init; } = new();
}

/// <summary>One or more servers that serve the same model.</summary>
internal sealed record EndpointGroup
{
    /// <summary>Base addresses, http or https.</summary>
    public IReadOnlyList<Uri> Urls { get; init; } = [];

    /// <summary>API of the server.</summary>
    public ModelApi Api { get; init; } = ModelApi.Ollama;

    /// <summary>The user's class that creates the client of <see cref="ModelApi.ChatClient"/>; null otherwise.</summary>
    public UserType? Client { get; init; }

    /// <summary>Model to call.</summary>
    public string Model { get; init; } = "";

    /// <summary>API key, resolved on the hosts that make the calls; the variable's name is saved, never the value.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>Header with the API key; null for <c>Authorization: Bearer</c>.</summary>
    public string? ApiKeyHeader { get; init; }

    /// <summary>Additional headers of every request.</summary>
    public IReadOnlyDictionary<string, Secret> Headers { get; init; } = new Dictionary<string, Secret>();

    /// <summary>Additional fields of every request, as JSON text.</summary>
    public IReadOnlyDictionary<string, string> Body { get; init; } = new Dictionary<string, string>();

    /// <summary>Fields that requests leave out.</summary>
    public IReadOnlyList<string> Omit { get; init; } = [];

    /// <summary>New names of fields of the requests.</summary>
    public IReadOnlyDictionary<string, string> Rename { get; init; } = new Dictionary<string, string>();

    /// <summary>Headers that identify calls; null for none.</summary>
    public IdentityHeaders? Identity { get; init; }

    /// <summary>Load balancing over several addresses.</summary>
    public Routing Routing { get; init; } = Routing.LeastOutstanding;

    /// <summary>Context length in tokens, constant for the run; null for the server's default.</summary>
    public int? ContextLength { get; init; }

    /// <summary>Prometheus metrics pages of the servers and their GPUs; empty for none.</summary>
    public IReadOnlyList<Uri> Scrape { get; init; } = [];

    /// <summary>Interval at which metrics and Ollama's loaded models are fetched.</summary>
    public TimeSpan ScrapeEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Prices of tokens; null if not configured.</summary>
    public PriceSettings? Prices { get; init; }
}

/// <summary>A kind of agent.</summary>
internal sealed record AgentGroup
{
    /// <summary>Name in records and reports; unique.</summary>
    public string Name { get; init; } = "";

    /// <summary>Share of the tasks relative to the other groups, above 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The problem to solve.</summary>
    public required Choice Problem { get; init; }

    /// <summary>The strategy that solves it.</summary>
    public required Choice Strategy { get; init; }

    /// <summary>The user's agent instead of a strategy, in which case <see cref="Strategy"/> has its name; null otherwise.</summary>
    public UserAgent? Agent { get; init; }

    /// <summary>True if a seeded behavior model makes the decisions (shaped); false if the model's text does (live).</summary>
    public bool IsShaped { get; init; }

    /// <summary>Behavior profile of a shaped group; null for the problem's default profile.</summary>
    public string? DrivingProfile { get; init; }

    /// <summary>Generation options; null values use the strategy's option.</summary>
    public OptionSettings Options { get; init; } = new();

    /// <summary>The group's own number of agents in closed loop; null to share the load of the workload.</summary>
    public int? Agents { get; init; }

    /// <summary>The group's own arrivals in open loop; null to share the load of the workload.</summary>
    public ArrivalSettings? Arrivals { get; init; }

    /// <summary>Pause between two tasks of an agent.</summary>
    public TimeSpan ThinkTime { get; init; }

    /// <summary>Settings of roles that differ from "default".</summary>
    public IReadOnlyDictionary<string, RoleSettings> Roles { get; init; } = new Dictionary<string, RoleSettings>();

    /// <summary>Timeout of a call.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>True to distribute wide waves of a task's calls over the silos of a cluster.</summary>
    public bool Spread { get; init; }

    /// <summary>Limits of one task.</summary>
    public BudgetSettings Budget { get; init; } = new();

    /// <summary>Retries of failed calls.</summary>
    public RetrySettings Retry { get; init; } = new();
}

/// <summary>A catalog entry with the values that the workload sets (validated).</summary>
/// <param name="Name">Name of the entry.</param>
/// <param name="Values">Only values that are set: long, double, bool, string, or the choice of a nested strategy.</param>
internal sealed record Choice(string Name, IReadOnlyDictionary<string, object> Values)
{
    /// <summary>Maximum nesting depth of strategies, including the outermost.</summary>
    public const int MaxNesting = 4;

    /// <summary>Creates a choice with the given values.</summary>
    public static Choice Of(string name, params (string Name, object Value)[] values) =>
        new(name, values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal));
}

/// <summary>Generation options of a group; null uses the strategy's option.</summary>
internal sealed record OptionSettings
{
    /// <summary>Sampling temperature, 0 to 2.</summary>
    public double? Temperature { get; init; }

    /// <summary>Nucleus sampling (top-p), above 0 to 1.</summary>
    public double? TopP { get; init; }

    /// <summary>Maximum number of completion tokens of a call, at least 1.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Whether and how long the model thinks before it answers.</summary>
    public ThinkLevel? Think { get; init; }

    /// <summary>True if the model's reasoning stays in the conversation.</summary>
    public bool? KeepReasoning { get; init; }

    /// <summary>How long the server keeps the model loaded.</summary>
    public string? KeepAlive { get; init; }
}

/// <summary>Limits of one task; null for no limit.</summary>
internal sealed record BudgetSettings
{
    /// <summary>Maximum number of prompt and completion tokens together.</summary>
    public long? Tokens { get; init; }

    /// <summary>Maximum number of calls, including retries.</summary>
    public int? Calls { get; init; }

    /// <summary>Maximum wall time.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Maximum cost, in the currency of the endpoints' prices.</summary>
    public double? Money { get; init; }
}

/// <summary>Retries of failed calls. By default no call is retried.</summary>
internal sealed record RetrySettings
{
    /// <summary>Maximum number of retries of a call.</summary>
    public int Attempts { get; init; }

    /// <summary>Pause before the first retry; doubled for each further one.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Outcomes that are retried.</summary>
    public IReadOnlyList<CallOutcome> On { get; init; } =
    [CallOutcome.Overloaded, CallOutcome.ServerError, CallOutcome.ConnectionFailed, CallOutcome.ConnectionLost];
}

/// <summary>Number of agents and length of the run.</summary>
internal sealed record LoadSettings
{
    /// <summary>Number of concurrent agents.</summary>
    public int Agents { get; init; } = 20;

    /// <summary>Total number of tasks; null if the duration ends the run.</summary>
    public long? Tasks { get; init; }

    /// <summary>Time during which tasks are started; null if the number of tasks ends the run.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>
    /// Arrivals of an open loop, for which <see cref="Agents"/> is the maximum number of concurrent agents; null for a closed loop.
    /// </summary>
    public ArrivalSettings? Arrivals { get; init; }

    /// <summary>Consecutive populations of a closed loop; the last one continues. Empty for a constant population.</summary>
    public IReadOnlyList<AgentStage> Stages { get; init; } = [];

    /// <summary>Change of the population of a closed loop over time.</summary>
    public CurveSettings Curve { get; init; } = new();

    /// <summary>Time over which the agents start one after another; zero starts all of them immediately.</summary>
    public TimeSpan Ramp { get; init; }

    /// <summary>Time at the start that is excluded from the measured window.</summary>
    public TimeSpan Warmup { get; init; }

    /// <summary>Time at the end of the duration that is excluded from the measured window.</summary>
    public TimeSpan Cooldown { get; init; }

    /// <summary>Maximum time for running tasks to finish after the duration or after Ctrl-C.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Returns the measured window; its end is infinite if the number of tasks ends the run.</summary>
    public MeasuredWindow GetWindow() =>
        new(Warmup.TotalSeconds, Duration is { } duration ? (duration - Cooldown).TotalSeconds : double.PositiveInfinity);
}

/// <summary>The embedded simulated node.</summary>
internal sealed record NodeSettings
{
    /// <summary>Default context window over Ollama's API.</summary>
    public const int DefaultContext = 8192;

    /// <summary>Performance profile.</summary>
    public string Profile { get; init; } = "h100-vllm-8b";

    /// <summary>Maximum number of concurrent calls; null for the profile's value.</summary>
    public int? Slots { get; init; }

    /// <summary>Fraction of correct thoughts in its replies, 0 to 1.</summary>
    public double Skill { get; init; } = 0.8;

    /// <summary>How it writes its replies, one of <see cref="Styles"/>.</summary>
    public string Style { get; init; } = "mixed";

    /// <summary>The styles of replies.</summary>
    public static IReadOnlyList<string> Styles { get; } = ["plain", "markdown", "latex", "chatty", "thinking", "mixed"];

    /// <summary>True if its model accepts images.</summary>
    public bool Vision { get; init; }

    /// <summary>
    /// Context window in tokens, beyond which prompts are truncated; null for 8,192 over Ollama's API and the profile's value over
    /// OpenAI's.
    /// </summary>
    public int? ContextLength { get; init; }

    /// <summary>Tokens of one image in a prompt.</summary>
    public int ImageTokens { get; init; } = 500;

    /// <summary>Faults to inject ("overload=0.01").</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>API through which the agents call it.</summary>
    public ModelApi Api { get; init; } = ModelApi.Ollama;
}
