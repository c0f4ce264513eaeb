namespace AgentLoad.Agents.Problems.Code.Language;

/// <summary>
/// A program of a tiny language without loops, files, clock or randomness: functions of whole numbers and lists, in one line. It cannot
/// escape, and cannot run for ever: see <see cref="Limits"/>. Immutable; runs at once do not touch each other.
/// </summary>
public sealed class Program
{
    private readonly IReadOnlyList<Function> _functions;

    private Program(IReadOnlyList<Function> functions) => this._functions = functions;

    /// <summary>Reads a program, or says in one line what is wrong with it. Never throws.</summary>
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

    /// <summary>True where it has a function of that name and number of arguments.</summary>
    public bool Has(string name, int arguments) => _functions.Any(f => f.Name == name && f.Arguments == arguments);

    /// <summary>Calls a function, or says in one line what went wrong. Never throws; takes at most <see cref="Limits.Steps"/> steps.</summary>
    public bool TryRun(string name, IReadOnlyList<Value> arguments, out Value result, out string? error)
    {
        (result, error) = (default, $"there is no function '{name}' with {arguments.Count} arguments");
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
