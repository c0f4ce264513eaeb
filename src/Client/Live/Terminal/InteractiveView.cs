namespace AgentLoad.Client.Live.Terminal;

/// <summary>
/// A view that owns the terminal: what others say on stderr goes through it, so that nothing ever lands in the middle of what it drew.
/// </summary>
internal abstract class InteractiveView(TextWriter writer, Func<int> width, Func<int> height) : LiveView
{
    private readonly Lock _gate = new();
    private LiveFrame? _last;
    private bool _over;

    protected TextWriter Writer => writer;

    protected int Width => Math.Max(0, width());

    protected int Height => Math.Max(1, height());

    public sealed override void Show(LiveFrame frame)
    {
        lock (_gate)
        {
            _last = frame;
            if (!_over)
            {
                Draw(frame);
            }
        }
    }

    /// <summary>Draws the last frame anew, at the size of the moment.</summary>
    public void Redraw()
    {
        lock (_gate)
        {
            if (_last is not null && !_over)
            {
                Draw(_last);
            }
        }
    }

    /// <summary>A line that somebody says to the user while the view is up.</summary>
    public void WriteMessage(string line)
    {
        lock (_gate)
        {
            OnMessage(line);
            if (_last is not null && !_over)
            {
                Draw(_last);
            }
        }
    }

    public sealed override void Dispose()
    {
        lock (_gate)
        {
            if (!_over)
            {
                RestoreTerminal();
            }

            _over = true;
        }

        base.Dispose();
    }

    protected abstract void Draw(LiveFrame frame);

    protected abstract void OnMessage(string line);

    protected abstract void RestoreTerminal();
}
