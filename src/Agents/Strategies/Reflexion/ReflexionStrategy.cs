using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Strategies.Reflexion;

/// <summary>
/// A ReAct trial, a check, and where it failed a reflection and another trial that knows the reflections (Shinn et al. 2023,
/// arXiv 2303.11366; loop and limits of its reference implementation for questions). A step is two calls, thought and action; an action
/// that cannot be read uses up its step. Calls ≤ 2 × steps a trial, +1 for each retry (role "reflector"), strictly sequential. A trial's
/// prompts only grow; the next trial shares them up to the reflections. The check is the problem's own verifier, as in the reference, and
/// no call; checked by a model (role "evaluator") it is one call more for each trial that answers. The text dialect is used throughout.
/// </summary>
/// <param name="options">Its settings.</param>
public sealed class ReflexionStrategy(ReflexionOptions options) : IStrategy
{
    /// <summary>Its entry in the catalogue.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "reflexion",
            "Tries with tools, checks, reflects on the failure and tries again.",
            "calls ≤ 2 × steps a trial + 1 a retry, + 1 a trial that answers where a model checks; one after another",
            "Shinn et al. 2023, arXiv 2303.11366",
            [
                new Parameter("trials", ParameterKind.Integer, 5L, "Most trials.") { Min = 1, Max = 1000 },
                new Parameter("steps", ParameterKind.Integer, 6L, "Most steps of a trial.") { Min = 1, Max = 1000 },
                new Parameter(
                    "maxTokens",
                    ParameterKind.Integer,
                    0L,
                    "Limit on completion tokens of a thought or action; 0 for 100, or for what an answer to the problem takes where that is more."
                )
                {
                    Min = 0,
                    Max = 1000000,
                },
                new Parameter("reflectionTokens", ParameterKind.Integer, 250L, "Limit on completion tokens of a reflection.")
                {
                    Min = 1,
                    Max = 1000000,
                },
                new Parameter("temperature", ParameterKind.Number, 0.0, "Sampling temperature.") { Min = 0, Max = 2 },
                new Parameter("check", ParameterKind.Text, "problem", "Who checks a trial's answer: the problem's verifier, or a model.")
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
        );

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

    /// <summary>An answer to a problem without a verifier is accepted. A check that fails or cannot be read does not accept.</summary>
    private async Task<bool> IsAcceptedAsync(Session session, Trial trial, CancellationToken cancellationToken)
    {
        if (trial.Answer is not { } answer)
        {
            return false;
        }

        if (!options.IsCheckedByModel)
        {
            return session.Problem.Verify(answer) != false;
        }

        var (reply, key) = await trial
            .AskAsync("check", "evaluator", ReflexionPrompts.Check, null, cancellationToken)
            .ConfigureAwait(false);
        return reply.IsGood && session.ReadVerdict(reply, key, answer) == true;
    }
}

/// <summary>Settings of Reflexion.</summary>
/// <param name="Trials">Most trials.</param>
/// <param name="Steps">Most steps of a trial.</param>
/// <param name="MaxTokens">Limit on completion tokens of a thought or action; 0 for 100 or what the problem's answers take.</param>
/// <param name="ReflectionTokens">Limit on completion tokens of a reflection.</param>
/// <param name="Temperature">Sampling temperature.</param>
/// <param name="IsCheckedByModel">True where a model checks a trial's answer, false where the problem's verifier does.</param>
public sealed record ReflexionOptions(
    int Trials,
    int Steps,
    int MaxTokens,
    int ReflectionTokens,
    double Temperature,
    bool IsCheckedByModel
);
