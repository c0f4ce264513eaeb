using System.CommandLine;
using AgentLoad.Client.Commands;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.House;

/// <summary>Texts are plain technical English: they contain no phrase of <c>forbidden-words.txt</c>.</summary>
public sealed class WordingTests
{
    [Fact]
    public void Code_CommentsAndStrings_ArePlainEnglish() =>
        Report(
            SourceFiles
                .Below("src", ".cs")
                .Concat(SourceFiles.Below("examples", ".cs"))
                .SelectMany(file =>
                    CSharpText.Read(Checkout.Read(file)).SelectMany(part => ForbiddenWords.Check($"{file}:{part.Line}", part.Text))
                )
        );

    [Fact]
    public void Documents_EveryLine_IsPlainEnglish() =>
        Report(
            SourceFiles
                .Below("docs", ".md")
                .Concat(["README.md", "CONTRIBUTING.md", "SECURITY.md", "bench/README.md"])
                .Concat(SourceFiles.Below("examples", ".yaml"))
                .Concat(SourceFiles.Below("deploy", ".yaml", ".yml"))
                .SelectMany(file =>
                    File.ReadLines(Checkout.PathOf(file)).SelectMany((line, index) => ForbiddenWords.Check($"{file}:{index + 1}", line))
                )
        );

    [Fact]
    public void Help_OfEveryCommand_IsPlainEnglish() => Report(Descriptions(AgentLoadCommand.Create(), "agentload"));

    [Fact]
    public void Reader_CommentsAndStrings_AreFoundAndCodeIsNot() =>
        CSharpText
            .Read("var a = b; // one\nvar c = \"two\\\"three\" + '\"' + @\"four\";\nvar d = \"\"\"\n    five \"six\"\n    \"\"\"; e();\n")
            .Select(part => (part.Line, part.Text.Trim()))
            .ShouldBe([(1, "/ one"), (2, "two three four"), (3, ""), (4, "five \"six\""), (5, "")]);

    private static void Report(IEnumerable<string> found) => string.Join('\n', found).ShouldBeEmpty();

    private static IEnumerable<string> Descriptions(Command command, string name) =>
        ForbiddenWords
            .Check($"{name} --help", command.Description ?? "")
            .Concat(command.Options.SelectMany(option => ForbiddenWords.Check($"{name} {option.Name}", option.Description ?? "")))
            .Concat(command.Arguments.SelectMany(argument => ForbiddenWords.Check($"{name} {argument.Name}", argument.Description ?? "")))
            .Concat(command.Subcommands.SelectMany(child => Descriptions(child, $"{name} {child.Name}")));
}
