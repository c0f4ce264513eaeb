using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>The schema of user-defined types in a workload.</summary>
internal static class UserTypeSchema
{
    /// <summary>Creates the schema of a class that creates chat clients.</summary>
    public static ObjectKind ChatClient(WorkloadInputs inputs) =>
        new(
            "client",
            "A class in your assembly that creates an IChatClient.",
            () => new UserType("", ""),
            [
                Field.On<UserType, string>(
                    "assembly",
                    Assembly(inputs),
                    AssemblyDescription,
                    c => c.Assembly,
                    (c, v) => c with { Assembly = v }
                ) with
                {
                    IsRequired = true,
                    Sample = "bin/Release/net10.0/MyAgents.dll",
                },
                Field.On<UserType, string>(
                    "type",
                    Kinds.Text("the name of a class with its namespace"),
                    "A public class that implements IChatClientFactory.",
                    c => c.Type,
                    (c, v) => c with { Type = v }
                ) with
                {
                    IsRequired = true,
                    Sample = "MyAgents.MyClient",
                },
            ]
        )
        {
            Validate = (context, map, path, value) =>
            {
                if (
                    value is UserType { Assembly.Length: > 0, Type.Length: > 0 } named
                    && inputs.ChatClientError?.Invoke(named) is { } error
                )
                {
                    context.Fail(map.Find("type")!, path, error);
                }

                return value;
            },
        };

    /// <summary>Creates the schema of an agent.</summary>
    public static ObjectKind Agent(WorkloadInputs inputs) =>
        new(
            "agent",
            "Your agent, implemented with Semantic Kernel.",
            () => new UserAgent(),
            [
                Field.On<UserAgent, string>(
                    "assembly",
                    Assembly(inputs),
                    AssemblyDescription,
                    a => a.Assembly,
                    (a, v) => a with { Assembly = v }
                ) with
                {
                    IsRequired = true,
                    Sample = "bin/Release/net10.0/MyAgents.dll",
                },
                Field.On<UserAgent, string>(
                    "type",
                    Kinds.Text("the name of a class with its namespace"),
                    "A public class that derives from KernelAgent.",
                    a => a.Type,
                    (a, v) => a with { Type = v }
                ) with
                {
                    IsRequired = true,
                    Sample = "MyAgents.MyAgent",
                },
                Field.On<UserAgent, long>(
                    "steps",
                    Kinds.Integer(1, 100_000),
                    "Maximum number of steps of a task, calls and functions together; beyond it, the task is out of budget.",
                    a => a.Steps,
                    (a, v) => a with { Steps = (int)v }
                ),
                Field.On<UserAgent, TimeSpan>(
                    "timeout",
                    Kinds.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(30)),
                    "Timeout of a task; beyond it, the task is out of budget.",
                    a => a.Timeout,
                    (a, v) => a with { Timeout = v }
                ),
                Field.On<UserAgent, TimeSpan>(
                    "functionTimeout",
                    Kinds.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(30)),
                    "Timeout of a function; the model receives the error.",
                    a => a.FunctionTimeout,
                    (a, v) => a with { FunctionTimeout = v }
                ),
                Field.On<UserAgent, long>(
                    "functionResult",
                    Kinds.Integer(1, 100_000_000),
                    "Maximum length of a function's result in characters; longer results are truncated.",
                    a => a.FunctionResult,
                    (a, v) => a with { FunctionResult = (int)v }
                ),
            ]
        )
        {
            Validate = (context, map, path, value) =>
            {
                if (
                    value is UserAgent { Assembly.Length: > 0, Type.Length: > 0 } agent
                    && inputs.AgentError?.Invoke(agent.Class) is { } error
                )
                {
                    context.Fail(map.Find("type")!, path, error);
                }

                return value;
            },
        };

    /// <summary>Description of the "assembly" key.</summary>
    public const string AssemblyDescription = "Path of the assembly, relative to the workload file.";

    /// <summary>Creates the kind of an assembly path. The path is stored as absolute, because the workload is saved with its run.</summary>
    public static Kind Assembly(WorkloadInputs inputs) => Kinds.FilePath("the path of an assembly (.dll)", inputs.Folder);
}
