using System.Globalization;

namespace AgentLoad.Agents.Problems.Code.Language;

/// <summary>A whole number or a list of them.</summary>
public readonly struct Value : IEquatable<Value>
{
    private readonly long number;
    private readonly Cell? cells;

    private Value(bool isList, long number, Cell? cells) => (IsList, this.number, this.cells) = (isList, number, cells);

    /// <summary>True for a list.</summary>
    public bool IsList { get; }

    /// <summary>Numbers of a list in order.</summary>
    public IEnumerable<long> Items
    {
        get
        {
            for (var cell = cells; cell is not null; cell = cell.Next)
                yield return cell.Number;
        }
    }

    /// <summary>Numbers in a list; 0 for a number.</summary>
    public int Length => cells?.Length ?? 0;

    internal long Number => IsList ? throw new ProgramException("a number is needed where a list stands") : number;

    internal Cell? Cells => IsList ? cells : throw new ProgramException("a list is needed where a number stands");

    /// <summary>A number.</summary>
    public static Value Of(long number) => new(false, number, null);

    /// <summary>A list.</summary>
    public static Value Of(IEnumerable<long> numbers) => new(true, 0, numbers.Reverse().Aggregate((Cell?)null, (rest, n) => new Cell(n, rest)));

    /// <inheritdoc/>
    public bool Equals(Value other) =>
        IsList == other.IsList && number == other.number && Length == other.Length && (ReferenceEquals(cells, other.cells) || Items.SequenceEqual(other.Items));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsList, number, cells?.Number, cells?.Length);

    /// <summary>As programs write it: "7" or "[1, 2]".</summary>
    public override string ToString() => IsList
        ? $"[{string.Join(", ", Items.Select(i => i.ToString(CultureInfo.InvariantCulture)))}]"
        : number.ToString(CultureInfo.InvariantCulture);

    internal static Value Of(Cell? cells) => new(true, 0, cells);

    internal sealed record Cell(long Number, Cell? Next)
    {
        internal int Length { get; } = 1 + (Next?.Length ?? 0);
    }
}
