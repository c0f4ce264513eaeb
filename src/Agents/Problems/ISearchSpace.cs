namespace AgentLoad.Agents.Problems;

/// <summary>
/// A problem as a tree of partial solutions, for tree search. A state is the text of the thoughts so far; the root is the empty string.
/// </summary>
internal interface ISearchSpace
{
    /// <summary>Number of thoughts from the root to an answer (Game of 24: 4; the last one is the answer).</summary>
    int Depth { get; }

    /// <summary>Returns the prompt for possible next thoughts.</summary>
    string ProposePrompt(string state);

    /// <summary>
    /// Parses the states that a reply to <see cref="ProposePrompt"/> leads to. Unparsable or illegal thoughts are skipped. Never throws.
    /// </summary>
    IReadOnlyList<string> ReadProposals(string state, string reply);

    /// <summary>Returns the prompt to evaluate a state.</summary>
    string ValuePrompt(string state);

    /// <summary>Parses the value of a state, higher is better; null if the reply contains none. Never throws.</summary>
    double? ReadValue(string state, string reply);

    /// <summary>Returns the correct value of a state, on the scale of <see cref="ReadValue"/>.</summary>
    double OracleValue(string state);

    /// <summary>Draws up to <paramref name="count"/> successor states for a shaped agent.</summary>
    IReadOnlyList<string> ShapedProposals(string state, int count, Random random);

    /// <summary>Returns the answer of a final state; null if the state is not final or has no answer.</summary>
    string? Answer(string state);
}
