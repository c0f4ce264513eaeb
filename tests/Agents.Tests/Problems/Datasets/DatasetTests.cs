using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.Datasets;
using AgentLoad.Agents.Problems.Datasets.Answers;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Problems.Datasets;

public sealed class DatasetTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.jsonl", """{"question": "2+2?", "answer": "So 2+2 = <<2+2=4>>4.\n#### 4"}""", "2+2?", "4")]
    [InlineData("a.json", """[{"instruction": "Translate.", "input": "chat", "output": "cat"}]""", "Translate.\n\nchat", "cat")]
    [InlineData("a.json", """{"features": [], "rows": [{"row_idx": 0, "row": {"problem": "x?", "answer": 7}}]}""", "x?", "7")]
    [InlineData("a.json", "{\n\"data\": [\n{\"prompt\": \"p\", \"completion\": \"c\"}\n]\n}", "p", "c")]
    [InlineData("a.txt", """{"query": "q", "target": "1,234"}""", "q", "1234")]
    [InlineData("a.tsv", "question\tanswer\nq, with comma\t8\n", "q, with comma", "8")]
    [InlineData("a.csv", "question;answer\nq, with comma;8\n", "q, with comma", "8")]
    [InlineData("a.jsonl", """{"question": "Which?", "choices": ["red", "blue"], "answer": 1}""", "Which?\nA. red\nB. blue", "B")]
    [InlineData(
        "a.jsonl",
        """{"question": "Which?", "choices": {"text": ["red", "blue"], "label": ["1", "2"]}, "answerKey": "2"}""",
        "Which?\n1. red\n2. blue",
        "2"
    )]
    [InlineData("a.csv", "question,choices,answer\nWhich?,\"[\"\"red\"\", \"\"blue\"\"]\",blue\n", "Which?\nA. red\nB. blue", "B")]
    [InlineData("a.jsonl", """{"question": "Capital?", "answers": {"text": ["Paris", "paris, France"]}}""", "Capital?", "paris")]
    [InlineData(
        "a.json",
        """[{"conversations": [{"from": "system", "value": "Brief."}, {"from": "human", "value": "H"}, {"from": "gpt", "value": "Y"}]}]""",
        "Brief.\n\nH",
        "y"
    )]
    [InlineData(
        "a.jsonl",
        """{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}""",
        "Hi",
        "hello"
    )]
    public void Load_UsualExport_FindsQuestionAndAnswer(string name, string text, string question, string answer)
    {
        var row = Load(name, text).Rows.ShouldHaveSingleItem();

        row.Question.ShouldBe(question);
        row.Expected[0].ShouldBe(answer);
    }

    [Fact]
    public void Load_TableWrittenByPython_ReadsQuotesLineBreaksAndUnicode()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Problems", "Datasets", "Files", "python.csv");

        var dataset = Dataset.Load(new DatasetSettings(path));

        dataset
            .Rows.Select(row => (row.Place, row.Question, row.Expected[0]))
            .ShouldBe([
                (2, "How many legs do 3 cats have?", "12"),
                (3, "A sign says \"Closed\", then:\n\n  \"Open at 9\".\nHow many hours from 9 to 17?", "8"),
                (7, "Commas, everywhere, in 1,000; and semicolons?", "1000"),
                (8, "Ünïcode: 2 × 3 = ?", "6"),
            ]);
        dataset.Check.ShouldBeOfType<NumberCheck>();
    }

    [Theory]
    [InlineData("a.jsonl", "{\"question\":\"q\",\"answer\":\"1\"}\n\n{\"question\":\"q\"", "line 3 is not JSON")]
    [InlineData(
        "a.jsonl",
        "{\"question\":\"q\",\"answer\":\"1\"}\n{\"qestion\":\"q\",\"answer\":\"1\"}",
        "line 2 has no value in column 'question'"
    )]
    [InlineData("a.jsonl", "{\"question\":\"q\",\"answer\":\"1\"}\n[1]", "line 2 is not a JSON object")]
    [InlineData("a.jsonl", "{\"question\":\" \",\"answer\":\"1\"}", "line 1 has an empty question")]
    [InlineData("a.json", "[{\"question\":\"q\",\"answer\":\"1\"}, 5]", "item 2 is not a JSON object")]
    [InlineData("a.json", "[{\"question\":\"q\",\n\"answer\":}]", "line 2 is not JSON")]
    [InlineData("a.json", "{\"question\":\n\"q\"}", "without a list of rows")]
    [InlineData("a.csv", "question,answer\nq,1\nq,1,2\n", "line 3 has 3 fields, but the header has 2")]
    [InlineData("a.csv", "question,answer\nq,1\n\"q,1\n", "line 3 has a quoted field that does not end")]
    [InlineData("a.csv", "question,question\nq,1\n", "two columns of the same name")]
    [InlineData("a.csv", "", "is empty")]
    [InlineData("a.csv", "question,answer\n", "has no row that can be used")]
    [InlineData("a.csv", "text_a,b\nq,1\n", "has no usual column of the question")]
    [InlineData("a.parquet", "PAR1", "is a Parquet file: export it as JSON lines")]
    public void Load_BadFile_NamesThePlace(string name, string text, string message) =>
        Should.Throw<ArgumentException>(() => Load(name, text)).Message.ShouldContain(message);

    [Fact]
    public void Load_ManyBadRows_NamesTheFirstAndCountsTheOthers()
    {
        var text = string.Concat(Enumerable.Range(0, 10).Select(i => i % 5 == 0 ? "{\"question\":\"q\",\"answer\":\"1\"}\n" : "{\n"));

        var message = Should.Throw<ArgumentException>(() => Load("a.jsonl", text)).Message;

        message.ShouldStartWith("a.jsonl: 8 rows cannot be used: line 2 is not JSON");
        message.ShouldContain("; line 7 ");
        message.ShouldEndWith("; and 3 more. Correct them, or set badRows: skip");
        var skipped = Load("a.jsonl", text, settings => settings with { SkipsBadRows = true });
        skipped.Rows.Count.ShouldBe(2);
        skipped.Skipped.ShouldNotBeNull().ShouldStartWith("8 rows of a.jsonl are skipped: line 2");
    }

    [Fact]
    public void Load_MisspelledColumn_SuggestsTheColumn() =>
        Should
            .Throw<ArgumentException>(() => Load("a.csv", "question,answer\nq,1\n", settings => settings with { Prompt = "Q: {quetsion}" }))
            .Message.ShouldContain("line 2 has no value in column 'quetsion' (did you mean 'question'?); columns: question, answer");

    [Fact]
    public void Load_Template_FillsColumnsNestedValuesAndBraces()
    {
        var row = Load(
            "a.jsonl",
            """{"ctx": {"title": "Cats"}, "n": 3, "choices": ["x", "y"], "gold": "7"}""",
            settings => settings with { Prompt = "{ctx.title} {{{n}}}\n{choices}", Answer = "gold", Verify = "exact" }
        ).Rows[0];

        row.Question.ShouldBe("Cats {3}\nA. x\nB. y");
        row.Expected.ShouldBe(["7"]);
    }

    [Fact]
    public void Load_Images_ReadsPathsDataUrlsAndExportedBytes()
    {
        byte[] png = [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3];
        File.WriteAllBytes(Path.Combine(_folder.Path, "cat.png"), png);
        var base64 = Convert.ToBase64String(png);
        var text = $$$"""
            {"question": "a", "image": "cat.png"}
            {"question": "b", "image": "data:image/png;base64,{{{base64}}}"}
            {"question": "c", "image": {"bytes": "{{{base64}}}", "path": null}}
            {"question": "d", "image": ["cat.png", {"src": "cat.png"}]}
            """;

        var rows = Load("a.jsonl", text, Images).Rows;

        rows.Select(row => row.Images.Count).ShouldBe([1, 1, 1, 2]);
        rows.SelectMany(row => row.Images).ShouldAllBe(image => image.ToArray().SequenceEqual(png));
        Bad("""{"question": "a", "image": "dog.png"}""").ShouldContain("line 1 has an image that does not exist: 'dog.png'");
        Bad("""{"question": "a", "image": "https://example.com/a.png"}""").ShouldContain("download it");
        Bad("""{"question": "a", "image": "data:image/png;base64,AAAA"}""").ShouldContain("not in PNG, JPEG, GIF or WebP format");
        Bad("""{"question": "a"}""").ShouldContain("no image in column 'image'");

        string Bad(string line) => Should.Throw<ArgumentException>(() => Load("b.jsonl", line, Images)).Message;

        static DatasetSettings Images(DatasetSettings settings) => settings with { Images = "image" };
    }

    [Fact]
    public void Draw_OnePass_AsksEveryRowOnceAndEachPassInAnotherOrder()
    {
        var text = string.Concat(Enumerable.Range(0, 50).Select(i => $"{{\"question\":\"q{i}\",\"answer\":\"{i}\"}}\n"));
        var source = new DatasetSource(Settings("a.jsonl", text));

        var passes = Enumerable
            .Range(0, 3)
            .Select(pass => Enumerable.Range(pass * 50, 50).Select(n => source.Draw(7, "", n).Question).ToArray())
            .ToArray();

        passes.ShouldAllBe(pass => pass.Distinct().Count() == 50);
        passes[0].ShouldNotBe(passes[1]);
        passes[0].ShouldNotBe(Enumerable.Range(0, 50).Select(i => $"q{i}"));
        Enumerable.Range(0, 50).Select(n => source.Draw(7, "", n).Question).ShouldBe(passes[0]);
        Enumerable.Range(0, 50).Select(n => source.Draw(8, "", n).Question).ShouldNotBe(passes[0]);
    }

    [Fact]
    public void Draw_Limit_RepeatsTheSameSample()
    {
        var text = string.Concat(Enumerable.Range(0, 50).Select(i => $"{{\"question\":\"q{i}\",\"answer\":\"{i}\"}}\n"));
        var source = new DatasetSource(Settings("a.jsonl", text) with { Limit = 10 });
        string[] Pass(int pass) => [.. Enumerable.Range(pass * 10, 10).Select(n => source.Draw(7, "", n).Question).Order()];

        source.Size.ShouldBe(10);
        Pass(0).Distinct().Count().ShouldBe(10);
        Pass(1).ShouldBe(Pass(0));
        new DatasetSource(Settings("a.jsonl", text) with { IsInFileOrder = true }).Draw(7, "", 53).Question.ShouldBe("q3");
    }

    [Fact]
    public async Task VerifyAsync_Command_ReceivesAnswerAndRow()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the command is for a POSIX shell");
        var settings = Settings("a.jsonl", """{"question": "q", "gold": "blue"}""") with
        {
            Verify = "command",
            Command =
                "read answer; case \"$AGENTLOAD_ROW\" in *\"\\\"$answer\\\"\"*) exit 0;; esac; [ \"$answer\" = broken ] && exit 7; exit 1",
        };
        var problem = new DatasetSource(settings).Create(1);

        problem.ExtractAnswer("Some words.\n```\nblue\n```").ShouldBe("blue");
        (await Verify("blue")).ShouldBe(true);
        (await Verify("red")).ShouldBe(false);
        problem.Verify("blue").ShouldBe(true);
        (await Should.ThrowAsync<InvalidOperationException>(() => Verify("broken"))).Message.ShouldContain("exited with status 7");

        Task<bool?> Verify(string answer) => problem.VerifyAsync(answer, TestContext.Current.CancellationToken).AsTask();
    }

    [Fact]
    public async Task VerifyAsync_CommandThatHangs_IsEndedAndReported()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the command is for a POSIX shell");
        var problem = new DatasetSource(
            Settings("a.jsonl", """{"question": "q"}""") with
            {
                Verify = "command",
                Command = "sleep 60",
                CommandTimeout = TimeSpan.FromMilliseconds(200),
            }
        ).Create(1);

        (
            await Should.ThrowAsync<InvalidOperationException>(() =>
                problem.VerifyAsync("x", TestContext.Current.CancellationToken).AsTask()
            )
        ).Message.ShouldContain("did not end within 0.2 s");
    }

    private Dataset Load(string name, string text, Func<DatasetSettings, DatasetSettings>? change = null) =>
        Dataset.Load(change is null ? Settings(name, text) : change(Settings(name, text)));

    private DatasetSettings Settings(string name, string text) => new(_folder.Write(name, text));
}
