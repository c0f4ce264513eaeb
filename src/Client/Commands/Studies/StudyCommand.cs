using System.CommandLine;

namespace AgentLoad.Client.Commands.Studies;

/// <summary><c>agentload study</c>: measures a grid of strategies, problems, models, budgets and parameters on the same problems.</summary>
internal static class StudyCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("STUDY") { Description = "Study file (YAML)." };
        var tasks = Setting("--tasks", "N", "Problems per repetition.");
        var seeds = Setting("--seeds", "N", "Repetitions, each on different problems.");
        var agents = Setting("--agents", "N", "Concurrent agents.");
        var salt = Setting("--salt", "none|VALUE", "Text at the head of every prompt; every cell derives its own (default: drawn).");
        var name = Setting("--name", "NAME", "Name of the study's folder.");
        var maxTokens = Setting("--max-tokens", "N", "Fail before the first call if the estimated token usage exceeds N.");
        var set = new Option<string[]>("--set")
        {
            Description = "Sets a value of the study, for example driving=live.",
            HelpName = "PATH=VALUE",
            AllowMultipleArgumentsPerToken = false,
        };
        var output = new Option<string>("--out")
        {
            Description = "Folder for studies; each study creates a subfolder.",
            DefaultValueFactory = _ => "studies",
            HelpName = "DIR",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show the grid and its estimated cost without calling a model." };
        var json = new Option<bool>("--json") { Description = "Print the results as JSON." };
        var cluster = ClusterOptions.ForRuns();
        var command = new DetailedCommand(
            "study",
            "Measures a grid of strategies, problems, models and settings on the same problems.",
            """
            Each value of a setting given as a list becomes a cell. Cells run in random order, one seed after another. After an
            interruption, the same command resumes with the next cell. Results: studies/NAME/study.db (SQLite), results.csv,
            laws.csv (fitted power laws), and a run per cell and seed. Direct calls on the same problems serve as the baseline.

            agentload study study.yaml --dry-run
            agentload study study.yaml --tasks 20 --seeds 1 --max-tokens 2000000
            """
        )
        {
            file,
            tasks,
            seeds,
            agents,
            salt,
            name,
            maxTokens,
            set,
            output,
            dryRun,
            json,
        };
        cluster.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                string[] settings =
                [
                    .. new[]
                    {
                        ("tasks", tasks),
                        ("seeds", seeds),
                        ("agents", agents),
                        ("salt", salt),
                        ("name", name),
                        ("maxTokens", maxTokens),
                    }
                        .Where(pair => parsed.GetValue(pair.Item2) is not null)
                        .Select(pair => $"{pair.Item1}={parsed.GetValue(pair.Item2)}"),
                    .. parsed.GetValue(set) ?? [],
                ];
                if (parsed.GetValue(json) && parsed.GetValue(dryRun))
                {
                    throw new UserErrorException(
                        "--json prints results, and --dry-run measures none: omit one of them.",
                        ExitCode.BadInput
                    );
                }

                return StudyJob.ExecuteAsync(
                    StudyFile.Load(parsed.GetValue(file)!, settings, cluster.HasCluster(parsed)).WriteHints(),
                    parsed.GetValue(output)!,
                    cluster.Read(parsed),
                    parsed.GetValue(dryRun),
                    parsed.GetValue(json),
                    Console.Error.WriteLine,
                    cancellationToken
                );
            }
        );
        return command;
    }

    private static Option<string?> Setting(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };
}
