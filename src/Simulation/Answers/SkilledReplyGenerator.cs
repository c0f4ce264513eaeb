using AgentLoad.Inference;
using AgentLoad.Simulation.Answers.Styles;

namespace AgentLoad.Simulation.Answers;

/// <summary>
/// Recognizes the prompts of each kind of problem and answers them correctly or wrongly depending on a skill, so that live agents really
/// search, succeed and fail on a simulated model. Unrecognized prompts are answered with random prose.
/// </summary>
internal sealed class SkilledReplyGenerator : IReplyGenerator
{
    private static readonly IExpert[] Experts =
    [
        new ThoughtExpert(),
        new GradeExpert(),
        new RefineExpert(),
        new PeersExpert(),
        new ForcedExpert(),
        new ReflexionExpert(),
        new PlanExpert(),
        new MoveExpert(),
        .. Solvers.All,
    ];

    private static readonly string[] Phrases =
    [
        "Let me look at what is given.",
        "I could start from the other end.",
        "That would not lead anywhere.",
        "Let me check this again.",
        "The first idea seems good enough.",
        "Wait, there may be a shorter way.",
        "I compare both before I decide.",
        "So this part is settled.",
    ];

    private readonly double _skill;
    private readonly ReplyGeneratorOptions _options;
    private readonly ProseReplyGenerator _prose = new();

    /// <summary>Creates a model with a skill.</summary>
    /// <param name="skill">Fraction of correct thoughts, 0 to 1.</param>
    /// <param name="options">Options of the replies.</param>
    /// <exception cref="ArgumentOutOfRangeException">The skill is not between 0 and 1.</exception>
    public SkilledReplyGenerator(double skill, ReplyGeneratorOptions options)
    {
        if (!(skill is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(skill), skill, "The skill is a share from 0 to 1.");
        }

        (this._skill, this._options) = (skill, options);
    }

    /// <inheritdoc/>
    public SimulatedReply Generate(SimulatedPrompt prompt)
    {
        var exchange = new Exchange(prompt, _skill);
        var reply = Experts.Select(expert => expert.TryAnswer(exchange)).FirstOrDefault(r => r is not null);
        if (reply is not null && exchange.Chance((1 - _skill) * _options.UnparsableShare))
        {
            reply = WorkedReply.Text("I am not sure how to go on from here.");
        }

        var isThinking = prompt.Think != false && exchange.Prompt.Model.Contains(_options.ThinkingMark, StringComparison.OrdinalIgnoreCase);
        return (reply is null ? _prose.Generate(prompt) : Styled(exchange, reply)) is var written && isThinking
            ? written with
            {
                Thinking = Thinking(exchange),
            }
            : written;
    }

    /// <summary>Writes a reply in the model's style. A continuation of an unfinished message and JSON are not rewritten.</summary>
    private SimulatedReply Styled(Exchange exchange, SimulatedReply reply)
    {
        var style = exchange.Prompt.Think == false && _options.Style == ReplyStyle.Thinking ? ReplyStyle.Plain : _options.Style;
        return exchange.Prompt.Json || exchange.Prompt.Messages is [.., { Role: ChatRole.Assistant }]
            ? reply
            : ReplyStyler.Apply(reply, style, exchange.StyleRandom, () => Thinking(exchange));
    }

    private string Thinking(Exchange exchange) =>
        string.Join(' ', Enumerable.Range(0, _options.ThinkingSentences).Select(_ => exchange.Pick(Phrases)));
}
