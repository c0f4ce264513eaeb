using System.CommandLine;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Hosting;
using AgentLoad.Client.Running;
using AgentLoad.Simulation.Nodes;

namespace AgentLoad.Client.Commands.Nodes;

/// <summary><c>agentload node</c>: serves a simulated GPU node over HTTP.</summary>
internal static class NodeCommand
{
    public static Command Create()
    {
        var defaults = new NodeSettings();
        var port = new Option<int>("--port")
        {
            Description = "Port; 0 selects a free port.",
            DefaultValueFactory = _ => 11434,
            HelpName = "N",
        };
        var host = new Option<string>("--host")
        {
            Description = "Address to listen on.",
            DefaultValueFactory = _ => "127.0.0.1",
            HelpName = "IP",
        };
        var model = new Option<string>("--model")
        {
            Description = "Name of the model.",
            DefaultValueFactory = _ => SimulatedNodes.ModelName,
            HelpName = "NAME",
        };
        var profile = new Option<string>("--profile")
        {
            Description = $"Performance profile: {string.Join(", ", NodeProfiles.All.Select(p => p.Name))}.",
            DefaultValueFactory = _ => defaults.Profile,
            HelpName = "NAME",
        };
        var slots = new Option<int?>("--slots") { Description = "Calls served concurrently (default: from the profile).", HelpName = "N" };
        var skill = new Option<double>("--skill")
        {
            Description = "Share of correct thoughts in generated texts, 0 to 1.",
            DefaultValueFactory = _ => defaults.Skill,
            HelpName = "SHARE",
        };
        var vision = new Option<bool>("--vision") { Description = "The model accepts images." };
        var imageTokens = new Option<int>("--image-tokens")
        {
            Description = "Prompt tokens per image.",
            DefaultValueFactory = _ => defaults.ImageTokens,
            HelpName = "N",
        };
        var faults = new Option<string[]>("--fault")
        {
            Description = "Fault to inject, as name=probability[:seconds]: overload, stall, error, reset, malformed, slow, incomplete.",
            HelpName = "FAULT",
        };
        var seed = new Option<ulong>("--seed")
        {
            Description = "Seed of faults and generated texts.",
            DefaultValueFactory = _ => 1UL,
            HelpName = "N",
        };
        var stamp = new Option<bool>("--stamp")
        {
            Description =
                "Add agentload_emitted_ns to each line of the Ollama API: the time at which the line was written to the connection.",
        };
        var noOp = new Option<bool>("--noop")
        {
            Description = "Answer every call immediately with a fixed text, to measure the load generator itself.",
        };
        var command = new DetailedCommand(
            "node",
            "Serves a simulated GPU node over HTTP; no GPU is used.",
            """
            Serves the native Ollama API and the OpenAI API, with continuous batching, slots, prefix cache, model loads and
            injected faults. Every reply is marked as simulated.

            Every option is also a key of section Node in appsettings.json and an environment variable: --image-tokens is
            Node:ImageTokens and AGENTLOAD_Node__ImageTokens.
            """
        )
        {
            port,
            host,
            model,
            profile,
            slots,
            skill,
            vision,
            imageTokens,
            faults,
            seed,
            stamp,
            noOp,
        };
        var logging = new LogOptions();
        logging.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                NodeJob.ExecuteAsync(
                    HostConfiguration.Load(parsed, command, NodeOptions.Section, logging),
                    TimeProvider.System,
                    cancellationToken
                )
        );
        return command;
    }
}
