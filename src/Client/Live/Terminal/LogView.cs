namespace AgentLoad.Client.Live.Terminal;

/// <summary>Writes one line every few seconds, for logs.</summary>
internal sealed class LogView(TextWriter writer, double everySeconds = 5) : LiveView
{
    private double _next;

    public override void Show(LiveFrame frame)
    {
        if (frame.Snapshot.ElapsedSeconds < _next)
        {
            return;
        }

        _next = frame.Snapshot.ElapsedSeconds + everySeconds;
        writer.WriteLine((frame.Facts.Simulated ? "simulated · " : "") + string.Join(" · ", LiveText.Parts(frame)));
        writer.Flush();
    }
}
