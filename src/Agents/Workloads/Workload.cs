using AgentLoad.Inference.Endpoints;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Workloads;

/// <summary>A validated workload: who works on what, against which servers, for how long.</summary>
public sealed record Workload
{
    /// <summary>Name of the run's folder and of the report.</summary>
    public string Name { get; init; } = "run";

    /// <summary>Seed of all that is random: problems, shaped decisions, group choice.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Model servers by name; "default" serves every role that has none of its own. Empty: the embedded simulated node.</summary>
    public IReadOnlyDictionary<string, EndpointGroup> Endpoints { get; init; } = new Dictionary<string, EndpointGroup>();

    /// <summary>Kinds of agents that share the load by weight.</summary>
    public IReadOnlyList<AgentGroup> Groups { get; init; } = [];

    /// <summary>How many agents, for how long.</summary>
    public LoadSettings Load { get; init; } = new();

    /// <summary>Share of tasks, 0 to 1, that are paired with one direct call on the same problem, to compare with.</summary>
    public double Baseline { get; init; } = 0.1;

    /// <summary>SLO clauses ("task.latency:p95:le:30s").</summary>
    public IReadOnlyList<string> Slo { get; init; } = [];

    /// <summary>True to end the run when a clause cannot be met any more.</summary>
    public bool AbortOnSlo { get; init; }

    /// <summary>The simulated node that is embedded where no endpoint is named.</summary>
    public NodeSettings Node { get; init; } = new();
}

/// <summary>One or several servers that serve the same model.</summary>
public sealed record EndpointGroup
{
    /// <summary>Base addresses, http or https.</summary>
    public IReadOnlyList<Uri> Urls { get; init; } = [];

    /// <summary>API that they speak.</summary>
    public ModelApi Api { get; init; } = ModelApi.Ollama;

    /// <summary>Type of the user's that makes the client of <see cref="ModelApi.ChatClient"/>.</summary>
    public UserType? Client { get; init; }

    /// <summary>Model to ask.</summary>
    public string Model { get; init; } = "";

    /// <summary>API key, from the environment of whoever makes the calls; its name is saved, never its value.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>How calls are spread over several addresses.</summary>
    public Routing Routing { get; init; } = Routing.LeastOutstanding;

    /// <summary>Context length in tokens, one for the whole run.</summary>
    public int? ContextLength { get; init; }

    /// <summary>Pages of Prometheus metrics that say how its servers and their GPUs fare; empty for none.</summary>
    public IReadOnlyList<Uri> Scrape { get; init; } = [];

    /// <summary>How often these are fetched, and Ollama is asked what it has loaded.</summary>
    public TimeSpan ScrapeEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What its tokens cost; null where nobody said.</summary>
    public PriceSettings? Prices { get; init; }
}

/// <summary>A kind of agent.</summary>
public sealed record AgentGroup
{
    /// <summary>Name in records and reports; unique.</summary>
    public string Name { get; init; } = "";

    /// <summary>Share of the tasks relative to the other groups, above 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>What is asked.</summary>
    public required Choice Problem { get; init; }

    /// <summary>How it is solved.</summary>
    public required Choice Strategy { get; init; }

    /// <summary>An agent of the user's own, instead of a strategy; <see cref="Strategy"/> then has its name.</summary>
    public UserAgent? Agent { get; init; }

    /// <summary>Shaped: a seeded behaviour model decides. Live: the model's text does.</summary>
    public bool IsShaped { get; init; }

    /// <summary>Behaviour profile of a shaped group; null for the one that fits the problem.</summary>
    public string? DrivingProfile { get; init; }

    /// <summary>How models generate; what is null here is the strategy's choice.</summary>
    public OptionSettings Options { get; init; } = new();

    /// <summary>Agents of its own, in closed loop; null to share the load of the workload.</summary>
    public int? Agents { get; init; }

    /// <summary>Arrivals of its own, in open loop; null to share the load of the workload.</summary>
    public ArrivalSettings? Arrivals { get; init; }

    /// <summary>Pause between two tasks of an agent.</summary>
    public TimeSpan ThinkTime { get; init; }

    /// <summary>What serves a role, for roles that "default" does not serve as it stands.</summary>
    public IReadOnlyDictionary<string, RoleSettings> Roles { get; init; } = new Dictionary<string, RoleSettings>();

    /// <summary>Longest time a call may take.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>True where the silos of a cluster share the wide waves of a task's calls.</summary>
    public bool Spread { get; init; }

    /// <summary>Limits on what one task may use.</summary>
    public BudgetSettings Budget { get; init; } = new();

