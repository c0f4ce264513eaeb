using System.CommandLine;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Client.Commands.Validate;

/// <summary><c>agentload schema</c>: the JSON schema of workload files, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new DetailedCommand(
            "schema",
            "Prints the JSON schema of workload files.",
            """
            Editors with YAML support use it for completion and validation. Reference it in the first line of a workload:

            # yaml-language-server: $schema=workload.schema.json
            """
        );
        command.SetAction(_ =>
        {
            Console.WriteLine(WorkloadJsonSchema.Create(WorkloadCatalogs.Inputs));
            return ExitCode.Success;
        });
        return command;
    }
}
