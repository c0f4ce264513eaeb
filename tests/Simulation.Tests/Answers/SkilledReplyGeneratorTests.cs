using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.Game24;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;
using AgentLoad.Simulation.Answers;
using Shouldly;
using Xunit;

namespace AgentLoad.Simulation.Tests.Answers;

public sealed class SkilledReplyGeneratorTests
{
    private static readonly LiveBehaviour Live = new();

    public static TheoryData<string> Verified =>
        ["game24", "arithmetic", "multihop", "sorting", "set-intersection", "blocksworld", "n-puzzle", "shortest-path", "code", "hex"];

    [Theory]
    [MemberData(nameof(Verified))]
    public void Answer_FullSkill_ParsesForEveryPromptAndSeed(string kind)
    {
        var (source, generator) = (ProblemCatalog.Find(kind)!.CreateWith(), new SkilledReplyGenerator(1, new()));
        for (ulong seed = 0; seed < 100; seed++)
        {
            var problem = source.Create(seed);
            foreach (var prompt in new[] { problem.DirectPrompt, problem.ReasoningPrompt })
            {
                problem.ExtractAnswer(Ask(generator, prompt, seed)).ShouldNotBeNull(prompt);
            }

            Live.ReadAction(problem, Read(generator.Generate(Prompt([ChatMessage.User(ReAct(problem))], seed))), 0, "k")
                .ShouldNotBe(AgentAction.None);
            var vote = $"{problem.Question}\n\nChoice 1:\nAnswer: 1\n\nChoice 2:\nAnswer: 2\n\nend with the line: The best choice is N";
            Live.ReadVote(2, Read(generator.Generate(Prompt([ChatMessage.User(vote)], seed))), "k").ShouldNotBeNull();
        }
    }

    [Theory]
    [InlineData("game24")]
    [InlineData("blocksworld")]
    [InlineData("n-puzzle")]
    [InlineData("shortest-path")]
    public void Answer_Search_ParsesAtEveryLevel(string kind)
    {
        var (source, generator, random) = (ProblemCatalog.Find(kind)!.CreateWith(), new SkilledReplyGenerator(1, new()), new Random(5));
        for (ulong seed = 0; seed < 40; seed++)
        {
            var search = source.Create(seed).Search!;
            var state = "";
            for (var level = 0; level < search.Depth; level++)
            {
                var states = search.ReadProposals(state, Ask(generator, search.ProposePrompt(state), seed));
                states.ShouldNotBeEmpty(state);
                state = kind == "game24" ? states[random.Next(states.Count)] : states.MaxBy(search.OracleValue)!;
                search.ReadValue(state, Ask(generator, search.ValuePrompt(state), seed)).ShouldNotBeNull(state);
            }

            search.Answer(state).ShouldNotBeNull();
        }
    }

