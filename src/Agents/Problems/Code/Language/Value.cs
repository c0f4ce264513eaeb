using System.Globalization;

namespace AgentLoad.Agents.Problems.Code.Language;

/// <summary>An integer or a list of integers.</summary>
internal readonly struct Value : IEquatable<Value>
{
    private readonly long _number;
    private readonly Cell? _cells;

    private Value(bool isList, long number, Cell? cells) => (IsList, _number, _cells) = (isList, number, cells);

    /// <summary>True for a list.</summary>
    public bool IsList { get; }

    /// <summary>Elements of a list in order; empty for a number.</summary>
    public IEnumerable<long> Items
    {
        get
        {
            for (var cell = _cells; cell is not null; cell = cell.Next)
            {
                yield return cell.Number;
            }
        }
    }

    /// <summary>Length of a list; 0 for a number.</summary>
    public int Length => _cells?.Length ?? 0;

    internal long Number => IsList ? throw new ProgramException("a number is needed, but the value is a list") : _number;

    internal Cell? Cells => IsList ? _cells : throw new ProgramException("a list is needed, but the value is a number");

    /// <summary>Creates a number.</summary>
    public static Value Of(long number) => new(false, number, null);

    /// <summary>Creates a list.</summary>
    public static Value Of(IEnumerable<long> numbers) =>
        new(true, 0, numbers.Reverse().Aggregate((Cell?)null, (rest, n) => new Cell(n, rest)));

    /// <inheritdoc/>
    public bool Equals(Value other) =>
        IsList == other.IsList
        && _number == other._number
        && Length == other.Length
        && (ReferenceEquals(_cells, other._cells) || Items.SequenceEqual(other.Items));

    /// <summary>True if both values are equal.</summary>
    public static bool operator ==(Value left, Value right) => left.Equals(right);

    /// <summary>True if the values differ.</summary>
    public static bool operator !=(Value left, Value right) => !left.Equals(right);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsList, _number, _cells?.Number, _cells?.Length);

    /// <summary>Returns the literal: "7" or "[1, 2]".</summary>
    public override string ToString() =>
        IsList
            ? $"[{string.Join(", ", Items.Select(i => i.ToString(CultureInfo.InvariantCulture)))}]"
            : _number.ToString(CultureInfo.InvariantCulture);

    internal static Value Of(Cell? cells) => new(true, 0, cells);

    internal sealed record Cell(long Number, Cell? Next)
    {
        internal int Length { get; } = 1 + (Next?.Length ?? 0);
    }
}
