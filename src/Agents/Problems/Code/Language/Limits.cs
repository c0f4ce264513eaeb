namespace AgentLoad.Agents.Problems.Code.Language;

/// <summary>Resource limits of a program. The language has no other access to the machine, so a program cannot bypass them.</summary>
internal static class Limits
{
    /// <summary>Maximum length of a program, in characters.</summary>
    public const int ProgramCharacters = 10_000;

    /// <summary>Maximum nesting depth of expressions.</summary>
    public const int Nesting = 100;

    /// <summary>Maximum number of instructions per run; each compared list element also counts.</summary>
    public const int Steps = 200_000;

    /// <summary>Maximum call depth.</summary>
    public const int CallDepth = 2_000;

    /// <summary>Maximum number of list cells allocated per run.</summary>
    public const int ListCells = 100_000;

    /// <summary>Maximum number of values on the stack.</summary>
    public const int StackValues = 50_000;
}

/// <summary>A compile or run-time error of a program. Always caught and returned as an error message.</summary>
internal sealed class ProgramException(string message) : Exception(message);
