namespace AgentLoad.Agents.Problems.Code.Language;

/// <summary>Runs compiled programs on heap-allocated stacks, so that no program can overflow the thread's stack.</summary>
internal sealed class Machine(IReadOnlyList<Function> functions)
{
    private readonly List<Value> _values = [];
    private readonly Stack<(Function Function, int At, int Base)> _frames = new();
    private int _steps;
    private int _cells;

    /// <summary>Calls a function.</summary>
    /// <exception cref="ProgramException">The program failed or exceeded a limit.</exception>
    public Value Run(Function called, IReadOnlyList<Value> arguments)
    {
        _values.AddRange(arguments);
        var (function, at, @base) = (called, 0, 0);
        while (true)
        {
            Count(1);
            var (operation, operand) = function.Code[at++];
            switch (operation)
            {
                case Operation.Push:
                    Push(Value.Of(operand));
                    break;
                case Operation.Argument:
                    Push(_values[@base + (int)operand]);
                    break;
                case Operation.List:
                    List((int)operand);
                    break;
                case Operation.JumpIfZero:
                    at = Pop().Number == 0 ? (int)operand : at;
                    break;
                case Operation.Jump:
                    at = (int)operand;
                    break;
                case Operation.Call:
                    if (_frames.Count >= Limits.CallDepth)
                    {
                        throw new ProgramException($"more than {Limits.CallDepth} calls are nested");
                    }

                    _frames.Push((function, at, @base));
                    function = functions[(int)operand];
                    (at, @base) = (0, _values.Count - function.Arguments);
                    break;
                case Operation.Return:
                    var result = Pop();
                    _values.RemoveRange(@base, _values.Count - @base);
                    if (!_frames.TryPop(out var frame))
                    {
                        return result;
                    }

                    (function, at, @base) = frame;
                    Push(result);
                    break;
                default:
                    Push(Lists(operation) ?? Numbers(operation));
                    break;
            }
        }
    }

    private void Count(int more)
    {
        _steps += more;
        if (_steps > Limits.Steps)
        {
            throw new ProgramException($"the program takes more than {Limits.Steps} steps");
        }
    }

    // Each compared element counts as a step. Otherwise the time of a step would not be bounded.
    private bool AreEqual()
    {
        var (right, left) = (Pop(), Pop());
        if (left.Length == right.Length)
        {
            Count(left.Length);
        }

        return left.Equals(right);
    }

    private Value? Lists(Operation operation) =>
        operation switch
        {
            Operation.Length => Value.Of(Pop().Cells?.Length ?? 0),
            Operation.First => Value.Of((Pop().Cells ?? throw new ProgramException("first of an empty list")).Number),
            Operation.Rest => Value.Of((Pop().Cells ?? throw new ProgramException("rest of an empty list")).Next),
            Operation.Prepend => Prepended(Pop().Cells),
            Operation.Equal => Value.Of(AreEqual() ? 1 : 0),
            Operation.Unequal => Value.Of(AreEqual() ? 0 : 1),
            _ => null,
        };

    private Value Numbers(Operation operation)
    {
        var right = Pop().Number;
        if (operation is Operation.Negate or Operation.Not)
        {
            return Value.Of(operation == Operation.Not ? (right == 0 ? 1 : 0) : Checked(0, right, operation));
        }

        var left = Pop().Number;
        return Value.Of(
            operation switch
            {
                Operation.Less => left < right ? 1 : 0,
                Operation.LessOrEqual => left <= right ? 1 : 0,
                Operation.Greater => left > right ? 1 : 0,
                Operation.GreaterOrEqual => left >= right ? 1 : 0,
                _ => Checked(left, right, operation),
            }
        );
    }

    // Floor division: the remainder has the sign of the divisor.
    private static long Checked(Int128 left, Int128 right, Operation operation)
    {
        if (operation is Operation.Divide or Operation.Remainder && right == 0)
        {
            throw new ProgramException("division by 0");
        }

        var result = operation switch
        {
            Operation.Add => left + right,
            Operation.Subtract or Operation.Negate => left - right,
            Operation.Multiply => left * right,
            Operation.Divide => (left - Modulo(left, right)) / right,
            _ => Modulo(left, right),
        };
        return result >= long.MinValue && result <= long.MaxValue ? (long)result : throw new ProgramException("a number is too large");
    }

    private static Int128 Modulo(Int128 left, Int128 right) => ((left % right) + right) % right;

    private void List(int length)
    {
        Value.Cell? list = null;
        for (; length > 0; length--)
        {
            list = Prepended(list).Cells;
        }

        Push(Value.Of(list));
    }

    private Value Prepended(Value.Cell? list) =>
        ++_cells > Limits.ListCells
            ? throw new ProgramException($"the program allocates more than {Limits.ListCells} list cells")
            : Value.Of(new Value.Cell(Pop().Number, list));

    private void Push(Value value)
    {
        if (_values.Count >= Limits.StackValues)
        {
            throw new ProgramException($"more than {Limits.StackValues} values are on the stack");
        }

        _values.Add(value);
    }

    private Value Pop()
    {
        var value = _values[^1];
        _values.RemoveAt(_values.Count - 1);
        return value;
    }
}
