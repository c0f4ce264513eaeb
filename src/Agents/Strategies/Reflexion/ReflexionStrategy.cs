using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Strategies.Reflexion;

/// <summary>
/// Reflexion: a ReAct trial and a check; on failure, a reflection and another trial with all reflections (Shinn et al. 2023,
/// arXiv 2303.11366; loop and limits of its reference implementation for question answering). A step is two calls, thought and action; an
/// action that cannot be parsed uses up its step. Calls ≤ 2 × steps per trial, + 1 per retry (role "reflector"), strictly sequential. The
/// conversation of a trial is append-only; the next trial shares its prefix up to the reflections. The problem's verifier checks the answer
/// without a call, as in the reference implementation; a model check (role "evaluator") adds one call per trial with an answer. Actions are
/// always text.
/// </summary>
/// <param name="options">Settings.</param>
internal sealed class ReflexionStrategy(ReflexionOptions options) : IStrategy
{
    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "reflexion",
            "Attempts the problem with tools, checks the answer, reflects on failures and retries.",
            "calls ≤ 2 × steps per trial + 1 per retry, + 1 per trial with an answer if a model checks; sequential",
            "Shinn et al. 2023, arXiv 2303.11366",
            [
                new Parameter("trials", ParameterKind.Integer, 5L, "Maximum number of trials.") { Min = 1, Max = 1000 },
                new Parameter("steps", ParameterKind.Integer, 6L, "Maximum number of steps per trial.") { Min = 1, Max = 1000 },
                new Parameter(
                    "maxTokens",
                    ParameterKind.Integer,
                    0L,
                    "Maximum number of completion tokens per thought or action; 0 means 100, or the length of an answer if that is more."
                )
                {
                    Min = 0,
                    Max = 1000000,
                },
                new Parameter("reflectionTokens", ParameterKind.Integer, 250L, "Maximum number of completion tokens per reflection.")
                {
                    Min = 1,
                    Max = 1000000,
                },
                new Parameter("temperature", ParameterKind.Number, 0.0, "Sampling temperature.") { Min = 0, Max = 2 },
                new Parameter("check", ParameterKind.Text, "problem", "Checks the answer of a trial: the problem's verifier, or a model.")
                {
                    Allowed = ["problem", "model"],
                },
            ],
            s => new ReflexionStrategy(
                new ReflexionOptions(
                    s.Integer("trials"),
                    s.Integer("steps"),
                    s.Integer("maxTokens"),
                    s.Integer("reflectionTokens"),
                    s.Number("temperature"),
                    s.Text("check") == "model"
                )
            )
        )
        {
            Roles = static s => s.Text("check") == "model" ? ["reflector", "evaluator"] : ["reflector"],
        };

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
    {
        var reflections = new List<string>();
        var last = 0;
        for (var number = 1; ; number++)
        {
            var trial = new Trial(session, options, number, reflections, last);
            if (!await trial.RunAsync(cancellationToken).ConfigureAwait(false))
            {
                return Answer.Failed;
            }

            if (await IsAcceptedAsync(session, trial, cancellationToken).ConfigureAwait(false) || number == options.Trials)
            {
                return trial.Answer is { } answer ? new Answer(answer, [trial.LastStep]) : Answer.NoAnswer;
            }

            var (reflection, _) = await trial
                .AskAsync("reflect", "reflector", ReflexionPrompts.Reflect, options.ReflectionTokens, cancellationToken)
                .ConfigureAwait(false);
            if (!reflection.IsGood)
            {
                return Answer.Failed;
            }

            reflections.Add(reflection.Text);
            last = reflection.Step;
        }
    }

    /// <summary>
    /// Returns true if the answer of a trial is accepted. Answers that cannot be verified are accepted; a failed or unreadable check
    /// rejects.
    /// </summary>
    private async Task<bool> IsAcceptedAsync(Session session, Trial trial, CancellationToken cancellationToken)
    {
        if (trial.Answer is not { } answer)
        {
            return false;
        }

        if (!options.IsCheckedByModel)
        {
            return await session.Problem.VerifyAsync(answer, cancellationToken).ConfigureAwait(false) != false;
        }

        var (reply, key) = await trial
            .AskAsync("check", "evaluator", ReflexionPrompts.Check, null, cancellationToken)
            .ConfigureAwait(false);
        return reply.IsGood && session.ReadVerdict(reply, key, answer) == true;
    }
}

/// <summary>Settings of Reflexion.</summary>
/// <param name="Trials">Maximum number of trials.</param>
/// <param name="Steps">Maximum number of steps per trial.</param>
/// <param name="MaxTokens">
/// Maximum number of completion tokens per thought or action; 0 means 100 or the length of an answer if that is more.
/// </param>
/// <param name="ReflectionTokens">Maximum number of completion tokens per reflection.</param>
/// <param name="Temperature">Sampling temperature.</param>
/// <param name="IsCheckedByModel">True if a model checks the answers, false if the problem's verifier does.</param>
internal sealed record ReflexionOptions(
    int Trials,
    int Steps,
    int MaxTokens,
    int ReflectionTokens,
    double Temperature,
    bool IsCheckedByModel
);
