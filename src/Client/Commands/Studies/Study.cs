using AgentLoad.Agents.Workloads;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>A validated study: cells that differ in strategy, problem, model, budget or a swept parameter, on the same problems.</summary>
internal sealed record Study
{
    /// <summary>Name of its folder.</summary>
    public required string Name { get; init; }

    /// <summary>Its file, as written.</summary>
    public required string Text { get; init; }

    /// <summary>Seed of the order and of the first repetition's problems.</summary>
    public required long Seed { get; init; }

    /// <summary>Repetitions, each with other problems.</summary>
    public required int Seeds { get; init; }

    /// <summary>The grid.</summary>
    public required IReadOnlyList<StudyCell> Cells { get; init; }

    /// <summary>Prices by model, for a million tokens.</summary>
    public IReadOnlyDictionary<string, Price> Prices { get; init; } = new Dictionary<string, Price>();

    /// <summary>Currency of the prices.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>Most tokens that the whole study may use, by estimate; null for no limit.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>Published figures to compare with.</summary>
    public IReadOnlyList<PublishedFigure> Published { get; init; } = [];

    /// <summary>
    /// Every cell once for each seed: seeds one after another, the cells of each in random order, so that what changes with time on a
    /// server falls on all cells alike. The same study gives the same order.
    /// </summary>
    public IReadOnlyList<StudyUnit> Units()
    {
        var random = new Random(unchecked((int)Seed));
        var units = new List<StudyUnit>();
        for (var i = 0; i < Seeds; i++)
        {
            var cells = Cells.ToArray();
            random.Shuffle(cells);
            units.AddRange(cells.Select(cell => new StudyUnit(units.Count, cell, Seed + i)));
        }

        return [.. units.Select((unit, position) => unit with { Position = position })];
    }
}

/// <summary>One combination of the grid: a workload of its own, repeated for each seed.</summary>
internal sealed record StudyCell
{
    /// <summary>Number in the grid, from 0.</summary>
    public required int Id { get; init; }

    /// <summary>Model, by its name in the study.</summary>
    public required string Model { get; init; }

    /// <summary>Budget in words; empty for none.</summary>
    public required string Budget { get; init; }

    /// <summary>Swept parameters of strategy and problem with their values as written.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Swept { get; init; }

    /// <summary>What it runs; the seed is that of the unit.</summary>
    public required Workload Workload { get; init; }

    /// <summary>True for the direct calls that the others are compared with.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>Strategy.</summary>
    public Choice Strategy => Workload.Groups[0].Strategy;

    /// <summary>Problem.</summary>
    public Choice Problem => Workload.Groups[0].Problem;

    /// <summary>The problem with its settings, in one line.</summary>
    public string ProblemText => TextOf(Problem);

    /// <summary>A choice with its settings, in one line.</summary>
    public static string TextOf(Choice choice) =>
        choice.Values.Count == 0
            ? choice.Name
            : $"{choice.Name} {string.Join(' ', choice.Values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={(v.Value is Choice inner ? $"({TextOf(inner)})" : Convert.ToString(v.Value, System.Globalization.CultureInfo.InvariantCulture))}"))}";
}

/// <summary>A cell on the problems of one seed.</summary>
/// <param name="Position">Place in the order of the study, from 0.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Seed">Seed of problems and shaped decisions.</param>
internal sealed record StudyUnit(int Position, StudyCell Cell, long Seed);

/// <summary>What a million tokens cost.</summary>
internal sealed record Price
{
    /// <summary>For a million prompt tokens.</summary>
    public double Prompt { get; init; }

    /// <summary>For a million completion tokens.</summary>
    public double Completion { get; init; }
}

/// <summary>A figure from a publication.</summary>
internal sealed record PublishedFigure
{
    /// <summary>Where it was published.</summary>
    public string Source { get; init; } = "";

    /// <summary>Strategy of the cells that it is compared with.</summary>
    public string Strategy { get; init; } = "";

    /// <summary>Problem of those cells, with its settings as the results name it; empty for the first.</summary>
    public string Problem { get; init; } = "";

    /// <summary>Metric, by its name in the results.</summary>
    public string Metric { get; init; } = "";

    /// <summary>The figure.</summary>
    public double Value { get; init; }

    /// <summary>What is to be known of the comparison.</summary>
    public string Note { get; init; } = "";

    /// <summary>True where it is compared with a cell: the first such of a study, which has no budget.</summary>
    public bool Matches(StudyCell cell) =>
        cell.Strategy.Name == Strategy && cell.Budget.Length == 0 && (Problem.Length == 0 || Problem == cell.ProblemText);
}
