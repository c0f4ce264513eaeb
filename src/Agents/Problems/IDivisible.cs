namespace AgentLoad.Agents.Problems;

/// <summary>
/// A problem that can be split into parts that are solved independently and merged, as Graph of Thoughts requires (Besta et al. 2023,
/// arXiv 2308.09687). Parts and solutions are strings; the solution of <see cref="Whole"/> is an answer to the problem.
/// </summary>
internal interface IDivisible
{
    /// <summary>The part that represents the whole problem.</summary>
    string Whole { get; }

    /// <summary>Returns the prompt to split the problem.</summary>
    /// <param name="parts">Number of parts, at least 2.</param>
    string SplitPrompt(int parts);

    /// <summary>Parses the parts; null if the reply does not contain exactly that number of parts. Never throws.</summary>
    IReadOnlyList<string>? ReadSplit(int parts, string reply);

    /// <summary>Returns the correct split.</summary>
    IReadOnlyList<string> ShapedSplit(int parts);

    /// <summary>Joins several parts into one.</summary>
    string Join(IReadOnlyList<string> parts);

    /// <summary>Returns the prompt to solve a part.</summary>
    string SolvePrompt(string part);

    /// <summary>Returns the prompt to merge the solutions of several parts.</summary>
    string MergePrompt(IReadOnlyList<string> solutions);

    /// <summary>Returns the prompt to correct the solution of a part.</summary>
    string ImprovePrompt(string part, string solution);

    /// <summary>Parses a solution in the format of an answer; null if the reply contains none. Never throws.</summary>
    string? ReadSolution(string reply);

    /// <summary>Computes the score of a solution, from 0 to 1 (no errors). Never throws.</summary>
    double Score(string part, string solution);

    /// <summary>Draws a correct or wrong solution for a shaped agent.</summary>
    string ShapedSolution(string part, bool right, Random random);
}
