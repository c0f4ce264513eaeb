namespace AgentLoad.Agents.Problems;

/// <summary>
/// A problem as a tree of partial solutions, for the tree searches. A state is the text of the thoughts so far; the root is empty.
/// </summary>
public interface ISearchSpace
{
    /// <summary>Thoughts from the root to an answer (Game of 24: 4, of which the last writes the answer).</summary>
    int Depth { get; }

    /// <summary>Prompt that asks for possible next thoughts of a state.</summary>
    string ProposePrompt(string state);

    /// <summary>Reads the states that a reply to <see cref="ProposePrompt"/> leads to; unparsable or illegal thoughts are left out. Never throws.</summary>
    IReadOnlyList<string> ReadProposals(string state, string reply);

    /// <summary>Prompt that asks how promising a state is.</summary>
    string ValuePrompt(string state);

    /// <summary>Reads a judgement, higher is better; null where the reply holds none. Never throws.</summary>
    double? ReadValue(string state, string reply);

    /// <summary>What a judge without fault would say, in the scale of <see cref="ReadValue"/>.</summary>
    double OracleValue(string state);

    /// <summary>Up to <paramref name="count"/> states one thought further, drawn by the given randomness: what a shaped agent "finds".</summary>
    IReadOnlyList<string> ShapedProposals(string state, int count, Random random);

    /// <summary>The answer that a final state holds, or null where the state is not final or holds none.</summary>
    string? Answer(string state);
}
