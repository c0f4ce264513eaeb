using System.Text.RegularExpressions;
using AgentLoad.Testing;

namespace AgentLoad.EndToEnd;

/// <summary>The commands of the guide's first hour, cut short.</summary>
internal static partial class GuideCommands
{
    private static readonly (string Written, string Short)[] Shortened =
    [
        ("--agents 2000", "--agents 20"),
        ("--tasks 60", "--tasks 8"),
        ("--duration 5m", "--duration 3s"),
        ("--step-time 2m", "--step-time 1s --step-warmup 500ms"),
        ("2/s", "5/s"),
    ];

    /// <summary>What a user is told to enter.</summary>
    public static IReadOnlyList<string> Commands(string user)
    {
        var guide = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "guide", "first-hour.md"));
        var part = guide.Split("\n## ").Single(text => text.StartsWith(user, StringComparison.Ordinal));
        return
        [
            .. BlockForm()
                .Matches(part)
                .SelectMany(block => block.Groups[1].Value.Split('\n'))
                .Where(line => line.StartsWith("./agentload ", StringComparison.Ordinal))
                .Select(line => line["./agentload ".Length..]),
        ];
    }

    /// <summary>A command as a shell in a folder would hand it on, but cut short.</summary>
    public static string[] Args(string command, string folder)
    {
        foreach (var (written, shortened) in Shortened)
        {
            command = command.Replace(written, shortened, StringComparison.Ordinal);
        }

        var args = command == "run" ? ["run", "--tasks", "5"] : command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. args.Select(arg =>
                arg.StartsWith("examples/", StringComparison.Ordinal) ? Path.Combine(Checkout.Root, arg)
                : arg.Contains('*', StringComparison.Ordinal) ? Directory.GetDirectories(folder, arg).Single()
                : arg
            ),
        ];
    }

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex BlockForm();
}
