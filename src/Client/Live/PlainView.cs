using AgentLoad.Measurement.Live;

namespace AgentLoad.Client.Live;

/// <summary>One line every few seconds of the run, for logs.</summary>
public sealed class PlainView(TextWriter writer, bool simulated, double? plannedSeconds = null, double everySeconds = 5) : LiveView
{
    private double _next;

    /// <inheritdoc/>
    public override void Show(RunSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (snapshot.ElapsedSeconds < _next) return;
        _next = snapshot.ElapsedSeconds + everySeconds;
        writer.WriteLine((simulated ? "simulated · " : "") + string.Join(" · ", LiveText.Facts(snapshot, plannedSeconds)));
        writer.Flush();
    }
}
