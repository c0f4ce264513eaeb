using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Agents.Workloads.Shape;

/// <summary>Types of the user's that a workload names.</summary>
internal static class UserTypeKinds
{
    /// <summary>A class that makes chat clients.</summary>
    public static ObjectKind ChatClient(WorkloadInputs inputs) =>
        new(
            "client",
            "A class of yours that makes an IChatClient.",
            () => new UserType("", ""),
            [
                Field.On<UserType, string>(
                    "assembly",
                    Assembly(inputs),
                    AssemblyMeaning,
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
            Finish = (reading, map, path, value) =>
            {
                if (
                    value is UserType { Assembly.Length: > 0, Type.Length: > 0 } named
                    && inputs.ChatClientError?.Invoke(named) is { } error
                )
                {
                    reading.Fail(map.Find("type")!, path, error);
                }

                return value;
            },
        };

    /// <summary>An agent.</summary>
    public static ObjectKind Agent(WorkloadInputs inputs) =>
        new(
            "agent",
            "An agent of your own, written with Semantic Kernel.",
            () => new UserAgent(),
            [
                Field.On<UserAgent, string>(
                    "assembly",
                    Assembly(inputs),
                    AssemblyMeaning,
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
                    "Most steps of a task, calls and functions together; then it is out of budget.",
                    a => a.Steps,
                    (a, v) => a with { Steps = (int)v }
                ),
                Field.On<UserAgent, TimeSpan>(
                    "timeout",
                    Kinds.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(30)),
                    "Longest time that a task may take; then it is out of budget.",
                    a => a.Timeout,
                    (a, v) => a with { Timeout = v }
                ),
                Field.On<UserAgent, TimeSpan>(
                    "functionTimeout",
                    Kinds.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(30)),
                    "Longest time that a function may take; then the model is told so.",
                    a => a.FunctionTimeout,
                    (a, v) => a with { FunctionTimeout = v }
                ),
                Field.On<UserAgent, long>(
                    "functionResult",
                    Kinds.Integer(1, 100_000_000),
                    "Longest result of a function in characters; what is longer is cut.",
                    a => a.FunctionResult,
                    (a, v) => a with { FunctionResult = (int)v }
                ),
            ]
        )
        {
            Finish = (reading, map, path, value) =>
            {
                if (
                    value is UserAgent { Assembly.Length: > 0, Type.Length: > 0 } agent
                    && inputs.AgentError?.Invoke(agent.Class) is { } error
                )
                {
                    reading.Fail(map.Find("type")!, path, error);
                }

                return value;
            },
        };

    /// <summary>What an assembly's key means.</summary>
    public const string AssemblyMeaning = "Path of the assembly, from the folder of the workload file.";

    /// <summary>A path; kept whole, because the workload is saved with its run.</summary>
    public static Kind Assembly(WorkloadInputs inputs) =>
        new ScalarKind(
            "the path of an assembly (.dll)",
            text => text.Length > 0 && !text.Contains('\0') ? Path.GetFullPath(text, Path.GetFullPath(inputs.Folder)) : null,
            value => (string)value,
            () => new() { ["type"] = "string" }
        );
}
