using AgentLoad.Client.Commands.Studies;
using AgentLoad.Client.Results;

namespace AgentLoad.Client.Commands.Reporting;

/// <summary>Kind of a saved result.</summary>
internal enum ResultKind
{
    /// <summary>A run.</summary>
    Run,

    /// <summary>A sweep with the runs of its steps.</summary>
    Sweep,

    /// <summary>A study with the runs of its cells.</summary>
    Study,
}

/// <summary>A folder with a saved result.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Kind">Kind, from the files in the folder.</param>
internal sealed record ResultFolder(string Path, ResultKind Kind)
{
    private const string Runs = "runs",
        Studies = "studies";

    /// <summary>Kind as a word.</summary>
    public string Name => Kind.ToString().ToLowerInvariant();

    /// <summary>Returns the result in a folder; a file in the folder selects it too.</summary>
    public static ResultFolder Of(string path)
    {
        var folder = System.IO.Path.GetFullPath(
            File.Exists(path) ? System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))! : path
        );
        // A folder without any of the files is reported by the reader of runs.
        var kind =
            SweepFolder.Exists(folder) ? ResultKind.Sweep
            : SavedStudy.Exists(folder) ? ResultKind.Study
            : ResultKind.Run;
        return new ResultFolder(folder, kind);
    }

    /// <summary>Returns the newest result in runs/ and studies/; for a step of a sweep, the sweep.</summary>
    /// <exception cref="UserErrorException">There is no result.</exception>
    public static ResultFolder Newest()
    {
        var run = NewestRunBelow(Runs) is { } step
            ? System.IO.Path.GetDirectoryName(step) is { } parent && SweepFolder.Exists(parent)
                ? parent
                : step
            : null;
        var study = Directory.Exists(Studies)
            ? Directory.GetDirectories(Studies).Where(SavedStudy.Exists).OrderByDescending(ChangedAt).FirstOrDefault()
            : null;
        var newest = study is not null && (run is null || ChangedAt(study) > ChangedAt(run)) ? study : run;
        return Of(newest ?? FindNewestRun());
    }

    /// <summary>Returns the folder of the newest run in runs/, including the steps of sweeps.</summary>
    /// <exception cref="UserErrorException">The folder contains no run.</exception>
    public static string FindNewestRun() =>
        NewestRunBelow(Runs)
        ?? throw new UserErrorException(
            $"{Runs}/ contains no run. Create one with 'agentload run', or pass the folder of a run.",
            ExitCode.BadInput
        );

    private static string? NewestRunBelow(string parent) =>
        !Directory.Exists(parent)
            ? null
            : new DirectoryInfo(parent)
                .GetDirectories()
                .SelectMany(folder => IsRun(folder) ? [folder] : folder.GetDirectories().Where(IsRun))
                .MaxBy(folder => folder.Name, StringComparer.Ordinal)
                ?.FullName;

    private static bool IsRun(DirectoryInfo folder) => File.Exists(System.IO.Path.Combine(folder.FullName, RunFolder.DatabaseName));

    private static DateTime ChangedAt(string folder) =>
        new DirectoryInfo(folder)
            .GetFiles()
            .Where(file => file.Name is StudyStore.DatabaseName or RunFolder.DatabaseName or "sweep.json")
            .Select(file => file.LastWriteTimeUtc)
            .DefaultIfEmpty()
            .Max();
}
