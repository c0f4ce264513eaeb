using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems.Blocksworld;
using AgentLoad.Agents.Problems.Code;
using AgentLoad.Agents.Problems.Datasets;
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
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Problems;

/// <summary>The problem kinds that a workload can reference.</summary>
internal static class ProblemCatalog
{
    /// <summary>The kinds that generate problems without data of the user.</summary>
    public static IReadOnlyList<Entry<IProblemSource>> Generated => [.. All.Where(entry => !entry.Parameters.Any(p => p.IsRequired))];

    /// <summary>All kinds. Kinds with verifiable answers support few-shot examples.</summary>
    public static IReadOnlyList<Entry<IProblemSource>> All { get; } =
    [
        .. Kinds()
            .Select(kind =>
                kind.Name is OpenPromptSource.KindName or VisionSource.ImageKind or VisionSource.VideoKind ? kind : WithExamples(kind)
            ),
    ];

    /// <summary>Returns the kind with the given name, or null.</summary>
    public static Entry<IProblemSource>? Find(string name) => All.FirstOrDefault(entry => entry.Name == name);

    /// <summary>Creates the source of a workload's problem; null if the kind is unknown.</summary>
    public static IProblemSource? SourceOf(Choice problem) =>
        Find(problem.Name) is { } entry ? entry.Create(new Settings(entry.Parameters, problem.Values)) : null;

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
                    "Number of few-shot examples before the question; all prompts of a run contain the same examples."
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
                "Combine four numbers to 24 with + - * / and parentheses.",
                "the expression uses each number exactly once and equals 24 in rational arithmetic",
                "Yao et al. 2023, Tree of Thoughts, arXiv 2305.10601",
                [new("solvableOnly", ParameterKind.Flag, true, "Draw only solvable games (1,362 of 1,820).")],
                settings => new Game24Source(settings.Flag("solvableOnly"))
            ),
            new(
                WordProblemSource.KindName,
                "Compute a quantity from a text in which each sentence depends on earlier ones.",
                "exact match with the last number of the answer",
                "generated; modeled on grade-school word problems (Cobbe et al. 2021, GSM8K, arXiv 2110.14168)",
                [
                    new("operations", ParameterKind.Integer, 4L, "Number of operations.") { Min = 2, Max = 8 },
                    new("calculator", ParameterKind.Flag, false, "Provide a calculator tool."),
                    .. Behaviour("lognormal 20ms 0.5"),
                ],
                settings => new WordProblemSource(
                    settings.Integer("operations"),
                    settings.Flag("calculator") ? BehaviourOf(settings) : null
                )
            ),
            new(
                MultiHopSource.KindName,
                "Answer a question that requires one tool call per hop in a fictional graph.",
                "normalized exact match with the last person of the path",
                "generated; modeled on multi-hop questions (Yang et al. 2018, HotpotQA, arXiv 1809.09600)",
                [
                    new("hops", ParameterKind.Integer, 3L, "Number of lookups from the question to the answer.") { Min = 1, Max = 10 },
                    new("branches", ParameterKind.Integer, 1L, "Number of independent chains among which the lookups are divided.")
                    {
                        Min = 1,
                        Max = 10,
                    },
                    new("entities", ParameterKind.Integer, 60L, "Number of people in the graph.") { Min = 20, Max = 1000 },
                    .. Behaviour("lognormal 200ms 0.5"),
                ],
                settings => new MultiHopSource(
                    settings.Integer("hops"),
                    settings.Integer("entities"),
                    BehaviourOf(settings),
                    settings.Integer("branches")
                )
            ),
            new(
                SortingSource.KindName,
                "Sort a list of digits with repetitions; supports split and merge for Graph of Thoughts.",
                "exact match with the sorted list; score: 1 - (adjacent pairs out of order + differences of counts) / length",
                "Besta et al. 2023, Graph of Thoughts, arXiv 2308.09687",
                [
                    new("length", ParameterKind.Integer, 32L, "Length of the list; published values: 32, 64 and 128.")
                    {
                        Min = 2,
                        Max = 1000,
                    },
                ],
                settings => new SortingSource(settings.Integer("length"))
            ),
            new(
                SetIntersectionSource.KindName,
                "Find the common numbers of two sets; supports split and merge for Graph of Thoughts.",
                "exactly the common numbers, in any order; score: Jaccard index",
                "Besta et al. 2023, Graph of Thoughts, arXiv 2308.09687",
                [new("length", ParameterKind.Integer, 32L, "Size of each set; published values: 32, 64 and 128.") { Min = 2, Max = 1000 }],
                settings => new SetIntersectionSource(settings.Integer("length"))
            ),
            new(
                BlocksworldSource.KindName,
                "Rearrange stacks of blocks, one block per move.",
                "replays the moves: all moves are legal and the goal is reached; score: minimum number of moves (A*) / number of moves",
                "Winograd 1971; as a model benchmark: Valmeekam et al. 2023, arXiv 2206.10498",
                [
                    new("blocks", ParameterKind.Integer, 5L, "Number of blocks.") { Min = 2, Max = 8 },
                    new("optimal", ParameterKind.Flag, false, "Accept only plans with the minimum number of moves."),
                ],
                settings => new BlocksworldSource(settings.Integer("blocks"), settings.Flag("optimal"))
            ),
            new(
                NPuzzleSource.KindName,
                "Solve a sliding puzzle on a square board.",
                "replays the moves: all moves are legal and the goal is reached; score: minimum number of moves (A*) / number of moves",
                "Johnson and Story 1879, American Journal of Mathematics 2(4)",
                [
                    new("size", ParameterKind.Integer, 3L, "Number of tiles per side: 3 for the 8-puzzle, 4 for the 15-puzzle.")
                    {
                        Min = 3,
                        Max = 4,
                    },
                    new("moves", ParameterKind.Integer, 8L, "Minimum number of moves to the goal.") { Min = 1, Max = 20 },
                    new("optimal", ParameterKind.Flag, false, "Accept only solutions with the minimum number of moves."),
                ],
                settings => new NPuzzleSource(settings.Integer("size"), settings.Integer("moves"), settings.Flag("optimal"))
            ),
            new(
                ShortestPathSource.KindName,
                "Find the shortest path in a road map with costs.",
                "the path exists and its cost equals the result of Dijkstra's algorithm; score: minimum cost / cost",
                "Dijkstra 1959; generated",
                [
                    new("nodes", ParameterKind.Integer, 10L, "Number of places.") { Min = 4, Max = 60 },
                    new("degree", ParameterKind.Number, 3.0, "Mean number of roads per place.") { Min = 2, Max = 8 },
                    new("optimal", ParameterKind.Flag, true, "Accept only shortest paths; if false, any path is accepted."),
                ],
                settings => new ShortestPathSource(settings.Integer("nodes"), settings.Number("degree"), settings.Flag("optimal"))
            ),
            new(
                CodeSource.KindName,
                "Write a program in a small language that applies given steps to a list; a tool runs programs.",
                "3 visible tests and the hidden tests, with limits on steps and memory; score: fraction of passed tests",
                "generated; modeled on function synthesis from a docstring (Chen et al. 2021, HumanEval, arXiv 2107.03374)",
                [
                    new(
                        "steps",
                        ParameterKind.Integer,
                        2L,
                        "Number of steps that transform the list, before the last step, which returns a number."
                    )
                    {
                        Min = 0,
                        Max = 8,
                    },
                    new("tests", ParameterKind.Integer, 10L, "Number of hidden tests.") { Min = 2, Max = 100 },
                    .. Behaviour("lognormal 100ms 0.5"),
                ],
                settings => new CodeSource(settings.Integer("steps"), settings.Integer("tests"), BehaviourOf(settings))
            ),
            new(
                HexSource.KindName,
                "Play Hex from a random opening: a game for self-play, or a puzzle (write down a game that Red wins).",
                "every move is legal and Red has connected top and bottom (union-find)",
                "Hein 1942, Nash 1948; as a benchmark of inference compute: Jones 2021, arXiv 2104.03113",
                [
                    new("size", ParameterKind.Integer, 5L, "Number of cells per side.") { Min = 3, Max = 19 },
                    new("opening", ParameterKind.Integer, 4L, "Number of stones at the start, rounded down to an even number.")
                    {
                        Min = 0,
                        Max = 8,
                    },
                ],
                settings => new HexSource(settings.Integer("size"), settings.Integer("opening"))
            ),
            new(
                OpenPromptSource.KindName,
                "Reply to a prompt of a given length without a correct answer.",
                "not verified: the result is not available",
                "generated; published distributions: Azure 2023 traces (Patel et al. 2024, Splitwise, arXiv 2311.18677), "
                    + "Mooncake (Qin et al., FAST 2025)",
                [
                    new("promptTokens", ParameterKind.Integer, 200L, "Mean prompt length in tokens, about one token per word.")
                    {
                        Min = 1,
                        Max = 100_000,
                    },
                    new("spread", ParameterKind.Number, 0.5, "Standard deviation of the logarithm of the length; 0 for equal lengths.")
                    {
                        Min = 0,
                        Max = 2,
                    },
                    new(
                        "lengths",
                        ParameterKind.Text,
                        PromptLengths.LogNormal,
                        "Distribution of the length: lognormal (promptTokens and spread), or a published distribution."
                    )
                    {
                        Allowed = PromptLengths.Names,
                    },
                ],
                settings => new OpenPromptSource(settings.Integer("promptTokens"), settings.Number("spread"), settings.Text("lengths"))
            ),
            new(
                VisionSource.ImageKind,
                "Describe images; requires a vision model.",
                "not verified: the result is not available",
                "generated PNG images; the model server determines the number of tokens per image (estimates assume 500)",
                [.. Size(512), new("images", ParameterKind.Integer, 1L, "Number of images per problem.") { Min = 1, Max = 100 }],
                settings => new VisionSource(
                    VisionSource.ImageKind,
                    settings.Integer("width"),
                    settings.Integer("height"),
                    settings.Integer("images")
                )
            ),
            new(
                VisionSource.VideoKind,
                "Describe a video, sent as individual frames; requires a vision model.",
                "not verified: the result is not available",
                "generated PNG images; 1,440 frames per minute by default; the model server determines the number of tokens per frame "
                    + "(estimates assume 500)",
                [
                    .. Size(256),
                    new("seconds", ParameterKind.Number, 1.0, "Length of the video in seconds.") { Min = 0.01, Max = 90 },
                    new(
                        "framesPerMinute",
                        ParameterKind.Number,
                        1440.0,
                        "Frames per minute sent to the model; at most 2,160 frames in total."
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
            DatasetKind.Create(Behaviour("lognormal 20ms 0.5"), BehaviourOf),
        ];

    private static Parameter[] Behaviour(string latency) =>
        [
            new("latency", ParameterKind.Latency, latency, "Latency of a tool call."),
            new("failures", ParameterKind.Failures, "none", "Injected failures of tool calls: none, or failure kinds with percentages."),
        ];

    private static ToolBehaviour BehaviourOf(Settings settings) =>
        new(LatencyDistribution.Parse(settings.Text("latency")), ToolFailures.Parse(settings.Text("failures")));

    private static Parameter[] Size(long pixels) =>
        [
            new("width", ParameterKind.Integer, pixels, "Width in pixels.") { Min = 8, Max = 4096 },
            new("height", ParameterKind.Integer, pixels, "Height in pixels.") { Min = 8, Max = 4096 },
        ];
}
