using System.Text;

namespace AgentLoad.Client.Live.Terminal;

/// <summary>Replaces stderr while a view owns the terminal and passes complete lines to it.</summary>
internal sealed class StderrRedirector(Action<string> onLine) : TextWriter
{
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        if (value == '\n')
        {
            onLine(_line.ToString().TrimEnd('\r'));
            _line.Clear();
        }
        else
        {
            _line.Append(value);
        }
    }
}
