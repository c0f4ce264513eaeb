using System.CommandLine;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.OllamaSharp;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Models;

/// <summary><c>agentload models</c>: manages the models of an Ollama server.</summary>
internal static class ModelsCommand
{
    public static Command Create() =>
        new("models", "Lists, shows, pulls, loads and unloads the models of an Ollama server.")
        {
            Printing("list", "List the models on the server.", null, PrintListAsync),
            Printing("ps", "List the loaded models.", null, PrintLoadedAsync),
            Printing("show", "Show the details of a model.", ModelArgument(), PrintDetailsAsync),
            ModelCommand("pull", "Pull a model to the server.", PullProgressView.PullAsync),
            Load(),
            ModelCommand("unload", "Unload a model.", UnloadAsync),
        };

    private static Command Load()
    {
        var keepAlive = new Option<string?>("--keep-alive")
        {
            Description = "How long the model stays loaded after its last call (5m; -1: forever).",
            HelpName = "TIME",
        };
        var context = new Option<int?>("--context") { Description = "Context length in tokens.", HelpName = "N" };
        var model = ModelArgument();
        var command = new Command("load", "Load a model, so that a run starts without loading time.") { model, keepAlive, context };
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

    private static Command Printing(
        string name,
        string description,
        Argument<string>? model,
        Func<OllamaModels, string?, bool, CancellationToken, Task> print
    )
    {
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command(name, description) { json };
        if (model is not null)
        {
            command.Add(model);
        }

        return WithServer(
            command,
            (models, parsed, cancellationToken) =>
                print(models, model is null ? null : parsed.GetValue(model), parsed.GetValue(json), cancellationToken),
            parsed => !parsed.GetValue(json)
        );
    }

    private static Command ModelCommand(string name, string description, Func<OllamaModels, string, CancellationToken, Task> act)
    {
        var model = ModelArgument();
        return WithServer(
            new Command(name, description) { model },
            (models, parsed, cancellationToken) => act(models, parsed.GetValue(model)!, cancellationToken)
        );
    }

    private static Argument<string> ModelArgument() => new("MODEL") { Description = "Name of the model, for example llama3.1:8b." };

    private static Command WithServer(
        Command command,
        Func<OllamaModels, ParseResult, CancellationToken, Task> act,
        Func<ParseResult, bool>? printsText = null
    )
    {
        var url = new Option<string>("--url")
        {
            Description = "Address of the server.",
            DefaultValueFactory = _ => "http://127.0.0.1:11434",
            HelpName = "URL",
        };
        var key = new Option<string?>("--key-env")
        {
            Description = "Environment variable that contains the API key.",
            HelpName = "VARIABLE",
        };
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
                    if (models.IsSimulated && printsText?.Invoke(parsed) != false)
                    {
                        AnsiConsole.Console.WriteLine("SIMULATED: a node without a GPU; its models have no weights.");
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

    private static async Task PrintListAsync(OllamaModels models, string? model, bool asJson, CancellationToken cancellationToken)
    {
        var list = await models.ListAsync(cancellationToken);
        if (asJson)
        {
            JsonOutput.Write(ModelListOutput.Of(models.IsSimulated, list));
        }
        else
        {
            AnsiConsole.Console.Write(ModelText.List(list));
        }
    }

    private static async Task PrintLoadedAsync(OllamaModels models, string? model, bool asJson, CancellationToken cancellationToken)
    {
        var loaded = await models.RunningAsync(cancellationToken);
        if (asJson)
        {
            JsonOutput.Write(LoadedModelsOutput.Of(models.IsSimulated, loaded));
        }
        else
        {
            AnsiConsole.Console.Write(ModelText.Running(loaded, TimeProvider.System.GetUtcNow().UtcDateTime));
        }
    }

    private static async Task PrintDetailsAsync(OllamaModels models, string? model, bool asJson, CancellationToken cancellationToken)
    {
        var details = ModelDetailsOutput.Of(await models.ShowAsync(model!, cancellationToken), model!, models.IsSimulated);
        if (asJson)
        {
            JsonOutput.Write(details);
        }
        else
        {
            AnsiConsole.Console.Write(ModelText.Details(details));
        }
    }

    private static async Task UnloadAsync(OllamaModels models, string model, CancellationToken cancellationToken)
    {
        await models.UnloadAsync(model, cancellationToken);
        AnsiConsole.Console.WriteLine($"{model} is unloaded.");
    }
}
