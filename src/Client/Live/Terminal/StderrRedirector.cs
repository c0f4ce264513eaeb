using System.Text;

namespace AgentLoad.Client.Live.Terminal;

/// <summary>Stands in for stderr while a view owns the terminal: hands it whole lines.</summary>
internal sealed class StderrRedirector(Action<string> say) : TextWriter
{
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        if (value == '\n')
        {
            say(_line.ToString().TrimEnd('\r'));
            _line.Clear();
        }
        else
        {
            _line.Append(value);
        }
    }
}
