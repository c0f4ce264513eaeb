using System.Text;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.TreeOfThoughts;

/// <summary>
/// The search over texts, as in the creative writing task of the paper: sample plans, vote, keep the best (b = 1), sample answers with this
/// plan, vote, keep the best. Calls = 2 × (samples + votes), in four parallel waves with a join after each. A vote does not use the sampled
/// steps, so that rejected plans and votes are not on the path to the answer.
/// </summary>
internal sealed class TextSearch(Session session, TreeOfThoughtsOptions options)
{
    /// <summary>Selects a plan, then an answer.</summary>
    public async Task<Answer> SolveAsync(CancellationToken cancellationToken)
    {
        var problem = session.Problem;
        var planned = await LevelAsync(
                1,
                $"{problem.QuestionWithExamples}\n\nWrite a short plan for answering this. Do not answer yet.",
                [],
                [],
                cancellationToken
            )
            .ConfigureAwait(false);
        if (planned is null)
        {
            return Answer.Failed;
        }

        var written = await LevelAsync(
                2,
                $"{problem.ReasoningPrompt}\n\nFollow this plan:\n{planned.Reply.Text}",
                planned.Joined,
                planned.Steps,
                cancellationToken
            )
            .ConfigureAwait(false);
        if (written is null)
        {
            return Answer.Failed;
        }

        var answer = session.ReadAnswer(written.Reply, written.Key);
        return answer is null ? Answer.NoAnswer : new Answer(answer, written.Steps);
    }

    /// <summary>Samples a prompt and votes on the samples; null if all samples or all votes failed.</summary>
    private async Task<Chosen?> LevelAsync(
        int level,
        string prompt,
        IReadOnlyList<int> after,
        IReadOnlyList<int> uses,
        CancellationToken cancellationToken
    )
    {
        var samples = await WaveAsync(level, "sample", options.Samples, prompt, after, uses, cancellationToken).ConfigureAwait(false);
        var good = samples.Where(s => s.Reply.IsGood).ToArray();
        if (good.Length == 0)
        {
            return null;
        }

        IReadOnlyList<int> sampled = [.. samples.Select(s => s.Reply.Step)];
        var votes = await WaveAsync(
                level,
                "vote",
                options.Votes,
                VotePrompt(session.Problem, [.. good.Select(s => s.Reply.Text)]),
                sampled,
                [],
                cancellationToken
            )
            .ConfigureAwait(false);
        var cast = votes.Where(v => v.Reply.IsGood).Select(v => (v.Reply.Step, Choice: ReadVote(good.Length, v))).ToArray();
        if (cast.Length == 0)
        {
            return null;
        }

        // MaxBy returns the first maximum: the first sample if no vote can be parsed.
        var best = Enumerable.Range(0, good.Length).MaxBy(choice => cast.Count(v => v.Choice == choice));
        return new Chosen(
            good[best].Reply,
            good[best].Spec.Key,
            [.. votes.Select(v => v.Reply.Step)],
            [good[best].Reply.Step, .. cast.Where(v => v.Choice == best).Select(v => v.Step)]
        );
    }

    private async Task<Sample[]> WaveAsync(
        int level,
        string name,
        int count,
        string prompt,
        IReadOnlyList<int> after,
        IReadOnlyList<int> uses,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<ChatMessage> messages = [ChatMessage.User(prompt)];
        CallSpec[] specs =
        [
            .. Enumerable
                .Range(1, count)
                .Select(i => new CallSpec(name, StepKeys.Of(level, name, i), messages)
                {
                    After = after,
                    Uses = uses,
                    Temperature = options.TextTemperature,
                }),
        ];
        var replies = await session.WaveAsync(specs, cancellationToken).ConfigureAwait(false);
        return [.. specs.Zip(replies, (spec, reply) => new Sample(spec, reply))];
    }

    private int? ReadVote(int choices, Sample vote)
    {
        var choice = session.Behaviour.ReadVote(choices, vote.Reply, vote.Spec.Key);
        if (choice is null)
        {
            session.CountParseFailure();
        }

        return choice;
    }

    private static string VotePrompt(Problem problem, IReadOnlyList<string> choices)
    {
        var text = new StringBuilder($"{problem.QuestionWithExamples}\n\nDecide which of these choices is most promising.\n\n");
        for (var i = 0; i < choices.Count; i++)
        {
            text.Append($"Choice {i + 1}:\n{choices[i]}\n\n");
        }

        return text.Append("Compare them, then end with the line: The best choice is N").ToString();
    }

    private sealed record Sample(CallSpec Spec, Reply Reply);

    private sealed record Chosen(Reply Reply, string Key, IReadOnlyList<int> Joined, IReadOnlyList<int> Steps);
}
