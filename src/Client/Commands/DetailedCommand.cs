using System.CommandLine;

namespace AgentLoad.Client.Commands;

/// <summary>A command with one line for the list of commands, and details for its own help.</summary>
/// <param name="name">Its name.</param>
/// <param name="summary">What it does, in one line.</param>
/// <param name="details">What else its user should know.</param>
internal sealed class DetailedCommand(string name, string summary, string details) : Command(name, summary)
{
    /// <summary>From now on help shows the details too.</summary>
    public void ShowDetails() => Description = $"{Description}{Environment.NewLine}{Environment.NewLine}{details}";
}
