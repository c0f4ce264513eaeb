using System.Globalization;
using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>A validated study: a grid of cells that work on the same problems.</summary>
internal sealed record Study
{
    /// <summary>Name of the study's folder.</summary>
    public required string Name { get; init; }

    /// <summary>Text of the study file.</summary>
    public required string Text { get; init; }

    /// <summary>Settings of the command line, "key=value".</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Seed of the execution order and of the problems of the first repetition.</summary>
    public required long Seed { get; init; }

    /// <summary>Number of repetitions, each with different problems.</summary>
    public required int Seeds { get; init; }

    /// <summary>Cells of the grid.</summary>
    public required IReadOnlyList<StudyCell> Cells { get; init; }

    /// <summary>Prices per million tokens, by model.</summary>
    public IReadOnlyDictionary<string, Price> Prices { get; init; } = new Dictionary<string, Price>();

    /// <summary>Currency of the prices.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>True if cells differ in their number of agents.</summary>
    public bool SweepsAgents => Cells.Any(cell => cell.Swept.Any(s => s.Key == StudyCell.Agents));

    /// <summary>Limit on the estimated tokens of the whole study; null for no limit.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>Published values to compare with.</summary>
    public IReadOnlyList<PublishedFigure> Published { get; init; } = [];

    /// <summary>
    /// Returns every cell once for each seed, in execution order: one seed after another, cells in random order, so that changes of a
    /// server over time affect all cells equally. The order is deterministic.
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

/// <summary>One cell of the grid: a workload that is repeated for each seed.</summary>
internal sealed record StudyCell
{
    /// <summary>Name of the number of agents among the swept parameters.</summary>
    public const string Agents = "agents";

    /// <summary>Id of the cell, from 0.</summary>
    public required int Id { get; init; }

    /// <summary>Name of the model in the study.</summary>
    public required string Model { get; init; }

    /// <summary>Budget as text; empty for none.</summary>
    public required string Budget { get; init; }

    /// <summary>Swept parameters of load, strategy and problem with their values.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Swept { get; init; }

    /// <summary>Workload; each unit sets its seed.</summary>
    public required Workload Workload { get; init; }

    /// <summary>True for the direct calls used as the baseline.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>Strategy with its settings.</summary>
    public Choice Strategy => Workload.Groups[0].Strategy;

    /// <summary>Problem with its settings.</summary>
    public Choice Problem => Workload.Groups[0].Problem;

    /// <summary>True if answers to the problem can be judged.</summary>
    public bool HasVerifier =>
        WorkloadCatalogs.Inputs.Problems.FirstOrDefault(entry => entry.Name == Problem.Name) is not { } entry
        || entry.Create(new Settings(entry.Parameters, Problem.Values)).Create(1).HasVerifier;

    /// <summary>Problem and its settings on one line.</summary>
    public string ProblemText => TextOf(Problem);

    /// <summary>Formats a choice and its settings on one line.</summary>
    public static string TextOf(Choice choice) =>
        string.Join(
            ' ',
            choice
                .Values.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => $"{pair.Key}={ValueText(pair.Value)}")
                .Prepend(choice.Name)
        );

    private static string? ValueText(object? value) =>
        value is Choice inner ? $"({TextOf(inner)})" : Convert.ToString(value, CultureInfo.InvariantCulture);
}

/// <summary>A cell on the problems of one seed.</summary>
/// <param name="Position">Position in the execution order, from 0.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Seed">Seed of problems and shaped decisions.</param>
internal sealed record StudyUnit(int Position, StudyCell Cell, long Seed);

/// <summary>Price of a million tokens.</summary>
internal sealed record Price
{
    /// <summary>Price of a million prompt tokens.</summary>
    public double Prompt { get; init; }

    /// <summary>Price of a million completion tokens.</summary>
    public double Completion { get; init; }

    /// <summary>Returns the cost of a number of tokens; null if one of them is unknown.</summary>
    public double? CostOf(double? promptTokens, double? completionTokens) =>
        ((promptTokens * Prompt) + (completionTokens * Completion)) / 1e6;
}

/// <summary>A value from a publication.</summary>
internal sealed record PublishedFigure
{
    /// <summary>Publication.</summary>
    public string Source { get; init; } = "";

    /// <summary>Strategy of the cell to compare with.</summary>
    public string Strategy { get; init; } = "";

    /// <summary>Problem of the cell to compare with, as named in the results; empty for the first problem.</summary>
    public string Problem { get; init; } = "";

    /// <summary>Name of the metric in the results.</summary>
    public string Metric { get; init; } = "";

    /// <summary>Published value.</summary>
    public double Value { get; init; }

    /// <summary>
    /// <see cref="Fitted"/> if a setting of the study, such as its behavior profile, was chosen to reproduce the value; otherwise <see
    /// cref="Predicted"/>.
    /// </summary>
    public string Basis { get; init; } = Predicted;

    /// <summary>Basis of a value that was used to choose the settings: its agreement is no evidence.</summary>
    public const string Fitted = "fitted";

    /// <summary>Basis of a value that follows from the strategy, or from settings that other values determine.</summary>
    public const string Predicted = "predicted";

    /// <summary>Remark on the comparison.</summary>
    public string Note { get; init; } = "";

    /// <summary>Returns true if the value can be compared with the cell. Cells with a budget are never compared.</summary>
    public bool Matches(StudyCell cell) =>
        cell.Strategy.Name == Strategy && cell.Budget.Length == 0 && (Problem.Length == 0 || Problem == cell.ProblemText);
}
