using System.CommandLine;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Running;
using AgentLoad.Simulation.Http;
using AgentLoad.Simulation.Nodes;

namespace AgentLoad.Client.Commands.Nodes;

/// <summary><c>agentload node</c>: serves a simulated GPU node over HTTP.</summary>
internal static class NodeCommand
{
    /// <summary>Maximum time to wait for calls in flight at shutdown; below the termination grace period of a pod.</summary>
    internal static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(20);

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
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var settings = new NodeSettings
                {
                    Profile = parsed.GetValue(profile)!,
                    Slots = parsed.GetValue(slots),
                    Skill = parsed.GetValue(skill) is >= 0 and <= 1 and var share
                        ? share
                        : throw new UserErrorException(
                            $"--skill is {parsed.GetValue(skill)}; expected a share from 0 to 1.",
                            ExitCode.BadInput
                        ),
                    Vision = parsed.GetValue(vision),
                    ImageTokens = parsed.GetValue(imageTokens) is >= 1 and <= 100_000 and var tokens
                        ? tokens
                        : throw new UserErrorException(
                            $"--image-tokens is {parsed.GetValue(imageTokens)}; expected a number from 1 to 100,000.",
                            ExitCode.BadInput
                        ),
                    Faults = parsed.GetValue(faults) ?? [],
                };
                var options = new SimulatedNodeOptions
                {
                    Host = parsed.GetValue(host)!,
                    Port = parsed.GetValue(port),
                    Models = [new SimulatedModel(parsed.GetValue(model)!)],
                    Seed = parsed.GetValue(seed),
                    NoOp = parsed.GetValue(noOp),
                    StampEmission = parsed.GetValue(stamp),
                };
                using var signals = new StopSignals(_ => { });
                InlineSockets.Enable();
                await using var node = (await SimulatedNodes.StartAsync(settings, options, TimeProvider.System, cancellationToken));
                Console.WriteLine(
                    $"Simulated node ({settings.Profile}) with model {parsed.GetValue(model)} at {node.Url}; press Ctrl-C to stop."
                );
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, signals.Drain)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                node.Drain();
                await node.WaitForIdleAsync(DrainTimeout, signals.Stop);
                return ExitCode.Success;
            }
        );
        return command;
    }
}
