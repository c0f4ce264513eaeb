using AgentLoad.Inference;

namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>The schema of generation options.</summary>
internal static class OptionSchema
{
    /// <summary>Creates the schema of generation options.</summary>
    public static ObjectKind Create() =>
        new(
            "options",
            "Generation options; options that are not set use the strategy's value.",
            () => new OptionSettings(),
            [
                Field.On<OptionSettings, double>(
                    "temperature",
                    Kinds.Number(0, 2),
                    "Sampling temperature.",
                    o => o.Temperature,
                    (o, v) => o with { Temperature = v }
                ) with
                {
                    Sample = "0.7",
                },
                Field.On<OptionSettings, double>(
                    "topP",
                    Kinds.Number(0, 1, isAbove: true),
                    "Nucleus sampling (top-p).",
                    o => o.TopP,
                    (o, v) => o with { TopP = v }
                ) with
                {
                    Sample = "0.95",
                },
                Field.On<OptionSettings, long>(
                    "maxTokens",
                    Kinds.Integer(1, int.MaxValue),
                    "Maximum number of completion tokens of a call.",
                    o => o.MaxTokens,
                    (o, v) => o with { MaxTokens = (int)v }
                ) with
                {
                    Sample = "512",
                },
                Field.On<OptionSettings, ThinkLevel>(
                    "think",
                    Kinds.OneOf(
                        ("false", ThinkLevel.Off),
                        ("true", ThinkLevel.On),
                        ("low", ThinkLevel.Low),
                        ("medium", ThinkLevel.Medium),
                        ("high", ThinkLevel.High),
                        ("max", ThinkLevel.Max)
                    ),
                    "Whether the model thinks before it answers, and with how much effort.",
                    o => o.Think,
                    (o, v) => o with { Think = v }
                ) with
                {
                    Sample = "false",
                },
                Field.On<OptionSettings, bool>(
                    "keepReasoning",
                    Kinds.Flag(),
                    "Whether the model's reasoning stays in the conversation that later calls send.",
                    o => o.KeepReasoning,
                    (o, v) => o with { KeepReasoning = v }
                ) with
                {
                    Sample = "true",
                },
                Field.On<OptionSettings, string>(
                    "keepAlive",
                    Kinds.Text("a time such as 5m, or -1 for always"),
                    "How long the server keeps the model loaded (Ollama).",
                    o => o.KeepAlive,
                    (o, v) => o with { KeepAlive = v }
                ) with
                {
                    Sample = "5m",
                },
            ]
        );
}
