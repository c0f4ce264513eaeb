using AgentLoad.Agents.Problems.Datasets.Answers;

namespace AgentLoad.Agents.Problems.Datasets;

/// <summary>The ways to verify the answers of a data set.</summary>
internal static class AnswerChecks
{
    /// <summary>
    /// Choose by the answers: choice, number, or exact for short answers; none for texts and for a data set without answers.
    /// </summary>
    public const string Auto = "auto";

    /// <summary>A command of the user.</summary>
    public const string Command = "command";

    /// <summary>Answers are not verified.</summary>
    public const string None = "none";

    /// <summary>Answers are labels of choices.</summary>
    public const string Choice = "choice";

    private const int MaxExact = 100;

    private static readonly Dictionary<string, AnswerCheck> Checks = new(StringComparer.Ordinal)
    {
        ["exact"] = new ExactCheck(),
        ["number"] = new NumberCheck(),
        [Choice] = new ChoiceCheck(),
        ["contains"] = new ContainsCheck(),
        ["regex"] = new RegexCheck(),
        ["json"] = new JsonCheck(),
        [None] = new NoCheck(),
    };

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [Auto, .. Checks.Keys.Where(name => name != None), Command, None];

    /// <summary>Returns the check of a data set.</summary>
    /// <param name="settings">Settings.</param>
    /// <param name="answers">The expected answers of some rows, for <see cref="Auto"/>; empty if the rows have none.</param>
    public static AnswerCheck Of(DatasetSettings settings, IReadOnlyList<ExpectedAnswer> answers) =>
        settings.Verify switch
        {
            Command => new CommandCheck(settings.Command, settings.CommandTimeout, Path.GetDirectoryName(settings.Path)!),
            Auto when answers.Count == 0 => Checks[None],
            Auto when answers.All(answer => answer.Label is not null) => Checks[Choice],
            Auto when answers.All(answer => answer.Texts.All(IsNumber)) => Checks["number"],
            Auto when answers.All(answer => answer.Texts.All(IsShort)) => Checks["exact"],
            Auto => Checks[None],
            var name => Checks[name],
        };

    private static bool IsShort(string text) => text.Length <= MaxExact && !text.Contains('\n', StringComparison.Ordinal);

    private static bool IsNumber(string text) =>
        Checks["number"].Expect(text) is not null
        && text.All(c => char.IsAsciiDigit(c) || " ,.$€£%-+/_".Contains(c, StringComparison.Ordinal));
}
