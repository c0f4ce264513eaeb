using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>The schema of the embedded simulated node.</summary>
internal static class NodeSchema
{
    private static Kind NodeApi { get; } =
        Kinds.OneOf(("ollama", ModelApi.Ollama), ("openai", ModelApi.OpenAI), ("ollamasharp", ModelApi.OllamaSharp));

    /// <summary>Creates the schema of the node.</summary>
    public static ObjectKind Create(WorkloadInputs inputs) =>
        new(
            "node",
            "The embedded simulated node.",
            () => new NodeSettings(),
            [
                Field.On<NodeSettings, string>(
                    "profile",
                    inputs.NodeProfiles.Count > 0 ? Kinds.OneOf(inputs.NodeProfiles) : Kinds.Name("."),
                    "Performance profile.",
                    n => n.Profile,
                    (n, v) => n with { Profile = v }
                ),
                Field.On<NodeSettings, long>(
                    "slots",
                    Kinds.Integer(1, 100_000),
                    "Maximum number of concurrent calls.",
                    n => n.Slots,
                    (n, v) => n with { Slots = (int)v }
                ) with
                {
                    DefaultNote = "the profile's",
                    Sample = "8",
                },
                Field.On<NodeSettings, double>(
                    "skill",
                    Kinds.Share(),
                    "Fraction of correct thoughts in its replies.",
                    n => n.Skill,
                    (n, v) => n with { Skill = v }
                ),
                Field.On<NodeSettings, string>(
                    "style",
                    Kinds.OneOf(NodeSettings.Styles),
                    "How it writes its replies; mixed draws a style for each reply.",
                    n => n.Style,
                    (n, v) => n with { Style = v }
                ),
                Field.On<NodeSettings, bool>(
                    "vision",
                    Kinds.Flag(),
                    "Whether its model accepts images.",
                    n => n.Vision,
                    (n, v) => n with { Vision = v }
                ),
                Field.On<NodeSettings, long>(
                    "contextLength",
                    Kinds.Integer(512, 131_072),
                    "Context window of its model in tokens; longer prompts are truncated, as by Ollama.",
                    n => n.ContextLength,
                    (n, v) => n with { ContextLength = (int)v }
                ) with
                {
                    DefaultNote = "8192; over the OpenAI API the profile's",
                    Sample = "131072",
                },
                Field.On<NodeSettings, long>(
                    "imageTokens",
                    Kinds.Integer(1, 100_000),
                    "Tokens of one image in a prompt.",
                    n => n.ImageTokens,
                    (n, v) => n with { ImageTokens = (int)v }
                ),
                Field.On<NodeSettings, IReadOnlyList<string>>(
                    "faults",
                    new ListKind<string>(Kinds.Checked("a fault name=value such as overload=0.01", inputs.FaultError ?? FaultForm)),
                    "Faults to inject, such as overload=0.01.",
                    n => n.Faults,
                    (n, v) => n with { Faults = v }
                ) with
                {
                    Sample = "[overload=0.01]",
                },
                Field.On<NodeSettings, ModelApi>(
                    "api",
                    NodeApi,
                    "API through which the agents call it.",
                    n => n.Api,
                    (n, v) => n with { Api = v }
                ),
            ]
        );

    private static string? FaultForm(string text) => text.IndexOf('=') is > 0 and var at && at < text.Length - 1 ? null : "";
}
