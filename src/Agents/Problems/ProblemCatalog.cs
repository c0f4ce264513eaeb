using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems.Blocksworld;
using AgentLoad.Agents.Problems.Code;
using AgentLoad.Agents.Problems.Examples;
using AgentLoad.Agents.Problems.Game24;
using AgentLoad.Agents.Problems.Hex;
using AgentLoad.Agents.Problems.MultiHop;
using AgentLoad.Agents.Problems.NPuzzle;
using AgentLoad.Agents.Problems.OpenPrompt;
using AgentLoad.Agents.Problems.SetIntersection;
using AgentLoad.Agents.Problems.ShortestPath;
using AgentLoad.Agents.Problems.Sorting;
using AgentLoad.Agents.Problems.Vision;
using AgentLoad.Agents.Problems.WordProblems;
using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Problems;

/// <summary>The kinds of problems that a workload can name.</summary>
public static class ProblemCatalog
{
    /// <summary>Every kind. Those whose answers can be verified can show worked examples.</summary>
    public static IReadOnlyList<Entry<IProblemSource>> All { get; } =
    [
        .. Kinds()
            .Select(kind =>
                kind.Name is OpenPromptSource.KindName or VisionSource.ImageKind or VisionSource.VideoKind ? kind : WithExamples(kind)
            ),
    ];

    /// <summary>The kind of that name, or null where there is none.</summary>
    public static Entry<IProblemSource>? Find(string name) => All.FirstOrDefault(entry => entry.Name == name);

    private static Entry<IProblemSource> WithExamples(Entry<IProblemSource> kind) =>
        kind with
        {
            Parameters =
            [
                .. kind.Parameters,
                new(
                    WorkedExamples.SettingName,
                    ParameterKind.Integer,
                    0L,
                    "Worked examples before the question, the same in all prompts of a run: other problems with their answers."
                )
                {
                    Min = 0,
                    Max = WorkedExamples.MaxCount,
                },
            ],
            Create = settings =>
                settings.Integer(WorkedExamples.SettingName) is > 0 and var count
                    ? new FewShotSource(kind.Create(settings), count)
                    : kind.Create(settings),
        };

