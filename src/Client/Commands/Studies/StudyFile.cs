using AgentLoad.Agents.Workloads;
using AgentLoad.Agents.Workloads.Schema;
using AgentLoad.Agents.Workloads.Yaml;
using Swept = System.Collections.Generic.KeyValuePair<string, string>;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>Reads study files. Every cell becomes a workload that is validated like a workload file, before the first call.</summary>
internal static class StudyFile
{
    private const string Simulated = "simulated";

    /// <summary>Reads a file and applies the "key=value" settings of the command line.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="set">Settings of the command line.</param>
    /// <param name="allowMissingKeys">True if API keys may be missing in this environment because silos make the calls.</param>
    /// <exception cref="UserErrorException">The study is invalid; the message has one line per error.</exception>
    public static Study Load(string path, IReadOnlyList<string> set, bool allowMissingKeys = false)
    {
        if (!File.Exists(path))
        {
            throw new UserErrorException($"File {path} does not exist.", ExitCode.BadInput);
        }

        if (new FileInfo(path).Length > WorkloadFile.MaxFileBytes)
        {
            throw new UserErrorException(
                $"{path} is larger than {WorkloadFile.MaxFileBytes} bytes, the limit of a study file.",
                ExitCode.BadInput
            );
        }

        return Parse(File.ReadAllText(path), Path.GetFileName(path), set, allowMissingKeys);
    }

    /// <summary>Reads a study from text.</summary>
    public static Study Parse(string text, string file, IReadOnlyList<string> set, bool allowMissingKeys = false)
    {
        var inputs = WorkloadCatalogs.Inputs with
        {
            Set = [.. set.Select(text => new WorkloadOverride(text))],
            HasRemoteApiKeys = allowMissingKeys,
        };
        var context = new ParseContext(inputs);
        var root = new NodeReader((origin, message) => context.Fail(origin, "", message)).Read(text);
        if (root is null && context.Count == 0)
        {
            context.Fail(new Origin(0), "", "the file is empty");
        }

        root = inputs.Set.Aggregate(root, (node, change) => node is null ? null : SetPath.Apply(context, node, change));
        var head = root is null ? null : StudyShape.Kind.Read(context, root, "") as StudySettings;
        Check(context, file);
        var study = new Study
        {
            Name = head!.Name,
            Text = text,
            Settings = set,
            Seed = head.Seed,
            Seeds = (int)head.Seeds,
            Cells = Cells(context, inputs, head),
            Prices = head.Prices,
            Currency = head.Currency,
            MaxTokens = head.MaxTokens,
            Published = head.Published,
        };
        Check(context, file);
        return study;
    }

    private static List<StudyCell> Cells(ParseContext context, WorkloadInputs inputs, StudySettings head)
    {
        var shape = WorkloadSchema.Of(inputs with { Set = [] });
        var direct = new StudyGrid.Combination(new ScalarNode(default, "direct"), []);
        var budgets = head.FindPart("budgets") is ListNode { Items.Count: > 0 } list ? list.Items : [new ScalarNode(default, "none")];
        var cells = new List<StudyCell>();
        foreach (var (model, endpoint) in Models(context, head))
        {
            foreach (var problem in StudyGrid.OfList(head.FindPart("problems")))
            {
                foreach (var agents in head.Agents.Distinct())
                {
                    Add(problem, agents, direct, null, isBaseline: true);
                    foreach (var budget in budgets)
                    {
                        foreach (var strategy in StudyGrid.OfList(head.FindPart("strategies")))
                        {
                            Add(problem, agents, strategy, budget is ScalarNode { Text: "none" } ? null : budget, isBaseline: false);
                        }
                    }
                }
            }

            void Add(StudyGrid.Combination problem, long agents, StudyGrid.Combination strategy, Node? budget, bool isBaseline)
            {
                if (!isBaseline && budget is null && strategy.Node is ScalarNode { Text: "direct" })
                {
                    return;
                }

                var map = WorkloadNode(head, agents, endpoint, problem.Node, strategy.Node, budget);
                if (shape.Read(context, map, "") is Workload { Groups.Count: 1 } workload)
                {
                    cells.Add(
                        new StudyCell
                        {
                            Id = cells.Count,
                            Model = model,
                            Budget = budget is MapNode limits
                                ? string.Join(' ', limits.Pairs.Select(p => $"{p.Key.Text}={(p.Value as ScalarNode)?.Text}"))
                                : "",
                            Swept =
                            [
                                .. head.Agents.Count > 1 ? [KeyValuePair.Create(StudyCell.Agents, $"{agents}")] : Array.Empty<Swept>(),
                                .. problem.Swept.Select(s => KeyValuePair.Create($"problem.{s.Key}", s.Value)),
                                .. strategy.Swept,
                            ],
                            Workload = workload,
                            IsBaseline = isBaseline,
                        }
                    );
                }
            }
        }

        // "direct" as the only strategy is valid: its cells are the baseline cells.
        if (StudyGrid.OfList(head.FindPart("strategies")).Count == 0 && context.Count == 0)
        {
            context.Fail(new Origin(0), "strategies", "expected at least one strategy, found none");
        }

        return cells;
    }

