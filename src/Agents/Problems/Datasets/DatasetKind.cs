using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Problems.Datasets;

/// <summary>The catalog entry of data sets.</summary>
internal static class DatasetKind
{
    /// <summary>Creates the entry.</summary>
    /// <param name="tools">Settings of the calculator's latency and failures.</param>
    /// <param name="toolsOf">Reads these settings.</param>
    public static Entry<IProblemSource> Create(IEnumerable<Parameter> tools, Func<Settings, ToolBehaviour> toolsOf) =>
        new(
            DatasetSource.KindName,
            "Answer the questions of a data file: JSON lines, JSON, CSV or TSV, ShareGPT, Hugging Face exports.",
            "the setting verify",
            "your own data",
            [
                new("path", ParameterKind.Path, "", "Data file, relative to the workload file. Silos need it at the same path.")
                {
                    IsRequired = true,
                },
                Text("prompt", "Column of the question, or a template such as 'Q: {question}'; if not set, the usual column names."),
                Text("answer", "Column of the expected answer; if not set, the usual column names."),
                new(
                    "verify",
                    ParameterKind.Text,
                    AnswerChecks.Auto,
                    "How answers are verified; auto: choice, number, exact for short answers, none for longer texts."
                )
                {
                    Allowed = AnswerChecks.Names,
                },
                Text("command", "Command of 'verify: command': answer on standard input, row in AGENTLOAD_ROW, exit status 0 or 1."),
                new("commandTimeout", ParameterKind.Number, 30.0, "Maximum time of the command in seconds.") { Min = 0.1, Max = 3600 },
                Text("images", "Column of images: paths relative to the data file, data URLs or base64; requires a vision model."),
                new("order", ParameterKind.Text, "random", "Order of the rows; each row is asked once before any is repeated.")
                {
                    Allowed = ["random", "file"],
                },
                new("limit", ParameterKind.Integer, 0L, "Maximum number of different rows; 0 for all.") { Min = 0, Max = int.MaxValue },
                new("badRows", ParameterKind.Text, "refuse", "What happens if rows cannot be used.") { Allowed = ["refuse", "skip"] },
                new("calculator", ParameterKind.Flag, false, "Provide a calculator tool."),
                .. tools,
            ],
            settings => new DatasetSource(
                new DatasetSettings(settings.Text("path"))
                {
                    Prompt = settings.Text("prompt"),
                    Answer = settings.Text("answer"),
                    Verify = settings.Text("verify"),
                    Command = settings.Text("command"),
                    CommandTimeout = TimeSpan.FromSeconds(settings.Number("commandTimeout")),
                    Images = settings.Text("images"),
                    IsInFileOrder = settings.Text("order") == "file",
                    Limit = settings.Integer("limit"),
                    SkipsBadRows = settings.Text("badRows") == "skip",
                },
                settings.Flag("calculator") ? toolsOf(settings) : null
            )
        );

    private static Parameter Text(string name, string description) => new(name, ParameterKind.Text, "", description);
}
