using AgentLoad.Agents.Workloads;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Workloads;

public sealed class HostileInputTests
{
    [Fact]
    public void Parse_RandomText_NeverThrows()
    {
        const string Signs = "ab: -\n  []{}\"'#&*!|>%@`\t,?${}:-.0123\r\u0001é~";
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, random.Next(200)).Select(_ => Signs[random.Next(Signs.Length)]));
            var result = WorkloadFile.Parse(text, "w.yaml", Catalogues.Inputs());
            (result.Workload is null).ShouldBe(result.Errors.Count > 0);
        }
    }

    [Fact]
    public void Load_RandomBytes_NeverThrows()
    {
        using var folder = new TemporaryFolder();
        for (var seed = 0; seed < 200; seed++)
        {
            var bytes = new byte[300];
            new Random(seed).NextBytes(bytes);
            WorkloadFile.Load(folder.Write("random.yaml", bytes), Catalogues.Inputs()).Errors.ShouldNotBeEmpty();
        }
    }

    [Theory]
    [InlineData("[", "")]
    [InlineData("{a: ", "")]
    [InlineData("- ", "")]
    [InlineData("? ", "")]
    [InlineData("[", "]")]
    public void Parse_DeepNesting_IsAnError(string open, string close)
    {
        var text = string.Concat(Enumerable.Repeat(open, 10_000)) + "x" + string.Concat(Enumerable.Repeat(close, 10_000));

        WorkloadFile.Parse(text, "w.yaml", Catalogues.Inputs()).Errors.ShouldNotBeEmpty();
    }

    [Fact]
    public void Parse_AliasBomb_IsRejected()
    {
        var text = "a0: &a0 [x, x]\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n"));

        WorkloadFile.Parse(text, "w.yaml", Catalogues.Inputs()).Errors.ShouldContain(e => e.Message.StartsWith("anchors and aliases"));
    }

    [Fact]
    public void Parse_ManyErrors_ShowsAHundred() =>
        WorkloadFile
            .Parse(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"key{i}: 1\n")), "w.yaml", Catalogues.Inputs())
            .Errors.Count.ShouldBe(101);

    [Fact]
    public void Load_UnreadableFiles_ReportTheReason()
    {
        using var folder = new TemporaryFolder();
        var large = folder.Write("large.yaml", []);
        using (var file = File.OpenWrite(large))
        {
            file.SetLength(50_000_000);
        }

        Message(large).ShouldBe("is too large for a workload: 50000000 bytes, the maximum is 1000000");
        Message(folder.Path).ShouldEndWith("is a folder, not a workload file");
        Message(folder.Path + "/none.yaml").ShouldEndWith("does not exist");
        Message(folder.Write("nul.yaml", [65, 0, 66])).ShouldBe("is not a text file");
        Message(folder.Write("latin1.yaml", [65, 0xE9, 66])).ShouldBe("is not a UTF-8 text file");

        static string Message(string path) => WorkloadFile.Load(path, Catalogues.Inputs()).Errors.ShouldHaveSingleItem().Message;
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("workload").FullName;

        public string Write(string name, byte[] bytes)
        {
            var path = System.IO.Path.Combine(Path, name);
            File.WriteAllBytes(path, bytes);
            return path;
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
