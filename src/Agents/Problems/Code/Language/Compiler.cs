namespace AgentLoad.Agents.Problems.Code.Language;

/// <summary>
/// Compiles programs: <c>name(a, b) = expression; …</c>. Expressions: numbers, lists <c>[1, 2]</c>, <c>+ - * / %</c>, comparisons that
/// give 1 or 0, <c>and or not</c>, <c>if … then … else …</c>, calls, and len, first, rest, prepend.
/// </summary>
internal sealed class Compiler
{
    private static readonly Dictionary<string, (Operation Operation, int Arguments)> BuiltIns = new(StringComparer.Ordinal)
    {
        ["len"] = (Operation.Length, 1),
        ["first"] = (Operation.First, 1),
        ["rest"] = (Operation.Rest, 1),
        ["prepend"] = (Operation.Prepend, 2),
    };

    private static readonly Dictionary<string, Operation>[] Levels =
    [
        new(StringComparer.Ordinal)
        {
            ["="] = Operation.Equal, ["=="] = Operation.Equal, ["!="] = Operation.Unequal, ["<"] = Operation.Less,
            ["<="] = Operation.LessOrEqual, [">"] = Operation.Greater, [">="] = Operation.GreaterOrEqual,
        },
        new(StringComparer.Ordinal) { ["+"] = Operation.Add, ["-"] = Operation.Subtract },
        new(StringComparer.Ordinal) { ["*"] = Operation.Multiply, ["/"] = Operation.Divide, ["%"] = Operation.Remainder },
    ];

    private readonly Tokens tokens;
    private readonly List<Function> functions = [];
    private readonly List<(Function From, int At, string Name, int Arguments)> calls = [];
    private List<string> arguments = [];
    private Function current = new("", 0, []);
    private int nesting;

    private Compiler(string text) => tokens = new Tokens(text);

    /// <summary>The functions of a program in order.</summary>
    /// <exception cref="ProgramException">It is none.</exception>
    public static IReadOnlyList<Function> Compile(string text)
    {
        var compiler = new Compiler(text);
        do
            compiler.Definition();
        while (compiler.tokens.TryTake(";") && compiler.tokens.Next is not null);
        if (compiler.tokens.Next is { } rest)
            throw new ProgramException($"'{rest}' is not expected");
        foreach (var (from, at, name, count) in compiler.calls)
        {
            var called = compiler.functions.FindIndex(f => f.Name == name);
            if (called < 0 || compiler.functions[called].Arguments != count)
                throw new ProgramException(called < 0 ? $"there is no function '{name}'" : $"'{name}' has another number of arguments");
            from.Code[at] = new Instruction(Operation.Call, called);
        }

        return compiler.functions;
    }

    private void Definition()
    {
        var name = tokens.Name();
        if (BuiltIns.ContainsKey(name) || functions.Any(f => f.Name == name))
            throw new ProgramException($"'{name}' is there already");
        tokens.Expect("(");
        arguments = [];
        if (!tokens.TryTake(")"))
        {
            do
                arguments.Add(tokens.Name());
            while (tokens.TryTake(","));
            tokens.Expect(")");
        }

        tokens.Expect("=");
        current = new Function(name, arguments.Count, []);
        functions.Add(current);
        Expression();
        Emit(Operation.Return);
    }

    private void Expression()
    {
        if (++nesting > Limits.Nesting)
            throw new ProgramException($"expressions are nested deeper than {Limits.Nesting}");
        if (tokens.TryTake("if"))
            If();
        else
            Either();
        nesting--;
    }

    private void If()
    {
        Expression();
        tokens.Expect("then");
        var skip = Emit(Operation.JumpIfZero);
        Expression();
        tokens.Expect("else");
        var end = Emit(Operation.Jump);
        Land(skip);
        Expression();
        Land(end);
    }

    // "a or b" is "if a then 1 else b != 0"; the right side is only run where it matters.
    private void Either()
    {
        Both();
        while (tokens.TryTake("or"))
        {
            var right = Emit(Operation.JumpIfZero);
            Emit(Operation.Push, 1);
            var end = Emit(Operation.Jump);
            Land(right);
            Both();
            Land(end);
        }
    }

    private void Both()
    {
        Negated();
        while (tokens.TryTake("and"))
        {
            var wrong = Emit(Operation.JumpIfZero);
            Negated();
            var end = Emit(Operation.Jump);
            Land(wrong);
            Emit(Operation.Push);
            Land(end);
        }
    }

    private void Negated()
    {
        var isNegated = false;
        while (tokens.TryTake("not"))
            isNegated = !isNegated;
        Binary(0);
        if (isNegated)
            Emit(Operation.Not);
    }

    private void Binary(int level)
    {
        if (level == Levels.Length)
        {
            Unary();
            return;
        }

        Binary(level + 1);
        while (tokens.Next is { } next && Levels[level].TryGetValue(next, out var operation))
        {
            tokens.Take();
            Binary(level + 1);
            Emit(operation);
        }
    }

    private void Unary()
    {
        var isNegative = false;
        while (tokens.TryTake("-"))
            isNegative = !isNegative;
        Atom();
        if (isNegative)
            Emit(Operation.Negate);
    }

    private void Atom()
    {
        if (tokens.TryTake("("))
        {
            Expression();
            tokens.Expect(")");
        }
        else if (tokens.TryTake("["))
            Emit(Operation.List, Sequence("]"));
        else if (tokens.NextIsName)
            Named(tokens.Take());
        else
            Emit(Operation.Push, tokens.Number());
    }

    private void Named(string name)
    {
        if (!tokens.TryTake("("))
        {
            var place = arguments.IndexOf(name);
            Emit(Operation.Argument, place >= 0 ? place : throw new ProgramException($"there is no '{name}' here"));
            return;
        }

        var count = Sequence(")");
        if (!BuiltIns.TryGetValue(name, out var builtIn))
            calls.Add((current, Emit(Operation.Call), name, count));
        else if (builtIn.Arguments == count)
            Emit(builtIn.Operation);
        else
            throw new ProgramException($"'{name}' has another number of arguments");
    }

    private int Sequence(string end)
    {
        var count = 0;
        if (tokens.TryTake(end))
            return count;
        do
        {
            Expression();
            count++;
        }
        while (tokens.TryTake(","));
        tokens.Expect(end);
        return count;
    }

    private int Emit(Operation operation, long operand = 0)
    {
        current.Code.Add(new Instruction(operation, operand));
        return current.Code.Count - 1;
    }

    private void Land(int jump) => current.Code[jump] = current.Code[jump] with { Operand = current.Code.Count };
}
