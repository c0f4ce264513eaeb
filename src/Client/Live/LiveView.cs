using AgentLoad.Measurement.Live;
using Spectre.Console;

namespace AgentLoad.Client.Live;

/// <summary>Shows a run while it goes on. Not thread-safe; the caller shows a snapshot once or a few times a second.</summary>
public abstract class LiveView : IDisposable
{
    /// <summary>The view that suits the console: redrawn in place on a terminal, else a line now and then.</summary>
    /// <param name="console">Where to show it.</param>
    /// <param name="simulated">True where a simulated node takes part: the view says so.</param>
    /// <param name="plannedSeconds">Length of the run where time ends it; null where tasks do.</param>
    public static LiveView For(IAnsiConsole console, bool simulated, double? plannedSeconds = null)
    {
        ArgumentNullException.ThrowIfNull(console);
        var profile = console.Profile;
        return profile.Out.IsTerminal && profile.Capabilities.Ansi
            ? new TerminalView(profile.Out.Writer, () => profile.Width, () => profile.Height, simulated, plannedSeconds)
            : new PlainView(profile.Out.Writer, simulated, plannedSeconds);
    }

    /// <summary>Shows the run as it now is.</summary>
    public abstract void Show(RunSnapshot snapshot);

    /// <summary>Leaves the terminal as it was found.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
