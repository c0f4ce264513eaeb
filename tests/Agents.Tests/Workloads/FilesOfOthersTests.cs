using System.Text;
using AgentLoad.Agents.Workloads;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Workloads;

/// <summary>Workload files as editors, shells and other tools write them.</summary>
public sealed class FilesOfOthersTests
{
    private const string Groups = "groups:\n  - {name: a, problem: game24, strategy: direct}\n";
    private const string Load = "load: {agents: 2, tasks: 2}\n";

    public static TheoryData<string, byte[]> Valid =>
        new()
        {
            { "CR LF", Utf8((Groups + Load).Replace("\n", "\r\n", StringComparison.Ordinal)) },
            { "CR only", Utf8((Groups + Load).Replace('\n', '\r')) },
            { "byte order mark", [.. Encoding.UTF8.Preamble, .. Utf8(Groups + Load)] },
            { "byte order mark and CR LF", [.. Encoding.UTF8.Preamble, .. Utf8("name: x\r\n" + Groups.ReplaceLineEndings("\r\n") + Load)] },
            {
                "JSON",
                """{"groups": [{"name": "a", "problem": "game24", "strategy": "direct"}], "load": {"agents": 2, "tasks": 2}}"""u8.ToArray()
            },
            { "no line ending", Utf8((Groups + Load).TrimEnd('\n')) },
            {
                "other scripts",
                Utf8("name: последняя-проверка\n" + Groups.Replace("name: a", "name: 最終版", StringComparison.Ordinal) + Load)
            },
            { "one document with marks", Utf8("---\n" + Groups + Load + "...\n") },
            { "quoted numbers", Utf8(Groups + "load: {agents: '2', tasks: \"2\"}\n") },
        };

    [Theory]
    [MemberData(nameof(Valid))]
    public void Load_FileOfAnotherTool_IsRead(string kind, byte[] content)
    {
        var read = LoadFile(content);

        read.Lines.ShouldBeEmpty(kind);
        (read.Workload!.Load.Agents, read.Workload.Load.Tasks).ShouldBe((2, 2));
    }

    [Fact]
    public void Load_Durations_AreReadAsPeopleWriteThem()
    {
        const string text =
            "groups: [{problem: game24, strategy: direct, deadline: 1h30m, thinkTime: 0.5s}]\n"
            + "load: {agents: 2, duration: 1m30s, warmup: 500ms, ramp: 1.5s}\n";
        var workload = LoadFile(Utf8(text)).Workload.ShouldNotBeNull();

        workload.Groups[0].Deadline.ShouldBe(TimeSpan.FromMinutes(90));
        workload.Load.Duration.ShouldBe(TimeSpan.FromSeconds(90));
        workload.Load.Warmup.ShouldBe(TimeSpan.FromMilliseconds(500));
        workload.Load.Ramp.ShouldBe(TimeSpan.FromSeconds(1.5));
    }

    [Theory]
    [InlineData("x: &common {problem: game24}\ngroups:\n  - {<<: *common, strategy: direct}\n", 3, "anchors and aliases are not supported")]
    [InlineData("# tab\ngroups:\n\t- {problem: game24, strategy: direct}\nload: {agents: 2}\n", 3, "YAML is indented with spaces")]
    [InlineData("groups:\n  - problem: game24\n\t\tstrategy: direct\n", 3, "YAML is indented with spaces")]
    [InlineData(
        "groups:\n  - problem: game24\n    strategy: direct\n    strategy: react\n",
        4,
        "'strategy' is given twice, first on line 3"
    )]
    [InlineData("---\ngroups: [{problem: game24, strategy: direct}]\n...\n---\nname: second\n", 4, "a second document starts here")]
    [InlineData(
        "groups:\n  - {problem: game24, strategy: direct}\n  -\u00a0{problem: game24, strategy: react}\n",
        3,
        "U+00A0, which looks like a space"
    )]
    [InlineData("groups:\n  - {name: \"müller & söhne 🚀\", problem: game24, strategy: direct}\n", 2, "groups[0].name: expected a name")]
    [InlineData(Groups + "load: {agents: 2, tasks: 1_000}\n", 3, "load.tasks: expected a whole number")]
    [InlineData(Groups + "load: {agents: 2, tasks: 0x10}\n", 3, "load.tasks: expected a whole number")]
    [InlineData(Groups + "load: {agents: 2, tasks: 1e3}\n", 3, "load.tasks: expected a whole number")]
    [InlineData(Groups + "load: {agents: yes, tasks: 2}\n", 3, "load.agents: expected a whole number")]
    [InlineData(Groups + "load: {agents: ~, tasks: 2}\n", 3, "load.agents: has no value")]
    [InlineData(Groups + "baseline: ten\n", 3, "baseline: expected")]
    public void Load_FileThatCannotBeMeant_IsRefusedWithTheLine(string text, int line, string expected)
    {
        var read = LoadFile(Utf8(text));

        read.Workload.ShouldBeNull();
        read.Lines.ShouldContain(l =>
            l.Contains($".yaml:{line}: ", StringComparison.Ordinal) && l.Contains(expected, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-32", true)]
    [InlineData("latin1", false)]
    public void Load_AnotherEncoding_IsRefused(string name, bool hasMark)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] content = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes("name: caf\u00e9\n" + Groups + Load)];

        LoadFile(content).Errors.ShouldHaveSingleItem().Message.ShouldBeOneOf("is not a UTF-8 text file", "is not a text file");
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static WorkloadResult LoadFile(byte[] content)
    {
        var folder = Directory.CreateTempSubdirectory("workload-of-others-");
        try
        {
            var path = Path.Combine(folder.FullName, "w.yaml");
            File.WriteAllBytes(path, content);
            return WorkloadFile.Load(path, Catalogues.Inputs());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
