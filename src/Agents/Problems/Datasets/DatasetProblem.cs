using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Problems.Datasets.Answers;
using AgentLoad.Agents.Problems.Examples;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Problems.Datasets;

/// <summary>A question of the user's data set.</summary>
/// <param name="dataset">The data set.</param>
/// <param name="row">The question.</param>
/// <param name="tools">Tools.</param>
internal sealed partial class DatasetProblem(Dataset dataset, DatasetRow row, IReadOnlyList<ITool> tools) : Problem
{
    private const int ShownDigits = 8;

    /// <inheritdoc/>
    public override string Kind => DatasetSource.KindName;

    /// <summary>File, place and fingerprint of the question ("dataset/tasks.jsonl#17-1a2b3c4d").</summary>
    public override string Id { get; } =
        string.Create(
            CultureInfo.InvariantCulture,
            $"{DatasetSource.KindName}/{dataset.Name}#{row.Place}-{Fingerprint(row.Question)[..ShownDigits]}"
        );

    /// <inheritdoc/>
    public override string Question => row.Question;

    /// <inheritdoc/>
    public override string DirectPrompt =>
        dataset.Check switch
        {
            NoCheck => Question,
            CommandCheck => $"{Question}\nReply with the answer only, in one code block if it has several lines.",
            var check => PromptParts.Direct(Question, check.Form),
        };

    /// <inheritdoc/>
    public override string ReasoningPrompt =>
        dataset.Check switch
        {
            NoCheck => $"{Question}\nThink step by step before you answer.",
            CommandCheck => $"{Question}\nThink step by step. Then end with the answer, in one code block if it has several lines.",
            var check => PromptParts.Reasoning(Question, "Think step by step.", check.Form),
        };

    /// <inheritdoc/>
    public override IReadOnlyList<ITool> Tools => tools;

    /// <inheritdoc/>
    public override IReadOnlyList<ReadOnlyMemory<byte>> Images => row.Images;

    /// <inheritdoc/>
    public override bool HasVerifier => dataset.Check is not NoCheck;

    /// <summary>Number of steps of the row's solution.</summary>
    public override int RequiredSteps => Math.Max(1, row.Working.Count);

    /// <summary>Reads the answer; "#### 42" states it too.</summary>
    public override string? ExtractAnswer(string reply) => dataset.Check.Read(Marked().Replace(reply, $"{AnswerText.Prefix} $1"));

    /// <summary>Returns true if the answer is accepted. The verdict of a command is known after <see cref="VerifyAsync"/>.</summary>
    public override bool? Verify(string answer) =>
        HasVerifier ? row.Expected.Any(expected => dataset.Check.IsCorrect(answer, expected)) : null;

    /// <inheritdoc/>
    public override async ValueTask<bool?> VerifyAsync(string answer, CancellationToken cancellationToken) =>
        dataset.Check is CommandCheck command
            ? await command.JudgeAsync(answer, row.Expected[0], cancellationToken).ConfigureAwait(false)
            : Verify(answer);

    /// <inheritdoc/>
    public override string ShapedAnswer(bool right, Random random) =>
        right && HasVerifier ? row.Expected[0] : dataset.Check.Wrong(row.Expected is [var first, ..] ? first : "", random);

    /// <inheritdoc/>
    public override WorkedSolution Solve(Random random) => new(row.Working, ShapedAnswer(true, random));

    [GeneratedRegex(@"^[ \t]{0,4}####[ \t]{1,4}([^#\r\n].{0,200})$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Marked();
}
