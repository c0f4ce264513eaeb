using System.CommandLine;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.OllamaSharp;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Models;

/// <summary><c>agentload models</c>: the models of an Ollama server.</summary>
internal static class ModelsCommand
{
    public static Command Create() =>
        new("models", "Lists, shows, pulls, loads and unloads the models of an Ollama server.")
        {
            ServerCommand("list", "Lists the models that the server has.", ListAsync),
            ServerCommand("ps", "Lists the models that are loaded.", RunningAsync),
            ModelCommand("show", "Shows what the server says of a model.", ModelText.ShowAsync),
            ModelCommand("pull", "Has the server get a model, with a progress bar.", PullProgressView.PullAsync),
            Load(),
            ModelCommand("unload", "Has a model unloaded.", UnloadAsync),
        };

    private static Command Load()
    {
        var keepAlive = new Option<string?>("--keep-alive")
        {
            Description = "How long it stays loaded (5m, -1 for always).",
            HelpName = "TIME",
        };
        var context = new Option<int?>("--context") { Description = "Context length to load it with, in tokens.", HelpName = "N" };
        var model = ModelArgument();
        var command = new Command("load", "Has a model loaded, so that a run begins warm.") { model, keepAlive, context };
        return WithServer(
            command,
            async (models, parsed, cancellationToken) =>
            {
                var name = parsed.GetValue(model)!;
                await models.LoadAsync(name, parsed.GetValue(keepAlive), parsed.GetValue(context), cancellationToken);
                AnsiConsole.Console.WriteLine($"{name} is loaded.");
            }
        );
    }

    private static Command ServerCommand(string name, string description, Func<OllamaModels, CancellationToken, Task> act) =>
        WithServer(new Command(name, description), (models, _, cancellationToken) => act(models, cancellationToken));

    private static Command ModelCommand(string name, string description, Func<OllamaModels, string, CancellationToken, Task> act)
    {
        var model = ModelArgument();
        return WithServer(
            new Command(name, description) { model },
            (models, parsed, cancellationToken) => act(models, parsed.GetValue(model)!, cancellationToken)
        );
    }

    private static Argument<string> ModelArgument() => new("MODEL") { Description = "Name of the model, such as llama3.1:8b." };

    private static Command WithServer(Command command, Func<OllamaModels, ParseResult, CancellationToken, Task> act)
    {
        var url = new Option<string>("--url")
        {
            Description = "The server.",
            DefaultValueFactory = _ => "http://127.0.0.1:11434",
            HelpName = "URL",
        };
        var key = new Option<string?>("--key-env") { Description = "Environment variable that holds the API key.", HelpName = "VARIABLE" };
        command.Add(url);
        command.Add(key);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var secret = parsed.GetValue(key) is { } variable
                    ? Environment.GetEnvironmentVariable(variable)
                        ?? throw new UserErrorException($"The environment variable {variable} is not set.", ExitCode.BadInput)
                    : null;
                using var models = new OllamaModels(
                    new EndpointOptions(parsed.GetValue(url)!, ModelApi.Ollama, secret),
                    TimeProvider.System
                );
                try
                {
                    await act(models, parsed, cancellationToken);
                    if (models.IsSimulated)
                    {
                        AnsiConsole.Console.WriteLine("SIMULATED: a node without GPU; its models hold nothing.");
                    }

                    return ExitCode.Success;
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    throw new UserErrorException("Stopped.");
                }
            }
        );
        return command;
    }

    private static async Task ListAsync(OllamaModels models, CancellationToken cancellationToken) =>
        AnsiConsole.Console.Write(ModelText.List(await models.ListAsync(cancellationToken)));

    private static async Task RunningAsync(OllamaModels models, CancellationToken cancellationToken) =>
        AnsiConsole.Console.Write(
            ModelText.Running(await models.RunningAsync(cancellationToken), TimeProvider.System.GetUtcNow().UtcDateTime)
        );

    private static async Task UnloadAsync(OllamaModels models, string model, CancellationToken cancellationToken)
    {
        await models.UnloadAsync(model, cancellationToken);
        AnsiConsole.Console.WriteLine($"{model} is unloaded.");
    }
}