    private static IEnumerable<(string Name, MapNode Endpoint)> Models(ParseContext context, StudySettings head)
    {
        var models = head.FindPart("models");
        if (models is null or ScalarNode { IsNull: true })
        {
            return [(Simulated, new MapNode(default))];
        }

        if (models is MapNode { Pairs.Count: > 0 } map && map.Pairs.All(pair => pair.Value is MapNode))
        {
            return map.Pairs.Select(pair => (pair.Key.Text, (MapNode)pair.Value));
        }

        context.Fail(models, "models", "expected a mapping for each model: an endpoint (url, model), or {node: {…}} for a simulated node");
        return [];
    }

    /// <summary>Creates the workload of a cell. Its nodes keep their line numbers for error messages.</summary>
    private static MapNode WorkloadNode(StudySettings head, long agents, MapNode endpoint, Node problem, Node strategy, Node? budget)
    {
        var group = new MapNode(problem.Origin).With("problem", problem).With("strategy", strategy);
        foreach (var key in new[] { "driving", "options", "retry", "deadline", "roles" })
        {
            if (head.FindPart(key) is { } part)
            {
                group.With(key, part);
            }
        }

        if (budget is not null)
        {
            group.With("budget", budget);
        }

        var groups = new ListNode(default);
        groups.Items.Add(group);
        var load = new MapNode(default)
            .With("agents", Scalar(agents))
            .With("tasks", Scalar(head.Tasks))
            .With("grace", new ScalarNode(default, "5s"));
        var workload = new MapNode(default)
            .With("name", new ScalarNode(default, head.Name))
            .With("groups", groups)
            .With("load", load)
            .With("baseline", Scalar(0));
        if (head.FindPart("salt") is { } salt)
        {
            workload.With("salt", salt);
        }

        if ((endpoint.Find("node") ?? head.FindPart("node")) is { } node)
        {
            workload.With("node", node);
        }

        var endpoints = new MapNode(endpoint.Origin);
        if (endpoint.Pairs.Count > 0 && endpoint.Find("node") is null)
        {
            endpoints.With("default", endpoint);
        }

        if (head.FindPart("endpoints") is MapNode further)
        {
            endpoints.Pairs.AddRange(further.Pairs);
        }

        return endpoints.Pairs.Count > 0 ? workload.With("endpoints", endpoints) : workload;
    }

    private static ScalarNode Scalar(long value) => new(default, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static void Check(ParseContext context, string file)
    {
        if (context.Count == 0)
        {
            return;
        }

        var lines = context.Errors.Select(e => e with { Path = e.Path.Replace("groups[0].", "", StringComparison.Ordinal) }).Distinct();
        throw new UserErrorException(string.Join(Environment.NewLine, new WorkloadResult(file, null, [.. lines]).Lines), ExitCode.BadInput);
    }
}