    private static Entry<IProblemSource>[] Kinds() =>
        [
            new(
                Game24Source.Kind,
                "Make 24 from four numbers with + - * / and parentheses.",
                "the expression uses exactly the numbers and equals 24 in rational arithmetic",
                "Yao et al. 2023, Tree of Thoughts, arXiv 2305.10601",
                [new("solvableOnly", ParameterKind.Flag, true, "Draw only games that have a solution (1,362 of 1,820).")],
                settings => new Game24Source(settings.Flag("solvableOnly"))
            ),
            new(
                WordProblemSource.KindName,
                "Work out a quantity from a story in which each sentence builds on others.",
                "the last number of the answer, exactly",
                "generated; modelled on grade-school word problems (Cobbe et al. 2021, GSM8K, arXiv 2110.14168)",
                [
                    new("operations", ParameterKind.Integer, 4L, "Operations from the first number to the answer.") { Min = 2, Max = 8 },
                    new("calculator", ParameterKind.Flag, false, "Give agents that use tools a calculator."),
                    .. Behaviour("lognormal 20ms 0.5"),
                ],
                settings => new WordProblemSource(
                    settings.Integer("operations"),
                    settings.Flag("calculator") ? BehaviourOf(settings) : null
                )
            ),
            new(
                MultiHopSource.KindName,
                "Answer a question that takes one tool call for each hop through an invented graph.",
                "normalised exact match with the person at the path's end",
                "generated; modelled on multi-hop questions (Yang et al. 2018, HotpotQA, arXiv 1809.09600)",
                [
                    new("hops", ParameterKind.Integer, 3L, "Lookups from the question to the answer.") { Min = 1, Max = 10 },
                    new("entities", ParameterKind.Integer, 60L, "People in the graph.") { Min = 20, Max = 1000 },
                    .. Behaviour("lognormal 200ms 0.5"),
                ],
                settings => new MultiHopSource(settings.Integer("hops"), settings.Integer("entities"), BehaviourOf(settings))
            ),
            new(
                SortingSource.KindName,
                "Sort a list of digits with repetitions; splits and merges for Graph of Thoughts.",
                "exactly the sorted list; partial score 1 - (neighbours out of order + differences of counts) / length",
                "Besta et al. 2023, Graph of Thoughts, arXiv 2308.09687",
                [new("length", ParameterKind.Integer, 32L, "Digits in the list; published: 32, 64 and 128.") { Min = 2, Max = 1000 }],
                settings => new SortingSource(settings.Integer("length"))
            ),
            new(
                SetIntersectionSource.KindName,
                "Find the numbers that two sets have in common; splits and merges for Graph of Thoughts.",
                "exactly the numbers in common, in any order; partial score: Jaccard index",
                "Besta et al. 2023, Graph of Thoughts, arXiv 2308.09687",
                [new("length", ParameterKind.Integer, 32L, "Numbers in each set; published: 32, 64 and 128.") { Min = 2, Max = 1000 }],
                settings => new SetIntersectionSource(settings.Integer("length"))
            ),
            new(
                BlocksworldSource.KindName,
                "Rearrange stacks of blocks, one block a move.",
                "plays the moves: all legal, and the goal is reached; score: fewest moves (A*) / moves",
                "Winograd 1971; as a test of models: Valmeekam et al. 2023, arXiv 2206.10498",
                [
                    new("blocks", ParameterKind.Integer, 5L, "Blocks on the table.") { Min = 2, Max = 8 },
                    new("optimal", ParameterKind.Flag, false, "Only plans with the fewest moves are right."),
                ],
                settings => new BlocksworldSource(settings.Integer("blocks"), settings.Flag("optimal"))
            ),
            new(
                NPuzzleSource.KindName,
                "Slide the tiles of a square board into order.",
                "plays the moves: all legal, and the goal is reached; score: fewest moves (A*) / moves",
                "Johnson and Story 1879, American Journal of Mathematics 2(4)",
                [
                    new("size", ParameterKind.Integer, 3L, "Tiles along each side: 3 for the 8-puzzle, 4 for the 15-puzzle.")
                    {
                        Min = 3,
                        Max = 4,
                    },
                    new("moves", ParameterKind.Integer, 8L, "Fewest moves to the goal.") { Min = 1, Max = 20 },
                    new("optimal", ParameterKind.Flag, false, "Only solutions with the fewest moves are right."),
                ],
                settings => new NPuzzleSource(settings.Integer("size"), settings.Integer("moves"), settings.Flag("optimal"))
            ),
            new(
                ShortestPathSource.KindName,
                "Find the cheapest way through a map of roads.",
                "the roads exist and lead to the place; the cost is that of Dijkstra's algorithm; score: least cost / cost",
                "Dijkstra 1959; generated",
                [
                    new("nodes", ParameterKind.Integer, 10L, "Places on the map.") { Min = 4, Max = 60 },
                    new("degree", ParameterKind.Number, 3.0, "Mean number of roads at a place.") { Min = 2, Max = 8 },
                    new("optimal", ParameterKind.Flag, true, "Only cheapest ways are right; else any way along roads."),
                ],
                settings => new ShortestPathSource(settings.Integer("nodes"), settings.Number("degree"), settings.Flag("optimal"))
            ),
            new(
                CodeSource.KindName,
                "Write a program of a tiny language that does given steps with a list; a tool runs programs.",
                "3 visible and the hidden tests, run with limits on steps and memory; score: share of tests passed",
                "generated; modelled on function synthesis from a docstring (Chen et al. 2021, HumanEval, arXiv 2107.03374)",
                [
                    new("steps", ParameterKind.Integer, 2L, "Steps that change the list before the last one, which gives a number.")
                    {
                        Min = 0,
                        Max = 8,
                    },
                    new("tests", ParameterKind.Integer, 10L, "Hidden tests.") { Min = 2, Max = 100 },
                    .. Behaviour("lognormal 100ms 0.5"),
                ],
                settings => new CodeSource(settings.Integer("steps"), settings.Integer("tests"), BehaviourOf(settings))
            ),
            new(
                HexSource.KindName,
                "Play Hex from a random opening: for self-play, or as the puzzle to write down a game that Red wins.",
                "every move is legal, and Red has joined top and bottom (union-find)",
                "Hein 1942, Nash 1948; as a test of inference compute: Jones 2021, arXiv 2104.03113",
                [
                    new("size", ParameterKind.Integer, 5L, "Cells along each side.") { Min = 3, Max = 19 },
                    new("opening", ParameterKind.Integer, 4L, "Stones on the board at the start, rounded down to an even number.")
                    {
                        Min = 0,
                        Max = 8,
                    },
                ],
                settings => new HexSource(settings.Integer("size"), settings.Integer("opening"))
            ),
            new(
                OpenPromptSource.KindName,
                "Reply to a prompt of a given length that has no right answer.",
                "not verified: solved is missing",
                "generated; named lengths: Azure 2023 traces (Patel et al. 2024, Splitwise, arXiv 2311.18677), Mooncake (Qin et al., FAST 2025)",
                [
                    new("promptTokens", ParameterKind.Integer, 200L, "Mean length of the prompt, about one word a token.")
                    {
                        Min = 1,
                        Max = 100_000,
                    },
                    new("spread", ParameterKind.Number, 0.5, "Sigma of the logarithm of the length; 0 for equal lengths.")
                    {
                        Min = 0,
                        Max = 2,
                    },
                    new(
                        "lengths",
                        ParameterKind.Text,
                        PromptLengths.LogNormal,
                        "Distribution of the length: lognormal by the two settings above, or a published one."
                    )
                    {
                        Allowed = PromptLengths.Names,
                    },
                ],
                settings => new OpenPromptSource(settings.Integer("promptTokens"), settings.Number("spread"), settings.Text("lengths"))
            ),
            new(
                VisionSource.ImageKind,
                "Describe images that are sent along, for models with vision.",
                "not verified: solved is missing",
                "generated PNG images; the model server says how many tokens they take (the project's essays count 500 an image)",
                [.. Size(512), new("images", ParameterKind.Integer, 1L, "Images of a problem.") { Min = 1, Max = 100 }],
                settings => new VisionSource(
                    VisionSource.ImageKind,
                    settings.Integer("width"),
                    settings.Integer("height"),
                    settings.Integer("images")
                )
            ),
            new(
                VisionSource.VideoKind,
                "Describe a video that is sent along as its frames, for models with vision.",
                "not verified: solved is missing",
                "generated PNG images; 1,440 frames a minute and 500 tokens a frame are the project's essays' densities; the model server says how many tokens it really takes",
                [
                    .. Size(256),
                    new("seconds", ParameterKind.Number, 1.0, "Length of the video in seconds.") { Min = 0.01, Max = 90 },
                    new(
                        "framesPerMinute",
                        ParameterKind.Number,
                        1440.0,
                        "Frames a minute that the model gets to see; at most 2,160 frames together."
                    )
                    {
                        Min = 1,
                        Max = 3600,
                    },
                ],
                settings => new VisionSource(
                    VisionSource.VideoKind,
                    settings.Integer("width"),
                    settings.Integer("height"),
                    VisionSource.Frames(settings.Number("seconds"), settings.Number("framesPerMinute"))
                )
            ),
        ];

    private static Parameter[] Behaviour(string latency) =>
        [
            new("latency", ParameterKind.Latency, latency, "Time that one tool call takes."),
            new("failures", ParameterKind.Failures, "none", "How often a tool call fails on purpose, and how: none, or kinds with shares."),
        ];

    private static ToolBehaviour BehaviourOf(Settings settings) =>
        new(LatencyDistribution.Parse(settings.Text("latency")), ToolFailures.Parse(settings.Text("failures")));

    private static Parameter[] Size(long pixels) =>
        [
            new("width", ParameterKind.Integer, pixels, "Pixels a row.") { Min = 8, Max = 4096 },
            new("height", ParameterKind.Integer, pixels, "Rows of pixels.") { Min = 8, Max = 4096 },
        ];
}
