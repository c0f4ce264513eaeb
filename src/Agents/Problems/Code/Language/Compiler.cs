namespace AgentLoad.Agents.Problems.Code.Language;

/// <summary>
/// Compiles programs: <c>name(a, b) = expression; …</c>. Expressions: numbers, lists <c>[1, 2]</c>, <c>+ - * / %</c>, comparisons that
/// return 1 or 0, <c>and or not</c>, <c>if … then … else …</c>, calls, and the built-in functions len, first, rest and prepend.
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
            ["="] = Operation.Equal,
            ["=="] = Operation.Equal,
            ["!="] = Operation.Unequal,
            ["<"] = Operation.Less,
            ["<="] = Operation.LessOrEqual,
            [">"] = Operation.Greater,
            [">="] = Operation.GreaterOrEqual,
        },
        new(StringComparer.Ordinal) { ["+"] = Operation.Add, ["-"] = Operation.Subtract },
        new(StringComparer.Ordinal)
        {
            ["*"] = Operation.Multiply,
            ["/"] = Operation.Divide,
            ["%"] = Operation.Remainder,
        },
    ];

    private readonly Tokens _tokens;
    private readonly List<Function> _functions = [];
    private readonly List<(Function From, int At, string Name, int Arguments)> _calls = [];
    private List<string> _arguments = [];
    private Function _current = new("", 0, []);
    private int _nesting;

    private Compiler(string text) => _tokens = new Tokens(text);

    /// <summary>Compiles a program and returns its functions in order.</summary>
    /// <exception cref="ProgramException">The program is invalid.</exception>
    public static IReadOnlyList<Function> Compile(string text)
    {
        var compiler = new Compiler(text);
        do
        {
            compiler.ParseDefinition();
        } while (compiler._tokens.TryTake(";") && compiler._tokens.Next is not null);
        if (compiler._tokens.Next is { } rest)
        {
            throw new ProgramException($"unexpected '{rest}'");
        }

        foreach (var (from, at, name, count) in compiler._calls)
        {
            var called = compiler._functions.FindIndex(f => f.Name == name);
            if (called < 0 || compiler._functions[called].Arguments != count)
            {
                throw new ProgramException(called < 0 ? $"unknown function '{name}'" : $"wrong number of arguments for '{name}'");
            }

            from.Code[at] = new Instruction(Operation.Call, called);
        }

        return compiler._functions;
    }

    private void ParseDefinition()
    {
        var name = _tokens.Name();
        if (BuiltIns.ContainsKey(name) || _functions.Any(f => f.Name == name))
        {
            throw new ProgramException($"'{name}' is already defined");
        }

        _tokens.Expect("(");
        _arguments = [];
        if (!_tokens.TryTake(")"))
        {
            do
            {
                _arguments.Add(_tokens.Name());
            } while (_tokens.TryTake(","));
            _tokens.Expect(")");
        }

        _tokens.Expect("=");
        _current = new Function(name, _arguments.Count, []);
        _functions.Add(_current);
        ParseExpression();
        Emit(Operation.Return);
    }

    private void ParseExpression()
    {
        if (++_nesting > Limits.Nesting)
        {
            throw new ProgramException($"expressions are nested more than {Limits.Nesting} levels deep");
        }

        if (_tokens.TryTake("if"))
        {
            ParseIf();
        }
        else
        {
            ParseOr();
        }

        _nesting--;
    }

    private void ParseIf()
    {
        ParseExpression();
        _tokens.Expect("then");
        var skip = Emit(Operation.JumpIfZero);
        ParseExpression();
        _tokens.Expect("else");
        var end = Emit(Operation.Jump);
        PatchJump(skip);
        ParseExpression();
        PatchJump(end);
    }

    // "a or b" compiles to "if a then 1 else b != 0": the right operand is evaluated only if needed.
    private void ParseOr()
    {
        ParseAnd();
        while (_tokens.TryTake("or"))
        {
            var right = Emit(Operation.JumpIfZero);
            Emit(Operation.Push, 1);
            var end = Emit(Operation.Jump);
            PatchJump(right);
            ParseAnd();
            PatchJump(end);
        }
    }

    private void ParseAnd()
    {
        ParseNot();
        while (_tokens.TryTake("and"))
        {
            var wrong = Emit(Operation.JumpIfZero);
            ParseNot();
            var end = Emit(Operation.Jump);
            PatchJump(wrong);
            Emit(Operation.Push);
            PatchJump(end);
        }
    }

    private void ParseNot()
    {
        var isNegated = false;
        while (_tokens.TryTake("not"))
        {
            isNegated = !isNegated;
        }

        ParseBinary(0);
        if (isNegated)
        {
            Emit(Operation.Not);
        }
    }

    private void ParseBinary(int level)
    {
        if (level == Levels.Length)
        {
            ParseUnary();
            return;
        }

        ParseBinary(level + 1);
        while (_tokens.Next is { } next && Levels[level].TryGetValue(next, out var operation))
        {
            _tokens.Take();
            ParseBinary(level + 1);
            Emit(operation);
        }
    }

    private void ParseUnary()
    {
        var isNegative = false;
        while (_tokens.TryTake("-"))
        {
            isNegative = !isNegative;
        }

        ParseAtom();
        if (isNegative)
        {
            Emit(Operation.Negate);
        }
    }

    private void ParseAtom()
    {
        if (_tokens.TryTake("("))
        {
            ParseExpression();
            _tokens.Expect(")");
        }
        else if (_tokens.TryTake("["))
        {
            Emit(Operation.List, ParseSequence("]"));
        }
        else if (_tokens.NextIsName)
        {
            ParseName(_tokens.Take());
        }
        else
        {
            Emit(Operation.Push, _tokens.Number());
        }
    }

    private void ParseName(string name)
    {
        if (!_tokens.TryTake("("))
        {
            var place = _arguments.IndexOf(name);
            Emit(Operation.Argument, place >= 0 ? place : throw new ProgramException($"unknown name '{name}'"));
            return;
        }

        var count = ParseSequence(")");
        if (!BuiltIns.TryGetValue(name, out var builtIn))
        {
            _calls.Add((_current, Emit(Operation.Call), name, count));
        }
        else if (builtIn.Arguments == count)
        {
            Emit(builtIn.Operation);
        }
        else
        {
            throw new ProgramException($"wrong number of arguments for '{name}'");
        }
    }

    private int ParseSequence(string end)
    {
        var count = 0;
        if (_tokens.TryTake(end))
        {
            return count;
        }

        do
        {
            ParseExpression();
            count++;
        } while (_tokens.TryTake(","));
        _tokens.Expect(end);
        return count;
    }

    private int Emit(Operation operation, long operand = 0)
    {
        _current.Code.Add(new Instruction(operation, operand));
        return _current.Code.Count - 1;
    }

    private void PatchJump(int jump) => _current.Code[jump] = _current.Code[jump] with { Operand = _current.Code.Count };
}
