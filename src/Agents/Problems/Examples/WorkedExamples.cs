using System.Globalization;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Problems.Examples;

/// <summary>
/// Few-shot examples (Brown et al. 2020, arXiv 2005.14165; with reasoning: Wei et al. 2022, arXiv 2201.11903): problems of the same kind
/// with correct answers. They depend only on the kind and its settings, so that all prompts of a run share a prefix that a server can
/// cache. If the problem of a task is one of the examples, a spare example replaces it.
/// </summary>
internal sealed class WorkedExamples
{
    /// <summary>Name of the setting.</summary>
    public const string SettingName = "examples";

    /// <summary>Maximum number of examples.</summary>
    public const int MaxCount = 64;

    private const string Start = "Examples of such problems with their answers:\n\n";
    private const string End = "\n\nThe problem to solve now:\n\n";
    private const int DrawsPerExample = 100;

    private readonly Problem[] _drawn;
    private readonly int _count;
    private readonly Lazy<(string Plain, string Worked)> _common;

    /// <summary>Draws examples.</summary>
    /// <param name="source">The source of the problems.</param>
    /// <param name="count">Number of examples, at least 1.</param>
    /// <exception cref="ArgumentException">The source has fewer than <paramref name="count"/> + 1 distinct problems.</exception>
    public WorkedExamples(IProblemSource source, int count)
    {
        if (!source.CanShape)
        {
            throw new ArgumentException(
                $"{source.Name} cannot show examples with these settings, because it has no text of a correct answer"
            );
        }

        this._count = count;
        _drawn =
        [
            .. Enumerable
                .Range(0, (count + 1) * DrawsPerExample)
                .Select(i => source.Create(Seeds.Derive(0, string.Create(CultureInfo.InvariantCulture, $"example/{i}"))))
                .DistinctBy(p => p.Id)
                .Where(p => p.Verify(Solve(p).Answer) == true)
                .Take(count + 1),
        ];
        if (_drawn.Length <= count)
        {
            throw new ArgumentException(
                $"{source.Name} has too few distinct problems with these settings for {count} examples and a problem to solve: "
                    + $"{_drawn.Length} found"
            );
        }

        _common = new(() => (Write(_drawn[..count], false), Write(_drawn[..count], true)));
    }

    /// <summary>Returns the examples for a problem.</summary>
    /// <param name="id">Id of the problem, which is excluded from the examples.</param>
    /// <param name="isWorked">True to include the reasoning steps.</param>
    public string Before(string id, bool isWorked) =>
        Array.Exists(_drawn[.._count], p => p.Id == id) ? Write([.. _drawn.Where(p => p.Id != id)], isWorked)
        : isWorked ? _common.Value.Worked
        : _common.Value.Plain;

    /// <summary>Removes the examples from a prompt, so that a simulated model can parse the problem. Never throws.</summary>
    public static string Without(string prompt)
    {
        var start = prompt.IndexOf(Start, StringComparison.Ordinal);
        var end = start < 0 ? -1 : prompt.IndexOf(End, start, StringComparison.Ordinal);
        return end < 0 ? prompt : $"{prompt[..start]}{prompt[(end + End.Length)..]}";
    }

    private static string Write(IEnumerable<Problem> examples, bool isWorked) =>
        $"{Start}{string.Join("\n\n", examples.Select(p => Write(p, isWorked)))}{End}";

    private static string Write(Problem problem, bool isWorked)
    {
        var (working, answer) = Solve(problem);
        return string.Join('\n', [problem.ExampleQuestion, .. isWorked ? working : [], AnswerText.Write(answer)]);
    }

    private static WorkedSolution Solve(Problem problem) => problem.Solve(Seeds.Random(0, problem.Id));
}
