using System.CommandLine;
using AgentLoad.Client.Commands.Attach;
using AgentLoad.Client.Commands.Cluster;
using AgentLoad.Client.Commands.Compare;
using AgentLoad.Client.Commands.Completions;
using AgentLoad.Client.Commands.Doctor;
using AgentLoad.Client.Commands.Init;
using AgentLoad.Client.Commands.Listing;
using AgentLoad.Client.Commands.Models;
using AgentLoad.Client.Commands.Nodes;
using AgentLoad.Client.Commands.Reporting;
using AgentLoad.Client.Commands.Run;
using AgentLoad.Client.Commands.Silos;
using AgentLoad.Client.Commands.Studies;
using AgentLoad.Client.Commands.Summary;
using AgentLoad.Client.Commands.Sweep;
using AgentLoad.Client.Commands.Tree;
using AgentLoad.Client.Commands.Validate;
using AgentLoad.Client.Results;
using AgentLoad.Client.Running;
using AgentLoad.Inference;
using AgentLoad.Silo.Clients;

namespace AgentLoad.Client.Commands;

/// <summary>The <c>agentload</c> command.</summary>
internal static class AgentLoadCommand
{
    /// <summary>Runs the command and returns its exit status. Errors are written to stderr without a stack trace.</summary>
    public static async Task<int> InvokeAsync(string[] args)
    {
        var parsed = Create().Parse(args);
        var unknown = parsed.Action is System.CommandLine.Help.HelpAction ? [] : UnknownTokens.Find(parsed);
        if (unknown.Count > 0 || (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction))
        {
            foreach (var message in unknown.Count > 0 ? unknown : parsed.Errors.Select(error => error.Message))
            {
                await Console.Error.WriteLineAsync($"agentload: {message}");
            }

            await Console.Error.WriteLineAsync($"Try '{HelpOf(parsed.CommandResult.Command)}'.");
            return ExitCode.BadInput;
        }

        if (parsed is { Action: System.CommandLine.Help.HelpAction, CommandResult.Command: DetailedCommand asked })
        {
            asked.ShowDetails();
        }

        CommandConsole.SetWidth();
        using var signals = InitProcess.ExitOnSignals();
        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }
            );
        }
        catch (UserErrorException error)
        {
            return await FailAsync(error.Message, error.ExitCode);
        }
        catch (OperationCanceledException) when (StopSignals.IsStopping)
        {
            return await FailAsync("Stopped; nothing more was measured.", ExitCode.Failure);
        }
        catch (Exception error) when (ClusterFailures.Describe(error) is { } message)
        {
            return await FailAsync(message, ExitCode.Failure);
        }
        catch (RunStoreException error)
        {
            return await FailAsync($"{error.Message} {error.Remedy}", error.IsWrongFolder ? ExitCode.BadInput : ExitCode.Failure);
        }
        catch (Exception error) when (error is EndpointException or IOException or UnauthorizedAccessException)
        {
            return await FailAsync(error.Message, ExitCode.Failure);
        }
    }

    /// <summary>Creates the root command with all subcommands.</summary>
    internal static RootCommand Create() =>
        new(
            """
            Runs autonomous agents against model servers and measures the load they cause: tokens per task,
            amplification over a single answer, the critical path, latency under load.

            agentload run                                       runs the default workload on an embedded simulated GPU node
            agentload run --url http://HOST:11434 --model NAME  the same agents on your Ollama server
            agentload init                                      writes a commented workload
            """
        )
        {
            RunCommand.Create(),
            SweepCommand.Create(),
            ValidateCommand.Create(),
            InitCommand.Create(),
            SchemaCommand.Create(),
            SummaryCommand.Create(),
            ReportCommand.Create(),
            NodeCommand.Create(),
            StudyCommand.Create(),
            CompareCommand.Create(),
            CompletionsCommand.Create(),
            ListCommand.Create(),
            TreeCommand.Create(),
            ModelsCommand.Create(),
            SiloCommand.Create(),
            ClusterCommand.Create(),
            AttachCommand.Create(),
            DoctorCommand.Create(),
        };

    private static string HelpOf(Command command) => command is RootCommand ? "agentload --help" : $"agentload {command.Name} --help";

    private static async Task<int> FailAsync(string message, int exitCode)
    {
        await Console.Error.WriteLineAsync($"agentload: {message}");
        return exitCode;
    }
}
