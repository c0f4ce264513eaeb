using System.Runtime.InteropServices;
using Spectre.Console;

namespace AgentLoad.Client.Live.Terminal;

/// <summary>Shows the progress of a run in the terminal.</summary>
internal abstract class LiveView : IDisposable
{
    /// <summary>Creates the requested view, or a <see cref="LogView"/> if the console is no ANSI terminal.</summary>
    /// <param name="console">Console to write to.</param>
    /// <param name="mode">Requested view.</param>
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

    /// <summary>Shows a frame.</summary>
    public abstract void Show(LiveFrame frame);

    /// <summary>Restores the terminal.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Connects a view to the terminal of this process: redirects stderr and redraws on resize.</summary>
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
