using System.Globalization;
using AgentLoad.Client.Results;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>A law as a row of laws.csv and of the database: one row for each of its parameters.</summary>
internal sealed class LawRow
{
    private const string LacksFit = "lacks_fit";

    private readonly object?[] _values;

    private LawRow(object?[] values) => _values = values;

    /// <summary>Names of the columns.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "about",
        "metric",
        "parameter",
        "parameters",
        "form",
        "exponent",
        "low",
        "high",
        "constant",
        "slope",
        "intercept",
        "r_squared",
        "max_deviation",
        LacksFit,
        "points",
        "replicates",
    ];

    /// <summary>Returns the rows of a law.</summary>
    public static IEnumerable<LawRow> Of(StudyLaw law) =>
        law.Parameters.Select(
            (parameter, i) =>
                new LawRow([
                    law.About,
                    law.Metric,
                    parameter,
                    string.Join(' ', law.Parameters),
                    law.Law.IsAffine ? "affine" : "power",
                    law.Law.Power.Exponents[i].Value,
                    law.Law.Power.Exponents[i].Low,
                    law.Law.Power.Exponents[i].High,
                    law.Law.Power.Constant,
                    law.Law.Affine?.Slope,
                    law.Law.Affine?.Intercept,
                    law.Law.RSquared,
                    law.Law.MaxDeviation,
                    law.Law.LacksFit ? 1L : 0L,
                    (long)law.Law.Power.Points,
                    (long)law.Law.Power.Replicates,
                ])
        );

    /// <summary>Adds the values to a statement.</summary>
    public Statement AddTo(Statement row) =>
        _values.Aggregate(
            row,
            (to, value) =>
                value switch
                {
                    string text => to.Add(text),
                    long number => to.Add(number),
                    _ => to.Add((double?)value),
                }
        );

    /// <summary>Returns the values by column; null if unknown.</summary>
    public IReadOnlyDictionary<string, object?> ToDictionary() =>
        Names
            .Zip(_values)
            .ToDictionary(
                pair => pair.First,
                pair =>
                    pair.Second switch
                    {
                        long flag when pair.First == LacksFit => flag == 1,
                        double and not (> double.MinValue and < double.MaxValue) => null,
                        _ => pair.Second,
                    }
            );

    /// <summary>Returns the line of laws.csv.</summary>
    public string ToCsv() =>
        string.Join(
            ',',
            _values.Select(value => value is string text ? StudyFiles.Field(text) : Convert.ToString(value, CultureInfo.InvariantCulture))
        );
}
