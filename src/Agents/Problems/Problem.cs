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

    /// <summary>Tools that belong to the problem; empty for most.</summary>
    public virtual IReadOnlyList<ITool> Tools => [];

    /// <summary>The problem as a search over intermediate states, or null where it has no such form.</summary>
    public virtual ISearchSpace? Search => null;
}
