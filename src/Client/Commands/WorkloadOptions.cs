using System.CommandLine;
using AgentLoad.Client.Running;

namespace AgentLoad.Client.Commands;

/// <summary>Options that say or change what a workload is; the same wherever a command takes a workload.</summary>
internal sealed class WorkloadOptions
{
    private readonly Option<string[]> _url = Many("--url", "URL", "Model server; several make a pool.");
    private readonly Option<string?> _api = One("--api", "ollama|openai|ollamasharp", "API that the server speaks (default ollama).");
    private readonly Option<string?> _model = One("--model", "NAME", "Model to ask; needed with --url.");
    private readonly Option<string?> _keyVariable = One("--key-env", "VARIABLE", "Environment variable that holds the API key.");
    private readonly Option<string[]> _scrape = Many(
        "--scrape",
        "URL",
        "Page of Prometheus metrics of the server or its GPUs, fetched during the run."
    );
    private readonly Option<string?> _agents = One("--agents", "N", "Agents at work at once.");
    private readonly Option<string?> _tasks = One("--tasks", "N", "Tasks in all.");
    private readonly Option<string?> _duration = One(
        "--duration",
        "TIME",
        "Time in which tasks are started (90s, 5m, 1h), instead of --tasks."
    );
    private readonly Option<string?> _problem = One("--problem", "KIND", "Problem of every group: game24, arithmetic, multihop, open.");
    private readonly Option<string[]> _strategy = Many("--strategy", "NAME", "Strategy; several are run side by side.");
    private readonly Option<string?> _baseline = One(
        "--baseline",
        "SHARE",
        "Share of problems also answered by one direct call, to compare with (10%, quickstart 100%)."
    );
    private readonly Option<string[]> _slo = Many(
        "--slo",
        "CLAUSE",
        "SLO, for example task.latency:p95:le:30s; exit status 99 where not met."
    );
    private readonly Option<bool> _abortOnSlo = new("--abort-on-slo") { Description = "Ends the run when an SLO cannot be met any more." };
    private readonly Option<string?> _seed = One("--seed", "N", "Seed of problems and shaped decisions.");
    private readonly Option<string?> _name = One("--name", "NAME", "Name of the run.");
    private readonly Option<string[]> _set = Many("--set", "PATH=VALUE", "Sets a value of the workload, for example load.ramp=10s.");

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
                _tasks,
                _duration,
                _problem,
                _strategy,
                _baseline,
                _slo,
                _abortOnSlo,
                _seed,
                _name,
                _set,
            }
        )
        {
            command.Add(option);
        }
    }

    /// <summary>Refuses options of the load, where a command sets the load itself.</summary>
    /// <exception cref="UserErrorException">One is given.</exception>
    public void RejectLoadOptions(ParseResult parsed, string instead)
    {
        var given = new Option[] { _agents, _tasks, _duration, _baseline, _abortOnSlo }
            .Where(option => parsed.GetResult(option) is { Implicit: false })
            .Select(option => option.Name)
            .ToArray();
        if (given.Length > 0)
        {
            throw new UserErrorException($"{string.Join(" and ", given)} would change nothing here: {instead}", ExitCode.BadInput);
        }
    }

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
            Problem = parsed.GetValue(_problem),
            Strategies = parsed.GetValue(_strategy) ?? [],
            Baseline = parsed.GetValue(_baseline),
            AbortOnSlo = parsed.GetValue(_abortOnSlo),
            Slo = parsed.GetValue(_slo) ?? [],
            Seed = parsed.GetValue(_seed),
            Name = parsed.GetValue(_name),
            Set = parsed.GetValue(_set) ?? [],
        };

    private static Option<string?> One(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };

    private static Option<string[]> Many(string name, string value, string description) =>
        new(name)
        {
            Description = description,
            HelpName = value,
            AllowMultipleArgumentsPerToken = false,
        };
}
