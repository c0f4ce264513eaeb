using System.Runtime.InteropServices;
using Spectre.Console;

namespace AgentLoad.Client.Live.Terminal;

/// <summary>Shows a run in the terminal while it goes on.</summary>
internal abstract class LiveView : IDisposable
{
    /// <summary>The view that was asked for, where the console can show it; else a line now and then.</summary>
    /// <param name="console">Where to show it.</param>
    /// <param name="mode">What was asked for.</param>
    public static LiveView Create(IAnsiConsole console, UiMode mode)
    {
        var profile = console.Profile;
        if (mode == UiMode.None || !profile.Out.IsTerminal || !profile.Capabilities.Ansi)
        {
            return new LogView(profile.Out.Writer);
        }

        var error = Console.Error;
        InteractiveView view =
            mode == UiMode.Dashboard
                ? new DashboardView(
                    profile.Out.Writer,
                    () => profile.Width,
                    () => profile.Height,
                    error,
                    profile.Capabilities.ColorSystem != ColorSystem.NoColors
                )
                : new SimpleView(profile.Out.Writer, () => profile.Width, () => profile.Height, error);
        return new TerminalSession(view, error);
    }

    /// <summary>Shows the run as it now is.</summary>
    public abstract void Show(LiveFrame frame);

    /// <summary>Leaves the terminal as it was found.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Ties a view to this process's terminal: its stderr where that is the same terminal, and its size.</summary>
    private sealed class TerminalSession : LiveView
    {
        private readonly InteractiveView _view;
        private readonly TextWriter _error;
        private readonly PosixSignalRegistration? _resized;

        public TerminalSession(InteractiveView view, TextWriter error)
        {
            (_view, _error) = (view, error);
            if (!Console.IsErrorRedirected)
            {
                Console.SetError(TextWriter.Synchronized(new StderrRedirector(view.WriteMessage)));
            }

            if (!OperatingSystem.IsWindows())
            {
                _resized = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => view.Redraw());
            }
        }

        public override void Show(LiveFrame frame) => _view.Show(frame);

        public override void Dispose()
        {
            _resized?.Dispose();
            Console.SetError(_error);
            _view.Dispose();
            base.Dispose();
        }
    }
}
