using AgentLoad.Agents.Problems.Datasets;
using AgentLoad.Agents.Problems.Game24;
using AgentLoad.Agents.Problems.MultiHop;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands;
using AgentLoad.Client.Commands.Run.Fitting;

namespace AgentLoad.Client.Running;

/// <summary>A workload as requested on the command line: a file or the default workload, and overrides (null: none).</summary>
/// <param name="File">Workload file; null for the default workload.</param>
internal sealed record WorkloadRequest(string? File)
{
    public IReadOnlyList<string> Urls { get; init; } = [];

    public string? Api { get; init; }

    public string? Model { get; init; }

    public string? KeyVariable { get; init; }

    public IReadOnlyList<string> Scrape { get; init; } = [];

    public string? Agents { get; init; }

    public string? Tasks { get; init; }

    public string? Duration { get; init; }

    public string? Rate { get; init; }

    public string? Warmup { get; init; }

    public string? Ramp { get; init; }

    public string? ThinkTime { get; init; }

    /// <summary>A kind of problem, or the path of a data file.</summary>
    public string? Problem { get; init; }

    public IReadOnlyList<string> Strategies { get; init; } = [];

    public string? Baseline { get; init; }

    public string? MaxFailed { get; init; }

    public IReadOnlyList<string> Slo { get; init; } = [];

    public bool AbortOnSlo { get; init; }

    public string? Seed { get; init; }

    public string? Salt { get; init; }

    public string? Name { get; init; }

    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>True if API keys may be missing in this environment because silos make the calls.</summary>
    public bool AllowMissingKeys { get; init; }

    /// <summary>True if the load of the default workload is overridden; its baseline would add tasks to it.</summary>
    private bool SetsLoad =>
        Rate is not null
        || Tasks is not null
        || Duration is not null
        || Agents is not null
        || Set.Any(set => set.StartsWith("load", StringComparison.Ordinal));

    /// <summary>Number of calls that the server works on concurrently; null to probe it.</summary>
    public int? Slots { get; init; }

    /// <summary>What the command line leaves open is fitted to the user's server.</summary>
    public FitSettings Fit
    {
        get
        {
            if (File is not null || Urls.Count == 0 || Rate is not null || Set.Any(set => set.StartsWith("load", StringComparison.Ordinal)))
            {
                return FitSettings.None;
            }

            var fit = new FitSettings(Agents is null, Tasks is null && Duration is null, Strategies.Count == 0 && Agents is null);
            return fit with { Slots = Slots };
        }
    }

    /// <summary>Reads and validates the workload.</summary>
    /// <exception cref="UserErrorException">The workload is invalid; the message has one line per error.</exception>
    public Workload Resolve()
    {
        if (Scrape.Count > 0 && Urls.Count == 0 && File is null)
        {
            throw new UserErrorException("--scrape requires --url. The embedded simulated node is always scraped.", ExitCode.BadInput);
        }

        if (Urls.Count > 0 && File is null && Model is null && !Set.Any(set => set.StartsWith("endpoints.", StringComparison.Ordinal)))
        {
            throw new UserErrorException("--url requires --model: the name of the model to call.", ExitCode.BadInput);
        }

        var inputs = WorkloadCatalogs.Inputs;
        var result = Read(
            inputs with
            {
                HasRemoteApiKeys = AllowMissingKeys,
                Set = [.. OverridesFromOptions(), .. GroupOverrides(inputs), .. Set.Select(text => new WorkloadOverride(text))],
            }
        );
        return result.Workload is { } workload
            ? workload with
            {
                Load = WithRunLength(workload.Load),
            }
            : throw new UserErrorException(string.Join(Environment.NewLine, result.Lines.Distinct()), ExitCode.BadInput);
    }

    /// <summary>Lets --tasks or --duration replace both settings of the file.</summary>
    private LoadSettings WithRunLength(LoadSettings load) =>
        (Tasks, Duration) switch
        {
            (not null, null) => load with { Duration = null },
            (null, not null) => load with { Tasks = null },
            _ => load,
        };

    private WorkloadResult Read(WorkloadInputs inputs) =>
        File is null ? WorkloadFile.Parse(WorkloadCatalogs.Default(), "options", inputs) : WorkloadFile.Load(File, inputs);

