using System.CommandLine;

namespace AgentLoad.Client.Commands.Studies;

/// <summary><c>agentload study</c>: a grid of strategies, problems, models, budgets and parameters on the same problems.</summary>
internal static class StudyCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("STUDY") { Description = "Study file (YAML)." };
        var tasks = Setting("--tasks", "N", "Problems of each repetition.");
        var seeds = Setting("--seeds", "N", "Repetitions, each on other problems.");
        var agents = Setting("--agents", "N", "Agents at work at once.");
        var name = Setting("--name", "NAME", "Name of the study's folder.");
        var maxTokens = Setting("--max-tokens", "N", "Refuse before the first call what would use more tokens, by estimate.");
        var set = new Option<string[]>("--set")
        {
            Description = "Sets a value of the study, for example driving=live.",
            HelpName = "PATH=VALUE",
            AllowMultipleArgumentsPerToken = false,
        };
        var output = new Option<string>("--out")
        {
            Description = "Folder of studies.",
            DefaultValueFactory = _ => "studies",
            HelpName = "DIR",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show the grid and what it may cost; call no model." };
        var cluster = ClusterOptions.Where("Redis of a cluster of silos to run the cells on (agentload silo).");
        var clusterOptions = new ClusterOptions();
        var command = new DetailedCommand(
            "study",
            "Measures a grid of strategies, problems, models and settings on the same problems.",
            """
            A setting given as a list is swept. Cells run in random order, seed after seed. After any stop the same command
            goes on with the next cell. Results: studies/NAME/study.db (SQLite), results.csv, laws.csv, and a run for each
            cell and seed. With a direct call on the same problems to compare with.

            agentload study study.yaml --dry-run
            agentload study study.yaml --tasks 20 --seeds 1 --max-tokens 2000000
            """
        )
        {
            file,
            tasks,
            seeds,
            agents,
            name,
            maxTokens,
            set,
            output,
            dryRun,
            cluster,
        };
        clusterOptions.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                string[] settings =
                [
                    .. new[] { ("tasks", tasks), ("seeds", seeds), ("agents", agents), ("name", name), ("maxTokens", maxTokens) }
                        .Where(pair => parsed.GetValue(pair.Item2) is not null)
                        .Select(pair => $"{pair.Item1}={parsed.GetValue(pair.Item2)}"),
                    .. parsed.GetValue(set) ?? [],
                ];
                return StudyJob.ExecuteAsync(
                    StudyFile.Load(parsed.GetValue(file)!, settings, parsed.GetValue(cluster) is not null).WriteHints(),
                    parsed.GetValue(output)!,
                    clusterOptions.Read(parsed, null, parsed.GetValue(cluster)),
                    parsed.GetValue(dryRun),
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
