using System.Globalization;
using AgentLoad.Agents.Problems.Examples;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Problems;

/// <summary>A problem with its prompts and its exact verifier. Immutable and thread-safe.</summary>
internal abstract class Problem
{
    /// <summary>Name of the kind ("game24").</summary>
    public abstract string Kind { get; }

    /// <summary>Unique id of the problem ("game24/4-5-6-10").</summary>
    public abstract string Id { get; }

    /// <summary>The complete question, without instructions on how to reason.</summary>
    public abstract string Question { get; }

    /// <summary>Short form of the question for few-shot examples: the parts that differ between problems. Default: the question.</summary>
    public virtual string ExampleQuestion => Question;

    /// <summary>
    /// The question for prompts that add their own instructions, after the few-shot examples if the workload requests examples.
    /// </summary>
    public virtual string QuestionWithExamples => Question;

    /// <summary>The prompt for the answer only.</summary>
    public abstract string DirectPrompt { get; }

    /// <summary>The prompt for reasoning followed by the answer, in the format that <see cref="ExtractAnswer"/> parses.</summary>
    public abstract string ReasoningPrompt { get; }

    /// <summary>
    /// Extracts the answer of a reply in normalized form, which votes are compared by; null if there is none. Never throws.
    /// </summary>
    public abstract string? ExtractAnswer(string reply);

    /// <summary>Returns true if the answer is correct; null if the problem has no verifier. Never throws.</summary>
    public abstract bool? Verify(string answer);

    /// <summary>Returns the verdict of <see cref="Verify"/>, after work that a verifier has to wait for.</summary>
    public virtual ValueTask<bool?> VerifyAsync(string answer, CancellationToken cancellationToken) => new(Verify(answer));

    /// <summary>True if answers can be judged.</summary>
    public virtual bool HasVerifier => Verify("") is not null;

    /// <summary>Draws a correct or wrong answer for a shaped agent.</summary>
    public abstract string ShapedAnswer(bool right, Random random);

    /// <summary>Returns a correct answer with its reasoning steps for few-shot examples. Default: a shaped answer without steps.</summary>
    public virtual WorkedSolution Solve(Random random) => new([], ShapedAnswer(true, random));

    /// <summary>Tools of the problem; empty for most kinds.</summary>
    public virtual IReadOnlyList<ITool> Tools => [];

    /// <summary>
    /// Extracts the finding of a tool result in the form that later tool calls accept. Default: the text itself. Never throws.
    /// </summary>
    public virtual string ExtractFinding(string toolText) => toolText;

    /// <summary>Encoded images, sent with the first message of every call; empty for most kinds.</summary>
    public virtual IReadOnlyList<ReadOnlyMemory<byte>> Images => [];

    /// <summary>The problem as a search over intermediate states; null if not supported.</summary>
    public virtual ISearchSpace? Search => null;

    /// <summary>The problem as parts that are solved independently and merged; null if not supported.</summary>
    public virtual IDivisible? Parts => null;

    /// <summary>Number of reasoning steps that must all be correct: the difficulty of the problem.</summary>
    public virtual int RequiredSteps => 1;

    /// <summary>
    /// Upper estimate of the completion tokens of a reply with the complete answer. Default token limits are raised to it. 0 if the default
    /// limits are sufficient.
    /// </summary>
    public virtual int ReplyTokens => 0;

    /// <summary>
    /// Returns the score of an answer, from 0 to 1; null if the problem has no verifier. Never throws. Kinds without a partial score return
    /// 1 or 0 according to <see cref="Verify"/>.
    /// </summary>
    public virtual double? Score(string answer) => Verify(answer) is { } isRight ? (isRight ? 1 : 0) : null;

    /// <summary>Returns a 16-digit hexadecimal hash of a text, for the ids of long problems.</summary>
    protected static string Fingerprint(string text) => Seeds.Derive(0, text).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>
    /// Start position of a game; null if the problem is not a game. A game problem verifies the <see cref="IGame.Record"/>: it is solved if
    /// every move is legal and the first player to move has won.
    /// </summary>
    public virtual IGame? Game => null;
}
