using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Testing;
using Xunit;

namespace AgentLoad.EndToEnd.RealServers;

/// <summary>
/// llama-server of the llama.cpp project with a tiny model. The environment variable AGENTLOAD_LLAMA_SERVER names the program; without it,
/// tests are skipped.
/// </summary>
internal sealed class LlamaServer : IAsyncDisposable
{
    private const string Variable = "AGENTLOAD_LLAMA_SERVER";

    private readonly EmptyFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly string[] _arguments;
    private Process? _process;

    private LlamaServer(TinyModel model, int slots, int context)
    {
        var path = Path.Combine(_folder.Path, "tiny.gguf");
        model.Save(path);
        var port = FreePort.Next();
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        _arguments =
        [
            "--model",
            path,
            "--host",
            "127.0.0.1",
            "--port",
            port.ToString(CultureInfo.InvariantCulture),
            "--parallel",
            slots.ToString(CultureInfo.InvariantCulture),
            "--ctx-size",
            (slots * context).ToString(CultureInfo.InvariantCulture),
            "--threads",
            "1",
            "--metrics",
            "--no-ui",
            "--offline",
        ];
    }

    public string Url { get; }

    /// <summary>Starts a server and waits until its model is loaded.</summary>
    /// <param name="model">Model to serve.</param>
    /// <param name="slots">Number of slots, which is the number of concurrent calls.</param>
    /// <param name="context">Context length of a slot, in tokens.</param>
    public static async Task<LlamaServer> StartAsync(TinyModel model, int slots = 4, int context = 2048)
    {
        Assert.SkipWhen(
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)),
            $"{Variable} does not name a llama-server (see docs/reference/real-servers.md)"
        );
        var server = new LlamaServer(model, slots, context);
        try
        {
            await server.StartAsync();
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>Starts the process on the port and with the model of the previous one.</summary>
    public async Task StartAsync()
    {
        var process = Process.Start(
            new ProcessStartInfo(Environment.GetEnvironmentVariable(Variable)!, _arguments)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        await Poll.UntilAsync(IsReadyAsync, "llama-server to load its model");
    }

    /// <summary>Ends the process in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
    }

    /// <summary>Creates a client of the server.</summary>
    public IModelClient Connect() => ModelClients.Create(new EndpointOptions(Url, ModelApi.OpenAI), TimeProvider.System);

    /// <summary>Returns the values of the server's metrics page.</summary>
    public async Task<ServerCounters> CountersAsync()
    {
        var page = await _http.GetStringAsync($"{Url}/metrics");
        var values = page.Split('\n')
            .Where(line => line.StartsWith("llamacpp:", StringComparison.Ordinal))
            .Select(line => line.Split(' '))
            .ToDictionary(parts => parts[0]["llamacpp:".Length..], parts => double.Parse(parts[1], CultureInfo.InvariantCulture));
        return new ServerCounters(
            (long)(values["prompt_tokens_total"] + values["prompt_tokens_cached_total"]),
            (long)values["prompt_tokens_cached_total"],
            (long)values["tokens_predicted_total"],
            (int)values["requests_processing"],
            (int)values["requests_deferred"]
        );
    }

    /// <summary>Posts a request without streaming and returns the response, read by nothing but a JSON parser.</summary>
    public async Task<JsonElement> AskAsync(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync($"{Url}/v1/chat/completions", content);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_process!.HasExited)
        {
            throw new InvalidOperationException($"llama-server exited with code {_process.ExitCode}.");
        }

        try
        {
            using var response = await _http.GetAsync($"{Url}/health");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

/// <summary>What the metrics page of a llama-server reports.</summary>
/// <param name="Prompt">Prompt tokens, including cached tokens.</param>
/// <param name="Cached">Prompt tokens served from the prefix cache.</param>
/// <param name="Completion">Generated tokens.</param>
/// <param name="Processing">Requests that occupy a slot.</param>
/// <param name="Deferred">Requests that wait for a slot.</param>
internal sealed record ServerCounters(long Prompt, long Cached, long Completion, int Processing, int Deferred)
{
    public static ServerCounters operator -(ServerCounters later, ServerCounters earlier) =>
        later with
        {
            Prompt = later.Prompt - earlier.Prompt,
            Cached = later.Cached - earlier.Cached,
            Completion = later.Completion - earlier.Completion,
        };
}
