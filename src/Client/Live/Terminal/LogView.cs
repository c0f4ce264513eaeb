namespace AgentLoad.Client.Live.Terminal;

/// <summary>Writes one line every few seconds and a table of the strategies every minute, for logs.</summary>
internal sealed class LogView(TextWriter writer, double everySeconds = 5) : LiveView
{
    private const double TableSeconds = 60;
    private double _next;
    private double _nextTable = TableSeconds;

    public override void Show(LiveFrame frame)
    {
        if (frame.Snapshot.ElapsedSeconds < _next)
        {
            return;
        }

        _next = frame.Snapshot.ElapsedSeconds + everySeconds;
        writer.WriteLine((frame.Facts.Simulated ? "simulated · " : "") + string.Join(" · ", LiveText.Parts(frame)));
        if (frame.Snapshot.ElapsedSeconds >= _nextTable)
        {
            _nextTable = frame.Snapshot.ElapsedSeconds + TableSeconds;
            foreach (var line in LiveText.Table(frame.Groups))
            {
                writer.WriteLine(line);
            }
        }

        writer.Flush();
    }
}