    [Theory]
    [InlineData("game24")]
    [InlineData("arithmetic")]
    [InlineData("sorting")]
    [InlineData("set-intersection")]
    [InlineData("blocksworld")]
    [InlineData("n-puzzle")]
    [InlineData("shortest-path")]
    [InlineData("code")]
    [InlineData("hex")]
    public void Answer_MoreSkill_SolvesMore(string kind)
    {
        var shares = new[] { 0.2, 0.5, 0.8, 1.0 }.Select(skill => Share(kind, skill, p => p.ReasoningPrompt)).ToArray();
        shares.ShouldBeInOrder();
        shares[^1].ShouldBe(1);
        (shares[^1] - shares[0]).ShouldBeGreaterThan(0.5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Answer_MultiHopWithTools_IsFoundMoreOftenWithMoreSkill(bool isNative)
    {
        Found(1, isNative).ShouldBe(1);
        Found(0.2, isNative).ShouldBeInRange(0.05, 0.8);
    }

    [Fact]
    public void Answer_SearchAtSkill08_FindsMuchMoreOftenThanDirect() =>
        SearchShare(0.8).ShouldBeGreaterThan(Share("game24", 0.8, p => p.DirectPrompt) + 0.3);

    [Fact]
    public void Answer_SameSeed_RepeatsAndOtherSeedsDiffer()
    {
        var generator = new SkilledReplyGenerator(0.5, new());
        var prompt = new Game24Source().Create(3).ReasoningPrompt;
        var replies = Enumerable.Range(0, 40).Select(seed => Ask(generator, prompt, (ulong)seed)).ToArray();
        replies.ShouldBe(Enumerable.Range(0, 40).Select(seed => Ask(generator, prompt, (ulong)seed)));
        replies.Distinct().Count().ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Answer_TemperatureZero_DoesNotDependOnTheSeed()
    {
        var generator = new SkilledReplyGenerator(0.5, new());
        IReadOnlyList<ChatMessage> messages = [ChatMessage.User(new Game24Source().Create(3).ReasoningPrompt)];
        Enumerable
            .Range(0, 20)
            .Select(s => generator.Generate(Prompt(messages, (ulong)s) with { Temperature = 0 }).Text)
            .Distinct()
            .Count()
            .ShouldBe(1);
    }

    [Fact]
    public void Answer_LessSkill_IsSometimesUnparsable()
    {
        var generator = new SkilledReplyGenerator(0, new());
        var problem = ProblemCatalog.Find("game24")!.CreateWith().Create(1);
        var unread = Enumerable.Range(0, 1000).Count(s => problem.ExtractAnswer(Ask(generator, problem.ReasoningPrompt, (ulong)s)) is null);
        unread.ShouldBeInRange(60, 140);
    }

    [Fact]
    public void Answer_ThinkingModel_Thinks()
    {
        var generator = new SkilledReplyGenerator(0.8, new());
        var prompt = Prompt([ChatMessage.User("Hello")], 1);
        generator.Generate(prompt).Thinking.ShouldBeEmpty();
        generator.Generate(prompt with { Model = "sim-think" }).Thinking.ShouldNotBeEmpty();
        generator.Generate(prompt).Text.ShouldNotBeEmpty();
    }

    [Fact]
    public void Answer_BrokenPrompts_NeverThrows()
    {
        var (generator, random) = (new SkilledReplyGenerator(0.5, new()), new Random(9));
        string[] pieces =
        [
            .. ProblemCatalog.Generated.Select(e => e.CreateWith().Create(1).ReasoningPrompt),
            new Game24Source().Create(1).Search!.ProposePrompt(""),
            new Game24Source().Create(1).Search!.ValuePrompt(""),
            "Input:",
            "Input: 0 0 0 0",
            "Input: 1/0",
            "Input: 99999999999999999999",
            "Steps:",
            "The best choice is",
            "Choice 1:",
            "\nTools:\n",
            "Game of 24: use the numbers 5, each exactly once",
            "Zoe has 999999999999 times as many beads as Zoe.",
            "How many beads does Zoe have?",
            "Who is the a of B?",
            "\ud800",
            "\n",
        ];
        for (var i = 0; i < 2000; i++)
        {
            var text = string.Join(
                random.Next(2) == 0 ? "\n" : "",
                Enumerable.Range(0, random.Next(1, 6)).Select(_ => Cut(pieces[random.Next(pieces.Length)]))
            );
            Should.NotThrow(() => Ask(generator, text, 1), text);
        }

        string Cut(string piece) => random.Next(3) == 0 ? piece[..random.Next(piece.Length + 1)] : piece;
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Constructor_SkillOutOfRange_IsRejected(double skill) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new SkilledReplyGenerator(skill, new()));

    private static double Share(string kind, double skill, Func<Problem, string> prompt)
    {
        var (source, generator) = (ProblemCatalog.Find(kind)!.CreateWith(), new SkilledReplyGenerator(skill, new()));
        return Enumerable
            .Range(0, 200)
            .Select(seed => source.Create((ulong)seed))
            .Average(p => p.ExtractAnswer(Ask(generator, prompt(p), 1)) is { } answer && p.Verify(answer) == true ? 1.0 : 0.0);
    }

    // A small Tree of Thoughts: beam of five, three judgements per state.
    private static double SearchShare(double skill)
    {
        var (source, generator) = (new Game24Source(), new SkilledReplyGenerator(skill, new()));
        return Enumerable
            .Range(0, 40)
            .Average(seed =>
            {
                var problem = source.Create((ulong)seed);
                var search = problem.Search!;
                List<string> beam = [""];
                for (var level = 0; level < search.Depth; level++)
                {
                    beam =
                    [
                        .. beam.SelectMany((s, i) => search.ReadProposals(s, Ask(generator, search.ProposePrompt(s), (ulong)(seed + i))))
                            .OrderByDescending(s =>
                                Enumerable.Range(0, 3).Sum(i => search.ReadValue(s, Ask(generator, search.ValuePrompt(s), (ulong)i)) ?? 0)
                            )
                            .Take(5),
                    ];
                }

                return beam.Any(s => search.Answer(s) is { } answer && problem.Verify(answer) == true) ? 1.0 : 0.0;
            });
    }

    private static double Found(double skill, bool isNative)
    {
        var (source, generator) = (ProblemCatalog.Find("multihop")!.CreateWith(), new SkilledReplyGenerator(skill, new()));
        return Enumerable
            .Range(0, 100)
            .Average(seed =>
            {
                var problem = source.Create((ulong)seed);
                List<ChatMessage> messages = [ChatMessage.User(isNative ? problem.Question : ReAct(problem))];
                for (var turn = 0; turn < 6; turn++)
                {
                    var prompt = Prompt(messages, (ulong)turn) with
                    {
                        Tools = isNative ? [.. problem.Tools.Select(t => t.Definition)] : [],
                    };
                    var reply = Read(generator.Generate(prompt));
                    var action = Live.ReadAction(problem, reply, turn, "k");
                    if (action.Answer is { } answer)
                    {
                        return problem.Verify(answer) == true ? 1.0 : 0.0;
                    }

                    if (action.Tool is not { } call)
                    {
                        return 0.0;
                    }

                    var text = problem.Tools.Single(t => t.Definition.Name == call.Name).Execute(call.Arguments).Text;
                    messages.Add(ChatMessage.Assistant(reply.Text));
                    messages.Add(isNative ? new ChatMessage(ChatRole.Tool, text) : ChatMessage.User($"Observation: {text}"));
                }

                return 0.0;
            });
    }

    private static string ReAct(Problem problem) =>
        $"{problem.Question}\n\nTools:\n"
        + string.Concat(problem.Tools.Select(t => $"- {t.Definition.Name}(): {t.Definition.Description}\n"))
        + "\nThought: …\nAction: name[{}] or\nFinal Answer: the answer";

    private static Reply Read(SimulatedReply reply) => new(0, reply.Text, reply.Thinking, reply.ToolCalls, true);

    private static string Ask(SkilledReplyGenerator generator, string text, ulong seed) =>
        generator.Generate(Prompt([ChatMessage.User(text)], seed)).Text;

    private static SimulatedPrompt Prompt(IReadOnlyList<ChatMessage> messages, ulong seed) =>
        new("sim", messages, [], int.MaxValue, 0.7, seed, false);
}
