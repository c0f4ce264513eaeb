using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentLoad.Bench.Common;

/// <summary>The figures of one benchmark, printed as they are added.</summary>
/// <param name="benchmark">Name of the sub-command.</param>
/// <param name="output">Receives the printed figures.</param>
internal sealed class BenchmarkResults(string benchmark, TextWriter output)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly List<Figure> _figures = [];

    /// <summary>True if every figure with a goal meets it.</summary>
    public bool GoalsMet => _figures.All(figure => figure.Passed != false);

    /// <summary>Prints a line of detail that is not part of the JSON file.</summary>
    public void Print(string line) => output.WriteLine(line);

    /// <summary>Adds and prints a figure.</summary>
    /// <param name="name">What was measured.</param>
    /// <param name="value">The value.</param>
    /// <param name="unit">The unit; "" for a ratio.</param>
    /// <param name="goal">The highest value that meets the goal; null if there is no goal.</param>
    public void Add(string name, double value, string unit, double? goal = null)
    {
        var figure = new Figure(name, value, unit, goal, value <= goal);
        _figures.Add(goal is null ? figure with { Passed = null } : figure);
        var verdict = goal is null ? "" : $"  (goal: at most {goal} {unit}".TrimEnd() + $"; {(value <= goal ? "passed" : "failed")})";
        output.WriteLine($"{name}: {value:0.###} {unit}".TrimEnd() + verdict);
    }

    /// <summary>Writes the figures and the machine to a file.</summary>
    public Task WriteJsonAsync(string path, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(
            path,
            JsonSerializer.Serialize(
                new Document(
                    benchmark,
                    GoalsMet,
                    new Machine(
                        Environment.ProcessorCount,
                        RuntimeInformation.FrameworkDescription,
                        RuntimeInformation.OSDescription,
                        RuntimeInformation.ProcessArchitecture.ToString()
                    ),
                    _figures
                ),
                Json
            ),
            cancellationToken
        );

    private sealed record Document(string Benchmark, bool GoalsMet, Machine Machine, IReadOnlyList<Figure> Figures);

    private sealed record Machine(int Cores, string Dotnet, string OperatingSystem, string Architecture);

    private sealed record Figure(string Name, double Value, string Unit, double? Goal, bool? Passed);
}
