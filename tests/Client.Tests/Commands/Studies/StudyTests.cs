using AgentLoad.Client.Commands;
using AgentLoad.Client.Commands.Studies;
using AgentLoad.Client.Results;
using AgentLoad.Client.Running;
using AgentLoad.Client.Tests.Results;
using AgentLoad.Measurement.Records;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Commands.Studies;

public sealed class StudyTests
{
    private const string Small = """
        name: small
        seeds: 2
        tasks: 4
        agents: 4
        driving: shaped
        problems: [game24]
        strategies:
          - {kind: self-consistency, samples: [1, 2, 4]}
          - chain-of-thought
        node: {profile: instant}
        prices: {simulated: {prompt: 1, completion: 2}}
        """;

    [Fact]
    public void Parse_ListsInSettings_ExpandToAllCombinationsAndABaseline()
    {
        var study = StudyFile.Parse(
            """
            problems: [game24, {kind: arithmetic, operations: [2, 4]}]
            strategies: [direct, {kind: tree-of-thoughts, breadth: [1, 5], evaluations: [1, 3]}]
            budgets: [none, {tokens: 5000}]
            """,
            "s.yaml",
            ["tasks=7"]
        );

        study.Cells.Count.ShouldBe(3 * (1 + (2 * 5) - 1));
        study.Cells.Count(cell => cell.IsBaseline).ShouldBe(3);
        study.Cells.ShouldAllBe(cell => cell.Workload.Load.Tasks == 7);
        study.Cells.Count(cell => cell.Swept.Count(s => s.Key is "breadth" or "evaluations") == 2).ShouldBe(3 * 2 * 4);
        study.Cells.Where(cell => cell.Problem.Name == "arithmetic").ShouldAllBe(cell => cell.Swept[0].Key == "problem.operations");
        study.Cells.Count(cell => cell.Workload.Groups[0].Budget.Tokens == 5000).ShouldBe(3 * 5);
    }

    [Fact]
    public void Parse_Errors_AreAllReportedWithTheirLines()
    {
        var error = Should.Throw<UserErrorException>(() =>
            StudyFile.Parse(
                """
                problems: [game24]
                strategies:
                  - {kind: tree-of-thoughts, breadth: [1, 0]}
                  - {kind: self-consistensy}
                drivin: shaped
                """,
                "s.yaml",
                []
            )
        );
        var cells = Should.Throw<UserErrorException>(() =>
            StudyFile.Parse(
                """
                problems: [game24]
                strategies:
                  - {kind: tree-of-thoughts, breadth: [1, 0]}
                  - {kind: self-consistensy}
                """,
                "s.yaml",
                []
            )
        );

        error.Message.ShouldContain("s.yaml:5: unknown key 'drivin'");
        cells.Message.ShouldContain("s.yaml:3: strategy.breadth");
        cells.Message.ShouldContain("s.yaml:4: strategy.kind");
        cells.ExitCode.ShouldBe(ExitCode.BadInput);
    }

    [Fact]
    public void Units_OfManyStudies_ContainEveryCellOncePerSeedInRandomOrder()
    {
        var orders = new HashSet<string>();
        for (var seed = 0; seed < 50; seed++)
        {
            var study = StudyFile.Parse(Small, "s.yaml", [$"seed={seed}"]);
            var units = study.Units();

            units.Select(unit => unit.Position).ShouldBe(Enumerable.Range(0, units.Count));
            foreach (var repetition in units.Chunk(study.Cells.Count))
            {
                repetition.Select(unit => unit.Cell.Id).Order().ShouldBe(study.Cells.Select(cell => cell.Id));
                repetition.Select(unit => unit.Seed).Distinct().Count().ShouldBe(1);
            }

            study.Units().Select(unit => unit.Cell.Id).ShouldBe(units.Select(unit => unit.Cell.Id));
            orders.Add(string.Join(',', units.Select(unit => unit.Cell.Id)));
        }

        orders.Count.ShouldBeGreaterThan(45);
    }

