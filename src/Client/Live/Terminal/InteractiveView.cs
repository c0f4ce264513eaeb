namespace AgentLoad.Client.Live.Terminal;

/// <summary>
/// A view that owns the terminal. Messages to stderr are routed through it, so they never corrupt the drawn lines.
/// </summary>
internal abstract class InteractiveView(TextWriter writer, Func<int> width, Func<int> height) : LiveView
{
    private readonly Lock _gate = new();
    private LiveFrame? _last;
    private bool _isDisposed;

    protected TextWriter Writer => writer;

    protected int Width => Math.Max(0, width());

    protected int Height => Math.Max(1, height());

    public sealed override void Show(LiveFrame frame)
    {
        lock (_gate)
        {
            _last = frame;
            if (!_isDisposed)
            {
                Draw(frame);
            }
        }
    }

    /// <summary>Redraws the last frame at the current terminal size.</summary>
    public void Redraw()
    {
        lock (_gate)
        {
            if (_last is not null && !_isDisposed)
            {
                Draw(_last);
            }
        }
    }

    /// <summary>Writes a message to the user while the view is active.</summary>
    public void WriteMessage(string line)
    {
        lock (_gate)
        {
            OnMessage(line);
            if (_last is not null && !_isDisposed)
            {
                Draw(_last);
            }
        }
    }

    public sealed override void Dispose()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                RestoreTerminal();
            }

            _isDisposed = true;
        }

        base.Dispose();
    }

    protected abstract void Draw(LiveFrame frame);

    protected abstract void OnMessage(string line);

    protected abstract void RestoreTerminal();
}
