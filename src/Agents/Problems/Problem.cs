using System.Globalization;
using AgentLoad.Agents.Problems.Examples;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Problems;

/// <summary>One problem: its texts, and its exact verifier. Immutable and safe to share between branches.</summary>
public abstract class Problem
{
    /// <summary>The kind's name ("game24").</summary>
    public abstract string Kind { get; }

    /// <summary>Names this very problem within all kinds ("game24/4-5-6-10").</summary>
    public abstract string Id { get; }

    /// <summary>What is asked, with all that is needed to answer it, but without saying how to think.</summary>
    public abstract string Question { get; }

    /// <summary>What differs from problem to problem, in short, as worked examples show it; by default the question.</summary>
    public virtual string ExampleQuestion => Question;

    /// <summary>The question as prompts put it that add what to do with it: with worked examples before it, where the workload wants some.</summary>
    public virtual string QuestionWithExamples => Question;

    /// <summary>Prompt that asks for the answer and nothing else.</summary>
    public abstract string DirectPrompt { get; }

    /// <summary>Prompt that asks for reasoning first; ends in the form that <see cref="ExtractAnswer"/> reads.</summary>
    public abstract string ReasoningPrompt { get; }

    /// <summary>Reads the answer out of a reply, in the normal form by which votes are counted; null where it has none. Never throws.</summary>
    public abstract string? ExtractAnswer(string reply);

    /// <summary>True or false where the problem has a verifier, null where it has none. Never throws, whatever the text.</summary>
    public abstract bool? Verify(string answer);

    /// <summary>An answer that a shaped agent gives: right or wrong as asked, as the problem would be answered.</summary>
    public abstract string ShapedAnswer(bool right, Random random);

    /// <summary>A right answer with the way to it, as a worked example shows it; by default a shaped answer alone.</summary>
    public virtual WorkedSolution Solve(Random random) => new([], ShapedAnswer(true, random));

    /// <summary>Tools that belong to the problem; empty for most.</summary>
    public virtual IReadOnlyList<ITool> Tools => [];

    /// <summary>What a tool's text found, in the form in which further tool calls take it: by default the text itself. Never throws.</summary>
    public virtual string ExtractFinding(string toolText) => toolText;

    /// <summary>Encoded images that go with the first message of the agent in every call; empty for most.</summary>
    public virtual IReadOnlyList<ReadOnlyMemory<byte>> Images => [];

    /// <summary>The problem as a search over intermediate states, or null where it has no such form.</summary>
    public virtual ISearchSpace? Search => null;

    /// <summary>The problem as parts that are solved alone and merged, or null where it has no such form.</summary>
    public virtual IDivisible? Parts => null;

    /// <summary>Things that must all go right on the way to the answer: what a kind's difficulty settings raise.</summary>
    public virtual int RequiredSteps => 1;

    /// <summary>
    /// Completion tokens that a reply with the whole answer may take, amply: limits that nobody set are raised to it. 0 where the usual
    /// ones will do.
    /// </summary>
    public virtual int ReplyTokens => 0;

    /// <summary>
    /// How right an answer is, from 0 to 1; null where the problem has no verifier. Never throws. Kinds without a partial score give 1
    /// or 0 as <see cref="Verify"/> says.
    /// </summary>
    public virtual double? Score(string answer) => Verify(answer) is { } isRight ? (isRight ? 1 : 0) : null;

    /// <summary>Sixteen hexadecimal digits that stand for a text, for ids of problems too long to write out.</summary>
    protected static string Fingerprint(string text) => Seeds.Derive(0, text).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>
    /// The position that a game starts from, or null where the problem is none. Such a problem verifies a game's
    /// <see cref="IGame.Record"/>: solved where every move is legal and whoever was to move first has won.
    /// </summary>
    public virtual IGame? Game => null;
}
