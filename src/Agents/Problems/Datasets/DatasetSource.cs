using System.Globalization;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Problems.Datasets;

/// <summary>
/// Asks the questions of the user's data set. Each pass over the data set asks every row once, in a random order that depends on the
/// workload's seed, or in the order of the file.
/// </summary>
internal sealed class DatasetSource : IProblemSource
{
    /// <summary>Name in workloads and records.</summary>
    public const string KindName = "dataset";

    private readonly Lock _gate = new();
    private readonly Dataset _dataset;
    private readonly DatasetSettings _settings;
    private readonly Problem[] _problems;
    private (ulong Seed, long Pass, int[] Rows)? _order;

    /// <summary>Reads a data set.</summary>
    /// <param name="settings">Settings.</param>
    /// <param name="calculator">Latency and injected failures of the calculator tool; null for no calculator.</param>
    /// <exception cref="ArgumentException">The data file cannot be used.</exception>
    public DatasetSource(DatasetSettings settings, ToolBehaviour? calculator = null)
    {
        _settings = settings;
        _dataset = Dataset.Load(settings);
        ITool[] tools = calculator is null ? [] : [new Calculator(calculator)];
        _problems = [.. _dataset.Rows.Select(row => new DatasetProblem(_dataset, row, tools))];
        Size = settings.Limit > 0 ? Math.Min(settings.Limit, _problems.Length) : _problems.Length;
    }

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public bool HasImages => _settings.Images.Length > 0;

    /// <inheritdoc/>
    public long? Size { get; }

    /// <inheritdoc/>
    public bool CanShape => _dataset.Check.CanWrite;

    /// <inheritdoc/>
    public string? Warning => _dataset.Skipped;

    /// <summary>Returns the problem of a row that the seed selects.</summary>
    public Problem Create(ulong seed) => _problems[seed % (ulong)_problems.Length];

    /// <inheritdoc/>
    public Problem Draw(ulong seed, string kind, long number)
    {
        var size = Size!.Value;
        var (pass, at) = Math.DivRem(number, size);
        return _problems[_settings.IsInFileOrder ? at : Order(seed, pass)[at]];
    }

    private int[] Order(ulong seed, long pass)
    {
        lock (_gate)
        {
            if (_order is { } known && known.Seed == seed && known.Pass == pass)
            {
                return known.Rows;
            }

            var rows = Enumerable.Range(0, _problems.Length).ToArray();
            Shuffle(rows, Seeds.Random(seed, "dataset"));
            rows = rows[..(int)Size!.Value];
            if (pass > 0)
            {
                Shuffle(rows, Seeds.Random(seed, string.Create(CultureInfo.InvariantCulture, $"dataset/{pass}")));
            }

            _order = (seed, pass, rows);
            return rows;
        }
    }

    // Random.Shuffle may change between versions of .NET; the order of a seed must not.
    private static void Shuffle(int[] rows, Random random)
    {
        for (var i = rows.Length - 1; i > 0; i--)
        {
            var j = random.Next(i + 1);
            (rows[i], rows[j]) = (rows[j], rows[i]);
        }
    }
}
