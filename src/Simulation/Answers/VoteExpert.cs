using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.Game24;
using AgentLoad.Agents.Problems.WordProblems;

namespace AgentLoad.Simulation.Answers;

/// <summary>
/// Votes between numbered choices: with probability s for one whose answer is right, where it can tell, else for any.
/// </summary>
internal sealed partial class VoteExpert : IExpert
{
    private const string Mark = "The best choice is";

    /// <inheritdoc/>
    public SimulatedReply? TryAnswer(Exchange exchange)
    {
        var choices = exchange.Text.Contains(Mark, StringComparison.Ordinal) ? Choices().Split(exchange.Text) : [];
        if (choices.Length < 2)
            return null;
        var right = Enumerable.Range(1, choices.Length - 1).Where(at => IsRight(choices[0], choices[at])).ToArray();
        var best = right.Length > 0 && exchange.Chance(exchange.Skill) ? exchange.Pick(right) : exchange.Random.Next(1, choices.Length);
        return Worked.Text(string.Create(CultureInfo.InvariantCulture, $"I compared the {choices.Length - 1} choices.\n{Mark} {best}"));
    }

    private static bool IsRight(string question, string choice)
    {
        if (AnswerLine.Last(choice) is not { } answer)
            return false;
        if (Game24PromptReader.TryReadQuestion(question, out var inputs))
            return Game24Problem.IsSolution(inputs, answer);
        if (!WordProblemPrompts.TryReadQuestion(question, out var statements, out var person))
            return false;
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var statement in statements)
            known[statement.Person] = statement.Evaluate(known) ?? 0;
        return known.GetValueOrDefault(person).ToString(CultureInfo.InvariantCulture) == answer;
    }

    [GeneratedRegex(@"^Choice \d{1,4}:", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Choices();
}
