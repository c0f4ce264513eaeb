using System.CommandLine;

namespace AgentLoad.Client.Commands;

/// <summary>A command with a one-line summary for the list of commands, and details for its own help.</summary>
/// <param name="name">Name.</param>
/// <param name="summary">Summary on one line.</param>
/// <param name="details">Details and examples.</param>
internal sealed class DetailedCommand(string name, string summary, string details) : Command(name, summary)
{
    /// <summary>Adds the details to the description shown by help.</summary>
    public void ShowDetails() => Description = $"{Description}{Environment.NewLine}{Environment.NewLine}{details}";
}
