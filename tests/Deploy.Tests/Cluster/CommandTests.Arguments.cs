using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Client.Commands;
using Shouldly;
using Xunit;

namespace AgentLoad.Deploy.Tests;

/// <content>Arguments of containers, those of silos among them, which only a build with clusters knows.</content>
public sealed partial class CommandTests
{
    [Theory, MemberData(nameof(Folders))]
    public async Task Arguments_OfOurContainers_AreThoseOfTheCommand(string folder)
    {
        var commands = new List<string>();
        foreach (var (owner, container) in Ours(await Manifests.BuildAsync(folder)))
        {
            var args = container["args"].Texts.Select(Expand).ToArray();
            var parsed = AgentLoadCommand.Create().Parse(args);
            parsed.Errors.ShouldBeEmpty($"{owner}: {string.Join(' ', args)}");
            parsed.UnmatchedTokens.ShouldBeEmpty(owner);
            commands.Add(parsed.CommandResult.Command.Name);

            // A port that an argument opens is one that the container shows, and the other way round.
            var opened = args.Where(arg => OpensPort().IsMatch(arg)).Select(arg => int.Parse(OpensPort().Match(arg).Groups[1].Value, CultureInfo.InvariantCulture));
            opened.ShouldBe(container["ports"].Items.Select(p => p["containerPort"].Number), ignoreOrder: true, owner);
        }

        new[] { "silo", "doctor", "run" }.ShouldBeSubsetOf(commands);
    }

    private static string Expand(string arg) => arg.Replace("$(POD_NAME)", "agentload-silo-0", StringComparison.Ordinal).Replace("$(POD_IP)", "10.0.0.7", StringComparison.Ordinal);

    [GeneratedRegex(@"^--(?:port|gateway-port|http|metrics)=(?:.*:)?(\d+)$")]
    private static partial Regex OpensPort();
}
