using System.Globalization;
using AgentLoad.Client.Commands.Studies;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Testing.Reports;

/// <summary>Studies with made-up tasks.</summary>
internal static class SavedStudies
{
    private const string Grid = """
        name: grid
        seeds: 2
        tasks: 9
        agents: 4
        driving: shaped
        problems: [game24, sorting]
        strategies:
          - {kind: self-consistency, samples: [1, 2, 4]}
          - chain-of-thought
        node: {profile: instant}
        prices: {simulated: {prompt: 1, completion: 2}}
        """;

    /// <summary>Saves the tasks of a study that agents did not do: more samples cost more and solve more.</summary>
    public static string Save(string folder, params string[] settings)
    {
        var study = StudyFile.Parse(Grid, "s.yaml", settings);
        var path = Path.Combine(folder, study.Name);
        using var store = StudyStore.Open(path, study);
        foreach (var unit in study.Units())
        {
            var run = $"runs/{unit.Position}";
            Directory.CreateDirectory(Path.Combine(path, run));
            File.WriteAllText(Path.Combine(path, run, "report.html"), "");
            store.Save(unit, run, simulated: true, valid: true, DateTimeOffset.UnixEpoch, Tasks(unit));
        }

        return path;
    }

    private static IEnumerable<StudyTask> Tasks(StudyUnit unit)
    {
        var samples = unit
            .Cell.Swept.Where(swept => swept.Key == "samples")
            .Select(swept => int.Parse(swept.Value, CultureInfo.InvariantCulture))
            .FirstOrDefault(1);
        for (var id = 0; id < unit.Cell.Workload.Load.Tasks; id++)
        {
            yield return new StudyTask
            {
                TaskId = id,
                CellId = unit.Cell.Id,
                Seed = unit.Seed,
                ProblemId = $"{unit.Cell.ProblemText}/{id}",
                State = id < samples ? TaskState.Solved : TaskState.Unsolved,
                Calls = samples,
                PromptTokens = 80 * samples,
                CompletionTokens = 20 * samples,
                TotalTokens = (100 * samples) + (10 * id),
                LatencySeconds = 1 + (0.1 * samples) + (0.01 * id),
                CriticalPathSeconds = 1,
                Parallelism = samples,
                StartSeconds = id,
                CallSeconds = samples,
            };
        }
    }
}