    /// <summary>
    /// Translates options to overrides of settings, so that options, <c>--set</c> and files are validated in the same way.
    /// </summary>
    private IEnumerable<WorkloadOverride> OverridesFromOptions()
    {
        if (Urls.Count == 1)
        {
            yield return new($"endpoints.default.url={Urls[0]}", "--url");
        }
        else if (Urls.Count > 1)
        {
            yield return new($"endpoints.default.urls={ToYamlList(Urls)}", "--url");
        }

        foreach (
            var (option, path, value) in new (string Option, string Path, string? Value)[]
            {
                ("--api", Urls.Count > 0 || File is not null ? "endpoints.default.api" : "node.api", Api ?? ApiOfAddress),
                ("--model", "endpoints.default.model", Model),
                ("--key-env", "endpoints.default.apiKey", KeyVariable is null ? null : "${" + KeyVariable + "}"),
                ("--scrape", "endpoints.default.scrape", Scrape.Count == 0 ? null : ToYamlList(Scrape)),
                ("--agents", "load.agents", Agents),
                ("--rate", "load.arrivals.rate", Rate),
                ("--tasks", "load.tasks", Tasks),
                ("--duration", "load.duration", Duration),
                ("--warmup", "load.warmup", Warmup),
                ("--ramp", "load.ramp", Ramp),
                ("--baseline", "baseline", Baseline ?? (File is null && SetsLoad ? "0" : null)),
                ("--max-failed", "maxFailed", MaxFailed),
                ("--seed", "seed", Seed),
                ("--salt", "salt", Salt),
                ("--name", "name", Name),
                ("--abort-on-slo", "abortOnSlo", AbortOnSlo ? "true" : null),
                ("--slo", "slo", Slo.Count == 0 ? null : ToYamlList(Slo)),
            }
        )
        {
            if (value is not null)
            {
                yield return new($"{path}={value}", option);
            }
        }
    }

    /// <summary>OpenAI-compatible servers are addressed with the version of their API; Ollama is not.</summary>
    private string? ApiOfAddress =>
        File is null && Urls.Count > 0 && Urls.All(url => url.TrimEnd('/').EndsWith("/v1", StringComparison.Ordinal)) ? "openai" : null;

    /// <summary>The problem of groups that are selected by their strategy only: one with tools if all strategies call tools.</summary>
    private string DefaultProblem =>
        Strategies.All(strategy => strategy is "react" or "llm-compiler") ? MultiHopSource.KindName : Game24Source.Kind;

    /// <summary>A data file becomes a data set.</summary>
    private string? ProblemValue =>
        Problem is not null && (DataFiles.Contains(Path.GetExtension(Problem)) || System.IO.File.Exists(Problem))
            ? $"{{kind: {DatasetSource.KindName}, path: {Quote(Path.GetFullPath(Problem))}}}"
            : Problem;

    private IEnumerable<WorkloadOverride> GroupOverrides(WorkloadInputs inputs)
    {
        var count = Strategies.Count;
        if (Strategies.Count > 0)
        {
            var groups = Strategies.Select(strategy =>
                $"{{name: {Quote(strategy)}, strategy: {Quote(strategy)}, problem: {DefaultProblem}}}"
            );
            yield return new($"groups=[{string.Join(", ", groups)}]", "--strategy");
        }
        else if (Problem is not null || ThinkTime is not null)
        {
            count = Read(inputs).Workload?.Groups.Count ?? 1;
        }

        for (var i = 0; i < count; i++)
        {
            if (Problem is not null)
            {
                yield return new($"groups[{i}].problem={ProblemValue}", "--problem");
            }

            if (ThinkTime is not null)
            {
                yield return new($"groups[{i}].thinkTime={ThinkTime}", "--think-time");
            }
        }
    }

    private static readonly HashSet<string> DataFiles = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jsonl",
        ".ndjson",
        ".json",
        ".csv",
        ".tsv",
        ".parquet",
    };

    private static string ToYamlList(IEnumerable<string> values) => $"[{string.Join(", ", values.Select(Quote))}]";

    private static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
