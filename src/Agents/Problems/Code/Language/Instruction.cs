namespace AgentLoad.Agents.Problems.Code.Language;

/// <summary>The operation of an instruction.</summary>
internal enum Operation
{
    Push,
    Argument,
    List,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Negate,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Not,
    JumpIfZero,
    Jump,
    Call,
    Length,
    First,
    Rest,
    Prepend,
    Return,
}

/// <summary>An instruction of a compiled function.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Operand">A number, argument index, jump target, list length or function index.</param>
internal readonly record struct Instruction(Operation Operation, long Operand = 0);

/// <summary>A compiled function.</summary>
/// <param name="Name">The name.</param>
/// <param name="Arguments">Number of arguments.</param>
/// <param name="Code">The instructions; the last one is a return.</param>
internal sealed record Function(string Name, int Arguments, List<Instruction> Code);
