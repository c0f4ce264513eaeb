using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Simulation.Answers;

/// <summary>
/// Votes between numbered choices: with probability s for a choice with a correct answer if it can verify one, otherwise for a random
/// choice.
/// </summary>
internal sealed partial class VoteExpert : IExpert
{
    private const string Mark = "The best choice is";

    /// <inheritdoc/>
    public SimulatedReply? TryAnswer(Exchange exchange)
    {
        var choices = exchange.Text.Contains(Mark, StringComparison.Ordinal) ? Choices().Split(exchange.Text) : [];
        if (choices.Length < 2)
        {
            return null;
        }

        var right = Enumerable.Range(1, choices.Length - 1).Where(at => IsCorrect(choices[0], choices[at])).ToArray();
        var best = right.Length > 0 && exchange.Chance(exchange.Skill) ? exchange.Pick(right) : exchange.Random.Next(1, choices.Length);
        return WorkedReply.Text(
            string.Create(CultureInfo.InvariantCulture, $"I compared the {choices.Length - 1} choices.\n{Mark} {best}")
        );
    }

    private static bool IsCorrect(string question, string choice) =>
        AnswerText.ReadLine(choice) is { } answer && ProblemReader.Read(question)?.Verify(answer) == true;

    [GeneratedRegex(@"^Choice \d{1,4}:", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Choices();
}
