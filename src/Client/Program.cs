using AgentLoad.Client.Commands;
using AgentLoad.Inference.Transport;

// Below the minimum, .NET cannot load its own assemblies: nothing else may run before this check.
if (OpenFiles.Shortage(OpenFiles.Limit) is { } shortage)
{
    Console.Error.WriteLine($"agentload: {shortage}");
    return ExitCode.Failure;
}

return await AgentLoadCommand.InvokeAsync(args);
