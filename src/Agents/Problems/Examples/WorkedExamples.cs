using System.Globalization;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Problems.Examples;

/// <summary>
/// Worked examples (few-shot prompting: Brown et al. 2020, arXiv 2005.14165; with reasoning: Wei et al. 2022, arXiv 2201.11903): problems
/// of the same kind with the answers of their own oracle. They hang on the kind and its settings alone, so that all prompts of a run
/// begin with the same text, which a server can keep in its prefix cache. The one task that works on an example's problem gets the next
/// example in its place.
/// </summary>
public sealed class WorkedExamples
{
    /// <summary>The setting's name.</summary>
    public const string SettingName = "examples";

    /// <summary>Most examples.</summary>
    public const int MaxCount = 64;

    private const string Start = "Examples of such problems with their answers:\n\n";
    private const string End = "\n\nThe problem to solve now:\n\n";
    private const int DrawsEach = 100;

    private readonly Problem[] _drawn;
    private readonly int _count;
    private readonly Lazy<(string Plain, string Worked)> _common;

    /// <summary>Draws examples.</summary>
    /// <param name="source">Makes the problems.</param>
    /// <param name="count">Number of examples, at least 1.</param>
    /// <exception cref="ArgumentException">The settings do not give that many different problems and one more to work on.</exception>
    public WorkedExamples(IProblemSource source, int count)
    {
        this._count = count;
        _drawn =
        [
            .. Enumerable
                .Range(0, (count + 1) * DrawsEach)
                .Select(i => source.Create(Seeds.Derive(0, string.Create(CultureInfo.InvariantCulture, $"example/{i}"))))
                .DistinctBy(p => p.Id)
                .Where(p => p.Verify(Solve(p).Answer) == true)
                .Take(count + 1),
        ];
        if (_drawn.Length <= count)
        {
            throw new ArgumentException(
                $"{source.Name} has too few different problems with these settings for {count} worked examples and another problem to solve: {_drawn.Length} found"
            );
        }

        _common = new(() => (Write(_drawn[..count], false), Write(_drawn[..count], true)));
    }

    /// <summary>The examples that stand before a problem.</summary>
    /// <param name="id">Id of that problem, which is never an example itself.</param>
    /// <param name="isWorked">With the way to the answer.</param>
    public string Before(string id, bool isWorked) =>
        Array.Exists(_drawn[.._count], p => p.Id == id) ? Write([.. _drawn.Where(p => p.Id != id)], isWorked)
        : isWorked ? _common.Value.Worked
        : _common.Value.Plain;

    /// <summary>A prompt without its examples: what a simulated model reads the problem from. Never throws.</summary>
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
        return string.Join('\n', [problem.ExampleQuestion, .. isWorked ? working : [], AnswerLine.Write(answer)]);
    }

    private static WorkedSolution Solve(Problem problem) => problem.Solve(Seeds.Random(0, problem.Id));
}
