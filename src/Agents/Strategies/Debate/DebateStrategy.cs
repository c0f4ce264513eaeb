using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.Debate;

/// <summary>
/// Multi-agent debate: N agents answer, read the answers of the others and answer again, for R rounds; the majority of the last round wins
/// (Du et al. 2023, arXiv 2305.14325, and its reference implementation). Calls = N × R; the calls of a round run in parallel, with a join
/// after each round. Conversations are append-only: each prompt of an agent is a prefix of its next. Agent i has the role "debater-i". If a
/// call fails, the agent continues from its last successful turn, and the others read its last solution.
/// </summary>
/// <param name="agents">N, at least 1.</param>
/// <param name="rounds">R, at least 1.</param>
/// <param name="temperature">Sampling temperature.</param>
internal sealed class DebateStrategy(int agents, int rounds, double temperature) : IStrategy
{
    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "debate",
            "Agents answer, read each other's answers and answer again; the majority of the last round wins.",
            "calls = agents × rounds; the calls of a round run in parallel",
            "Du et al. 2023, arXiv 2305.14325",
            [
                new Parameter("agents", ParameterKind.Integer, 3L, "Number of agents.") { Min = 1, Max = 1000 },
                new Parameter("rounds", ParameterKind.Integer, 2L, "Number of rounds, including the first answers.")
                {
                    Min = 1,
                    Max = 1000,
                },
                new Parameter("temperature", ParameterKind.Number, 1.0, "Sampling temperature.") { Min = 0, Max = 2 },
            ],
            s => new DebateStrategy(s.Integer("agents"), s.Integer("rounds"), s.Number("temperature"))
        )
        {
            Roles = static s => Enumerable.Range(1, s.Integer("agents")).Select(number => $"debater-{number}"),
        };

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
    {
        var debaters = Enumerable.Range(1, agents).Select(i => new Debater(session, i, temperature)).ToArray();
        IReadOnlyList<int> joined = [];
        for (var round = 1; round <= rounds; round++)
        {
            var said = debaters.Select(d => d.Latest).ToArray();
            var uses = said.OfType<Turn>().Select(t => t.Step).ToArray();
            var turns = await Task.WhenAll(
                    debaters.Select(
                        (debater, i) =>
                            debater.ArgueAsync(
                                round,
                                [.. said.Where((_, other) => other != i).OfType<Turn>().Select(t => t.Text)],
                                joined,
                                uses,
                                cancellationToken
                            )
                    )
                )
                .ConfigureAwait(false);
            if (!turns.Any(t => t.IsGood))
            {
                return Answer.Failed;
            }

            joined = [.. turns.Select(t => t.Step)];
        }

        return Votes.Majority(debaters.Select(d => d.Latest).OfType<Turn>().Select(t => (t.Step, session.ReadAnswer(t.Reply, t.Key))));
    }

    /// <summary>The latest solution of an agent.</summary>
    private sealed record Turn(Reply Reply, string Key)
    {
        public int Step => Reply.Step;

        public string Text => Reply.Text;
    }

    /// <summary>An agent with its conversation.</summary>
    private sealed class Debater(Session session, int number, double temperature)
    {
        private IReadOnlyList<ChatMessage> _messages = [];

        public Turn? Latest { get; private set; }

        public async Task<Reply> ArgueAsync(
            int round,
            IReadOnlyList<string> others,
            IReadOnlyList<int> after,
            IReadOnlyList<int> uses,
            CancellationToken cancellationToken
        )
        {
            var ask = _messages.Count == 0 ? ChatMessage.User(session.Problem.ReasoningPrompt) : DebatePrompts.Others(others);
            var spec = new CallSpec("argue", StepKeys.Of(round, "argue", number), [.. _messages, ask])
            {
                Role = $"debater-{number}",
                After = after,
                Uses = _messages.Count == 0 ? [] : uses,
                Temperature = temperature,
            };
            var reply = await session.CallAsync(spec, cancellationToken).ConfigureAwait(false);
            if (reply.IsGood)
            {
                _messages = [.. spec.Messages, ChatMessage.Assistant(reply.History)];
                Latest = new Turn(reply, spec.Key);
            }

            return reply;
        }
    }
}
