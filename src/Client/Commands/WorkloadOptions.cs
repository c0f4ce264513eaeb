using System.CommandLine;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Strategies;
using AgentLoad.Client.Running;
using AgentLoad.Measurement.Slo;

namespace AgentLoad.Client.Commands;

/// <summary>Options that override settings of a workload; shared by all commands that read a workload.</summary>
internal sealed class WorkloadOptions
{
    private readonly Option<string[]> _url = Repeated("--url", "URL", "Model server; repeat for a pool.");
    private readonly Option<string?> _api = Single(
        "--api",
        "ollama|openai|ollamasharp",
        "API of the server (default openai for addresses that end in /v1, else ollama)."
    );
    private readonly Option<string?> _model = Single("--model", "NAME", "Model name; required with --url.");
    private readonly Option<string?> _keyVariable = Single("--key-env", "VARIABLE", "Environment variable that contains the API key.");
    private readonly Option<string[]> _scrape = Repeated(
        "--scrape",
        "URL",
        "Prometheus metrics page of the server or its GPUs, scraped during the run."
    );
    private readonly Option<string?> _agents = Single(
        "--agents",
        "N",
        "Concurrent agents; with --rate, their maximum number.",
        "--concurrency"
    );
    private readonly Option<string?> _rate = Single("--rate", "RATE", "Start tasks at this rate (5/s, 300/m), independent of the servers.");
    private readonly Option<string?> _warmup = Single("--warmup", "TIME", "Time at the start that is not measured.");
    private readonly Option<string?> _ramp = Single("--ramp", "TIME", "Time over which the agents start one after another.");
    private readonly Option<string?> _thinkTime = Single("--think-time", "TIME", "Pause of an agent between two tasks.");
    private readonly Option<string?> _tasks = Single("--tasks", "N", "Total number of tasks.", "-n");
    private readonly Option<string?> _duration = Single(
        "--duration",
        "TIME",
        "Time during which tasks are started (90s, 5m, 1h), instead of --tasks."
    );
    private readonly Option<string?> _problem = Single(
        "--problem",
        "KIND|FILE",
        $"Problem of all groups: your data file (.jsonl, .json, .csv, .tsv), or "
            + $"{string.Join(", ", ProblemCatalog.Generated.Select(entry => entry.Name))}."
    );
    private readonly Option<string[]> _strategy = Repeated("--strategy", "NAME", "Strategy; repeat to run several concurrently.");
    private readonly Option<string?> _baseline = Single(
        "--baseline",
        "SHARE",
        "Share of problems also answered by one direct call, in addition to the load "
            + "(default 0; 100% for a run without a file and without load options)."
    );
    private readonly Option<string?> _maxFailed = Single(
        "--max-failed",
        "SHARE",
        "Largest share of failed tasks of a valid run (default 5%); exit status 98 above it."
    );
    private readonly Option<string[]> _slo = Repeated(
        "--slo",
        "CLAUSE",
        "SLO, for example task.latency:p95:le:30s; exit status 99 if not met."
    );
    private readonly Option<bool> _abortOnSlo = new("--abort-on-slo") { Description = "Stop the run when an SLO can no longer be met." };
    private readonly Option<string?> _seed = Single("--seed", "N", "Seed of problems and shaped decisions.");
    private readonly Option<string?> _salt = Single(
        "--salt",
        "none|VALUE",
        "Text at the head of every prompt that keeps runs apart in prefix caches (default: drawn for each run)."
    );
    private readonly Option<string?> _name = Single("--name", "NAME", "Name of the run.");
    private readonly Option<string[]> _set = Repeated(
        "--set",
        "PATH=VALUE",
        "Override a setting of the workload, for example load.ramp=10s."
    );

    public WorkloadOptions()
    {
        _api.CompletionSources.Add("ollama", "openai", "ollamasharp");
        _problem.CompletionSources.Add([.. ProblemCatalog.Generated.Select(entry => entry.Name)]);
        _strategy.CompletionSources.Add([.. StrategyCatalog.All.Select(entry => entry.Name)]);
        _slo.CompletionSources.Add([.. SloMetric.All.Select(metric => metric.Name)]);
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (
            var option in new Option[]
            {
                _url,
                _api,
                _model,
                _keyVariable,
                _scrape,
                _agents,
                _rate,
                _tasks,
                _duration,
                _warmup,
                _ramp,
                _thinkTime,
                _problem,
                _strategy,
                _baseline,
                _maxFailed,
                _slo,
                _abortOnSlo,
                _seed,
                _salt,
                _name,
                _set,
            }
        )
        {
            command.Add(option);
        }
    }

    /// <summary>Rejects load options for a command that sets the load itself.</summary>
    /// <exception cref="UserErrorException">A load option is given.</exception>
    public void RejectLoadOptions(ParseResult parsed, string instead)
    {
        var given = new Option[] { _agents, _rate, _tasks, _duration, _warmup, _ramp, _baseline, _abortOnSlo }
            .Where(option => parsed.GetResult(option) is { Implicit: false })
            .Select(option => option.Name)
            .ToArray();
        if (given.Length > 0)
        {
            throw new UserErrorException($"{string.Join(" and ", given)} cannot be used here: {instead}", ExitCode.BadInput);
        }
    }

    /// <summary>Reads the values.</summary>
    public WorkloadRequest Read(ParseResult parsed, string? file) =>
        new(file)
        {
            Urls = parsed.GetValue(_url) ?? [],
            Api = parsed.GetValue(_api),
            Model = parsed.GetValue(_model),
            KeyVariable = parsed.GetValue(_keyVariable),
            Scrape = parsed.GetValue(_scrape) ?? [],
            Agents = parsed.GetValue(_agents),
            Tasks = parsed.GetValue(_tasks),
            Duration = parsed.GetValue(_duration),
            Rate = parsed.GetValue(_rate),
            Warmup = parsed.GetValue(_warmup),
            Ramp = parsed.GetValue(_ramp),
            ThinkTime = parsed.GetValue(_thinkTime),
            Problem = parsed.GetValue(_problem),
            Strategies = parsed.GetValue(_strategy) ?? [],
            Baseline = parsed.GetValue(_baseline),
            MaxFailed = parsed.GetValue(_maxFailed),
            AbortOnSlo = parsed.GetValue(_abortOnSlo),
            Slo = parsed.GetValue(_slo) ?? [],
            Seed = parsed.GetValue(_seed),
            Salt = parsed.GetValue(_salt),
            Name = parsed.GetValue(_name),
            Set = parsed.GetValue(_set) ?? [],
        };

    private static Option<string?> Single(string name, string value, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = value };

    private static Option<string[]> Repeated(string name, string value, string description) =>
        new(name)
        {
            Description = description,
            HelpName = value,
            AllowMultipleArgumentsPerToken = false,
        };
}
