using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Agents.Workloads.Shape;

/// <summary>Types of the user's that a workload names.</summary>
internal static class UserTypeKinds
{
    /// <summary>A class that makes chat clients.</summary>
    public static ObjectKind ChatClient(WorkloadInputs inputs) => new("client", "A class of yours that makes an IChatClient.", () => new UserType("", ""),
    [
        Field.On<UserType, string>("assembly", Assembly(inputs), AssemblyMeaning, c => c.Assembly, (c, v) => c with { Assembly = v }) with { IsRequired = true, Sample = "bin/Release/net10.0/MyAgents.dll" },
        Field.On<UserType, string>("type", Kinds.Text("the name of a class with its namespace"), "A public class that implements IChatClientFactory.", c => c.Type, (c, v) => c with { Type = v }) with { IsRequired = true, Sample = "MyAgents.MyClient" },
    ])
    {
        Finish = (reading, map, path, value) =>
        {
            if (value is UserType { Assembly.Length: > 0, Type.Length: > 0 } named && inputs.ChatClientError?.Invoke(named) is { } error)
                reading.Fail(map.Find("type")!, path, error);
            return value;
        },
    };

    /// <summary>What an assembly's key means.</summary>
    public const string AssemblyMeaning = "Path of the assembly, from the folder of the workload file.";

    /// <summary>A path; kept whole, because the workload is saved with its run.</summary>
    public static Kind Assembly(WorkloadInputs inputs) => new ScalarKind(
        "the path of an assembly (.dll)",
        text => text.Length > 0 && !text.Contains('\0') ? Path.GetFullPath(text, Path.GetFullPath(inputs.Folder)) : null,
        value => (string)value,
        () => new() { ["type"] = "string" });
}
