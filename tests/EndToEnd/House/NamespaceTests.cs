using System.Text.RegularExpressions;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.House;

/// <summary>
/// Only grains and the silo use Orleans. Problems, tools, strategies, behaviour, sessions, workloads, scheduling and the in-process host
/// run without it, and so does the command, which opens a silo or a cluster client through the Silo project.
/// </summary>
public sealed partial class NamespaceTests
{
    private static readonly string[] WithOrleans = ["src/Agents/Grains/", "src/Silo/"];

    [Fact]
    public void Orleans_OutsideGrainsAndSilo_IsNotUsed() =>
        SourceFiles
            .Below("src", ".cs")
            .Where(file => !WithOrleans.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)))
            .SelectMany(file =>
                File.ReadLines(Checkout.PathOf(file))
                    .Select((line, index) => (Line: line.TrimStart(), Number: index + 1))
                    .Where(line => !line.Line.StartsWith("//", StringComparison.Ordinal) && OrleansType().IsMatch(line.Line))
                    .Select(line => $"{file}:{line.Number}: {line.Line}")
            )
            .ShouldBeEmpty();

    [Fact]
    public void Namespaces_EveryFileOfSrc_FollowTheFolder()
    {
        foreach (var file in SourceFiles.Below("src", ".cs"))
        {
            var declared = Declaration().Match(File.ReadAllText(Checkout.PathOf(file)));
            if (declared.Success)
            {
                var folder = Path.GetDirectoryName(file)!.Replace('\\', '/')["src/".Length..].Replace('/', '.');
                declared.Groups[1].Value.ShouldBe($"AgentLoad.{folder}", file);
            }
        }
    }

    /// <summary>The namespace, or a type that the SDK of Orleans puts in scope through implicit usings.</summary>
    [GeneratedRegex(
        @"\bOrleans\.[A-Z]|using Orleans|\b(IGrain\w*|IClusterClient|ISiloBuilder|IClientBuilder|GrainId|SiloAddress|GenerateSerializer)\b"
    )]
    private static partial Regex OrleansType();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
