using System.Globalization;

namespace AgentLoad.Client.Commands.Run;

/// <summary>Warns before a run if this process cannot make as many concurrent calls as there are agents.</summary>
internal static class OpenFilesWarning
{
    /// <summary>Returns the warning; null if all agents fit.</summary>
    /// <param name="agents">Maximum number of agents of the run in this process.</param>
    /// <param name="calls">Maximum number of concurrent calls of this process.</param>
    /// <param name="files">Limit of open files of this process; null if unknown.</param>
    public static string? Of(int agents, int calls, int? files) =>
        agents <= calls
            ? null
            : Text($"{agents:#,0} agents can make more concurrent calls than this process can hold open: {calls:#,0}")
                + (files is { } limit ? Text($", with a limit of {limit:#,0} open files. ") : ". ")
                + "Further calls wait, and the run is invalid if that happens. "
                + Text($"Use at most {calls:#,0} agents, raise the limit (ulimit -n), or run on a cluster of silos.");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
