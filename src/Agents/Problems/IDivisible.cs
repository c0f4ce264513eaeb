namespace AgentLoad.Agents.Problems;

/// <summary>
/// A problem that splits into parts which are solved alone and merged: the form of Graph of Thoughts (Besta et al. 2023, arXiv
/// 2308.09687). Parts and solutions are texts; the solution of <see cref="Whole"/> is an answer to the problem.
/// </summary>
public interface IDivisible
{
    /// <summary>The part that is the whole problem.</summary>
    string Whole { get; }

    /// <summary>Prompt that asks to split the whole.</summary>
    /// <param name="parts">Number of parts, at least 2.</param>
    string SplitPrompt(int parts);

    /// <summary>Reads the parts; null where the reply does not hold exactly that many. Never throws.</summary>
    IReadOnlyList<string>? ReadSplit(int parts, string reply);

    /// <summary>The split that a model without fault makes.</summary>
    IReadOnlyList<string> ShapedSplit(int parts);

    /// <summary>The part that several parts make up together.</summary>
    string Join(IReadOnlyList<string> parts);

    /// <summary>Prompt that asks for the solution of a part.</summary>
    string SolvePrompt(string part);

    /// <summary>Prompt that asks for the solution of what several parts make up, given theirs.</summary>
    string MergePrompt(IReadOnlyList<string> solutions);

    /// <summary>Prompt that asks to put right what is wrong in the solution of a part.</summary>
    string ImprovePrompt(string part, string solution);

    /// <summary>Reads a solution in the form of an answer; null where the reply holds none. Never throws.</summary>
    string? ReadSolution(string reply);

    /// <summary>How right a solution is, by computation: from 0 to 1, which is without error. Never throws.</summary>
    double Score(string part, string solution);

    /// <summary>A solution that a shaped agent gives: right or wrong as asked.</summary>
    string ShapedSolution(string part, bool right, Random random);
}