    /// <summary>What happens after a failed call.</summary>
    public RetrySettings Retry { get; init; } = new();
}

/// <summary>An entry of a catalogue with the values that the workload names (all validated).</summary>
/// <param name="Name">Entry.</param>
/// <param name="Values">Named values only: long, double, bool, string, or the choice of a strategy inside a strategy.</param>
public sealed record Choice(string Name, IReadOnlyDictionary<string, object> Values)
{
    /// <summary>Most strategies inside one another, the outermost included.</summary>
    public const int MostNested = 4;

    /// <summary>A choice with the named values.</summary>
    public static Choice Of(string name, params (string Name, object Value)[] values) =>
        new(name, values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal));
}

/// <summary>Generation options of a group; null leaves the choice to the strategy.</summary>
public sealed record OptionSettings
{
    /// <summary>Sampling temperature, 0 to 2.</summary>
    public double? Temperature { get; init; }

    /// <summary>Nucleus sampling, above 0 to 1.</summary>
    public double? TopP { get; init; }

    /// <summary>Limit on completion tokens of a call, at least 1.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Thinking on or off.</summary>
    public bool? Think { get; init; }

    /// <summary>How long the server keeps the model loaded.</summary>
    public string? KeepAlive { get; init; }
}

/// <summary>Limits on what one task may use; null for none.</summary>
public sealed record BudgetSettings
{
    /// <summary>Prompt and completion tokens together.</summary>
    public long? Tokens { get; init; }

    /// <summary>Calls, retries included.</summary>
    public int? Calls { get; init; }

    /// <summary>Wall time.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Money, in the currency of the endpoints' prices.</summary>
    public double? Money { get; init; }
}

/// <summary>What happens after a failed call. Without it, no call is ever repeated.</summary>
public sealed record RetrySettings
{
    /// <summary>How often a call may be repeated.</summary>
    public int Attempts { get; init; }

    /// <summary>Pause before the first repetition; doubled for each further one.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Outcomes that are repeated.</summary>
    public IReadOnlyList<CallOutcome> On { get; init; } =
    [CallOutcome.Overloaded, CallOutcome.ServerError, CallOutcome.ConnectionFailed, CallOutcome.ConnectionLost];
}

/// <summary>How many agents, for how long.</summary>
public sealed record LoadSettings
{
    /// <summary>Agents at work.</summary>
    public int Agents { get; init; } = 20;

    /// <summary>Tasks in all; null where the duration ends the run.</summary>
    public long? Tasks { get; init; }

    /// <summary>Time in which tasks are started; null where the number of tasks ends the run.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Arrivals of an open loop, whose agents are then the most that may work at once; null for a closed loop.</summary>
    public ArrivalSettings? Arrivals { get; init; }

    /// <summary>Populations of a closed loop one after another; the last goes on. Empty: the same agents all along.</summary>
    public IReadOnlyList<AgentStage> Stages { get; init; } = [];

    /// <summary>How the population of a closed loop changes over time.</summary>
    public CurveSettings Curve { get; init; } = new();

    /// <summary>Time over which the agents begin one after another; zero for all at once.</summary>
    public TimeSpan Ramp { get; init; }

    /// <summary>Time at the start that is left out of the measured window.</summary>
    public TimeSpan Warmup { get; init; }

    /// <summary>Time at the end of the duration that is left out of the measured window.</summary>
    public TimeSpan Cooldown { get; init; }

    /// <summary>Longest time that tasks under way may take to end after the duration is over or after Ctrl-C.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>The embedded simulated node.</summary>
public sealed record NodeSettings
{
    /// <summary>Context window where none is given, over Ollama's API.</summary>
    public const int DefaultContext = 8192;

    /// <summary>Performance profile.</summary>
    public string Profile { get; init; } = "h100-vllm-8b";

    /// <summary>Slots; null for the profile's.</summary>
    public int? Slots { get; init; }

    /// <summary>Share of right thoughts in its texts, 0 to 1.</summary>
    public double Skill { get; init; } = 0.8;

    /// <summary>Its model takes images.</summary>
    public bool Vision { get; init; }

    /// <summary>Context window in tokens, above which prompts are cut; null for 8,192 over Ollama's API and the profile's over OpenAI's.</summary>
    public int? ContextLength { get; init; }

    /// <summary>Tokens that one image takes in a prompt.</summary>
    public int ImageTokens { get; init; } = 500;

    /// <summary>Faults to inject ("overload=0.01").</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>API that the agents use with it.</summary>
    public ModelApi Api { get; init; } = ModelApi.Ollama;
}
