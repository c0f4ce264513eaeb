using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.House;

/// <summary>Lines fit on a screen, and files are about one thing.</summary>
public sealed class LengthTests
{
    private const int Columns = 140;
    private const int Lines = 300;

    [Fact]
    public void Lines_OfCode_HaveAtMost140Columns() =>
        string.Join(
                '\n',
                SourceFiles
                    .Code()
                    .SelectMany(file =>
                        File.ReadLines(Checkout.PathOf(file))
                            .Select((line, index) => (line.Length, Number: index + 1))
                            .Where(line => line.Length > Columns)
                            .Select(line => $"{file}:{line.Number}: {line.Length} columns")
                    )
            )
            .ShouldBeEmpty();

    [Fact]
    public void Files_OfCode_HaveAtMost300Lines() =>
        string.Join(
                '\n',
                SourceFiles
                    .Code()
                    .Select(file => (file, Count: File.ReadLines(Checkout.PathOf(file)).Count()))
                    .Where(file => file.Count > Lines)
                    .Select(file => $"{file.file}: {file.Count} lines")
            )
            .ShouldBeEmpty();
}
