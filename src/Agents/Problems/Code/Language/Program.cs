namespace AgentLoad.Agents.Problems.Code.Language;

/// <summary>
/// A program in a small language without loops, I/O, time or randomness: functions of integers and lists, in one line. Programs are
/// sandboxed and always terminate: see <see cref="Limits"/>. Immutable; concurrent runs are independent.
/// </summary>
internal sealed class Program
{
    private readonly IReadOnlyList<Function> _functions;

    private Program(IReadOnlyList<Function> functions) => this._functions = functions;

    /// <summary>Compiles a program. If that fails, the error is one line. Never throws.</summary>
    public static bool TryRead(string text, out Program? program, out string? error)
    {
        try
        {
            (program, error) = (new Program(Compiler.Compile(text)), null);
        }
        catch (ProgramException exception)
        {
            (program, error) = (null, exception.Message);
        }

        return program is not null;
    }

    /// <summary>Returns true if the program has a function with the given name and number of arguments.</summary>
    public bool Has(string name, int arguments) => _functions.Any(f => f.Name == name && f.Arguments == arguments);

    /// <summary>
    /// Calls a function. If that fails, the error is one line. Never throws; executes at most <see cref="Limits.Steps"/> steps.
    /// </summary>
    public bool TryRun(string name, IReadOnlyList<Value> arguments, out Value result, out string? error)
    {
        (result, error) = (default, $"no function '{name}' with {arguments.Count} arguments");
        if (_functions.FirstOrDefault(f => f.Name == name && f.Arguments == arguments.Count) is not { } function)
        {
            return false;
        }

        try
        {
            (result, error) = (new Machine(_functions).Run(function, arguments), null);
        }
        catch (ProgramException exception)
        {
            error = exception.Message;
        }

        return error is null;
    }
}
