namespace AgentLoad.Agents.Problems.Code.Language;

/// <summary>What an instruction does.</summary>
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

/// <summary>One instruction of a compiled function.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Operand">Number, place of an argument, goal of a jump, length of a list, or function.</param>
internal readonly record struct Instruction(Operation Operation, long Operand = 0);

/// <summary>A compiled function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">Number of arguments.</param>
/// <param name="Code">Its instructions; the last one returns.</param>
internal sealed record Function(string Name, int Arguments, List<Instruction> Code);
