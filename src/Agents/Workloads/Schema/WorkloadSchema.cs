using System.Text.Json.Nodes;
using AgentLoad.Measurement.Slo;

namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>
/// The schema of a workload file: its keys, their kinds and descriptions. Reader, writer, JSON schema, starter and reference page use it.
/// </summary>
internal static class WorkloadSchema
{
    /// <summary>Creates the schema with the names that the inputs allow.</summary>
    public static ObjectKind Of(WorkloadInputs inputs) =>
        new(
            "workload",
            "Agents, their problems, the model servers and the load.",
            () => new Workload(),
            [
                Field.On<Workload, string>(
                    "name",
                    Kinds.Name(".+ "),
                    "Name of the run's folder and of the report.",
                    w => w.Name,
                    (w, v) => w with { Name = v }
                ),
                Field.On<Workload, long>(
                    "seed",
                    Kinds.Integer(0, long.MaxValue),
                    "Seed of all randomness: problems, shaped decisions, choice of group.",
                    w => w.Seed,
                    (w, v) => w with { Seed = v }
                ),
                Field.On<Workload, Salt>(
                    "salt",
                    new ScalarKind(
                        "auto, none, or up to 64 letters, digits, '-' and '_'",
                        text => Kinds.IsName(text) ? Salt.Parse(text) : null,
                        value => ((Salt)value).ToString(),
                        () => new JsonObject { ["type"] = "string" }
                    ),
                    "Text at the head of every prompt, so that a run is not served from the prefix cache that an earlier run filled: auto "
                        + "draws a number for each run, none adds nothing, any other value is used unchanged.",
                    w => w.Salt,
                    (w, v) => w with { Salt = v }
                ),
                Field.On<Workload, IReadOnlyDictionary<string, EndpointGroup>>(
                    "endpoints",
                    new MapKind<EndpointGroup>(EndpointSchema.Create(inputs)),
                    "Model servers by name; 'default' serves every role without its own endpoint. "
                        + "If none is set, a simulated node is embedded.",
                    w => w.Endpoints,
                    (w, v) => w with { Endpoints = v }
                ) with
                {
                    DefaultNote = "the embedded simulated node",
                },
                Field.On<Workload, string>(
                    "currency",
                    Kinds.Name(),
                    "Currency of all prices, shown with costs.",
                    w => w.Currency,
                    (w, v) => w with { Currency = v }
                ),
                Field.On<Workload, IReadOnlyList<AgentGroup>>(
                    "groups",
                    new ListKind<AgentGroup>(GroupSchema.Create(inputs)),
                    "Kinds of agents that share the load by weight.",
                    w => w.Groups,
                    (w, v) => w with { Groups = v }
                ) with
                {
                    IsRequired = true,
                },
                Field.On<Workload, LoadSettings>(
                    "load",
                    LoadSchema.Create(),
                    "Number of agents and length of the run.",
                    w => w.Load,
                    (w, v) => w with { Load = v }
                ),
                Field.On<Workload, double>(
                    "baseline",
                    Kinds.Share(),
                    "Fraction of problems on which one direct call is made for comparison, "
                        + "in addition to the tasks and arrivals of the load.",
                    w => w.Baseline,
                    (w, v) => w with { Baseline = v }
                ),
                Field.On<Workload, double>(
                    "maxFailed",
                    Kinds.Share(),
                    "Largest share of failed and lost tasks of a valid run. Above it the exit status is 98.",
                    w => w.MaxFailed,
                    (w, v) => w with { MaxFailed = v }
                ),
                Field.On<Workload, IReadOnlyList<string>>(
                    "slo",
                    new ListKind<string>(Kinds.Checked("a clause metric:statistic:operator:value", SloError)),
                    "Service level objectives of the run, such as task.latency:p95:le:30s.",
                    w => w.Slo,
                    (w, v) => w with { Slo = v }
                ) with
                {
                    Sample = "[task.latency:p95:le:30s]",
                },
                Field.On<Workload, bool>(
                    "abortOnSlo",
                    Kinds.Flag(),
                    "Whether the run ends when a clause can no longer be met, based on its confidence interval.",
                    w => w.AbortOnSlo,
                    (w, v) => w with { AbortOnSlo = v }
                ),
                Field.On<Workload, NodeSettings>(
                    "node",
                    NodeSchema.Create(inputs),
                    "The simulated node that is embedded if no endpoint is set.",
                    w => w.Node,
                    (w, v) => w with { Node = v }
                ),
            ]
        )
        {
            Validate = WorkloadRules.Workload,
        };

    private static string? SloError(string text) => SloClause.TryParse(text, out _, out var error) ? null : error;
}
