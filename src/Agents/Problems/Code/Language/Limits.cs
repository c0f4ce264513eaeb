namespace AgentLoad.Agents.Problems.Code.Language;

/// <summary>What a program of the tiny language may use. There is no way around them: the language has no other access to the machine.</summary>
public static class Limits
{
    /// <summary>Longest program, in characters.</summary>
    public const int ProgramCharacters = 10_000;

    /// <summary>Deepest nesting of expressions.</summary>
    public const int Nesting = 100;

    /// <summary>Instructions of a run, and numbers that are compared in lists.</summary>
    public const int Steps = 200_000;

    /// <summary>Calls open at once.</summary>
    public const int CallDepth = 2_000;

    /// <summary>List cells made in a run.</summary>
    public const int ListCells = 100_000;

    /// <summary>Values waiting at once.</summary>
    public const int StackValues = 50_000;
}

/// <summary>A program that is not one, or that went wrong. Never leaves the language: it becomes a text.</summary>
internal sealed class ProgramException(string message) : Exception(message);