    [Fact]
    public async Task Study_Resumed_GivesTheSameResults()
    {
        using var temp = new TempFolder();
        var study = StudyFile.Parse(Small, "s.yaml", []);
        var lines = new List<string>();
        (
            await StudyJob.ExecuteAsync(
                study,
                temp.Path,
                HostChoice.Default,
                dryRun: false,
                asJson: false,
                lines.Add,
                CancellationToken.None
            )
        ).ShouldBe(0);
        var folder = Path.Combine(temp.Path, "small");
        var first = Deterministic(folder);
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "study.db")};Pooling=False"))
        {
            connection.Open();
            foreach (var table in new[] { "tasks", "units" })
            {
                connection.Execute($"DELETE FROM {table} WHERE position IN (1, 6)");
            }
        }

        lines.Clear();
        (
            await StudyJob.ExecuteAsync(
                study,
                temp.Path,
                HostChoice.Default,
                dryRun: false,
                asJson: false,
                lines.Add,
                CancellationToken.None
            )
        ).ShouldBe(0);

        lines.ShouldContain(line => line.StartsWith("Resuming small: 8 of 10", StringComparison.Ordinal));
        lines.Count(line => line.Contains("/10  ", StringComparison.Ordinal)).ShouldBe(2);
        Deterministic(folder).ShouldBe(first);
        var other = StudyFile.Parse(Small, "s.yaml", ["tasks=5"]);
        (
            await Should.ThrowAsync<UserErrorException>(() =>
                StudyJob.ExecuteAsync(other, temp.Path, HostChoice.Default, false, asJson: false, lines.Add, CancellationToken.None)
            )
        ).Message.ShouldContain("a study with the same name");
    }

    [Fact]
    public async Task Study_Results_MatchTheTasks()
    {
        using var temp = new TempFolder();
        var study = StudyFile.Parse(Small, "s.yaml", []);
        await StudyJob.ExecuteAsync(study, temp.Path, HostChoice.Default, dryRun: false, asJson: false, _ => { }, CancellationToken.None);
        using var store = StudyStore.Open(Path.Combine(temp.Path, "small"), study);
        var results = StudyResults.Of(study, store.IsSimulated(), store.Tasks());

        results.Simulated.ShouldBeTrue();
        store.Tasks().GroupBy(task => (task.Seed, task.CellId)).ShouldAllBe(unit => unit.Count() == 4);
        store
            .Tasks()
            .GroupBy(task => task.CellId)
            .Select(cell => string.Join(' ', cell.Select(task => task.Problem).Order()))
            .Distinct()
            .Count()
            .ShouldBe(1, "all cells have the same problems");
        var samples = results.Cells.Where(cell => cell.Cell.Strategy.Name == "self-consistency").ToArray();
        samples.Select(cell => cell.Calls).ShouldBe([1d, 2d, 4d]);
        samples.ShouldAllBe(cell => cell.Cost > 0 && cell.TokensOverDirect!.Low <= cell.TokensOverDirect.Ratio);
        var calls = results.Laws.Single(law => law is { Metric: "calls", Parameters: ["samples"] }).Law;
        calls.IsAffine.ShouldBeFalse("calls are proportional to samples");
        var exponent = calls.Power.Exponents.ShouldHaveSingleItem();
        (exponent.Value, exponent.Low!.Value, exponent.High!.Value, calls.Power.Points).ShouldBe((1, 1, 1, 3), new PowersOfTwo());
        results.Cells.Where(cell => cell.OnTokenFront).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("game24", TaskState.OutOfBudget, 0.0)]
    [InlineData("game24", TaskState.Failed, null)]
    [InlineData("open", TaskState.Unsolved, null)]
    public void Results_SolvedRate_DependsOnTheVerifierOfTheProblem(string problem, TaskState state, double? expected)
    {
        var study = StudyFile.Parse($"{{problems: [{problem}], strategies: [direct]}}", "s.yaml", []);
        var tasks = Enumerable
            .Range(0, 5)
            .Select(id => new StudyTask
            {
                TaskId = id,
                CellId = 0,
                Seed = 1,
                ProblemId = $"{problem}/{id}",
                State = state,
            })
            .ToArray();

        StudyResults.Of(study, true, tasks).Cells.Select(cell => cell.Solved?.Rate).ShouldBe([expected]);
    }

    [Fact]
    public async Task Study_AboveMaxTokens_FailsBeforeTheFirstCall()
    {
        using var temp = new TempFolder();
        var study = StudyFile.Parse(Small, "s.yaml", ["maxTokens=1000"]);

        var error = await Should.ThrowAsync<UserErrorException>(() =>
            StudyJob.ExecuteAsync(study, temp.Path, HostChoice.Default, false, asJson: false, _ => { }, CancellationToken.None)
        );

        error.Message.ShouldContain("estimated");
        Directory.GetFileSystemEntries(temp.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Csv_HostileValues_AreQuoted()
    {
        StudyFiles.Field("=1+1").ShouldBe("'=1+1");
        StudyFiles.Field("a,\"b\"\n").ShouldBe("\"a,\"\"b\"\"\n\"");
        StudyFiles.Field("-0.5").ShouldBe("-0.5");
        StudyFiles.Field(null).ShouldBe("");
    }

    private static string Deterministic(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "study.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT group_concat(position || ' ' || task_id || ' ' || problem_id || ' ' || state || ' ' || calls || ' ' || "
            + "total_tokens, char(10)) "
            + "FROM (SELECT * FROM tasks ORDER BY position, task_id)";
        return (string)command.ExecuteScalar()!;
    }

    private sealed class PowersOfTwo : IEqualityComparer<(double, double, double, int)>
    {
        public bool Equals((double, double, double, int) x, (double, double, double, int) y) =>
            Math.Abs(x.Item1 - y.Item1) < 1e-9
            && Math.Abs(x.Item2 - y.Item2) < 1e-9
            && Math.Abs(x.Item3 - y.Item3) < 1e-9
            && x.Item4 == y.Item4;

        public int GetHashCode((double, double, double, int) value) => value.Item4;
    }
}
