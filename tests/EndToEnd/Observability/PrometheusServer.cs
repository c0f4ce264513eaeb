using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using AgentLoad.Testing;
using Xunit;

namespace AgentLoad.EndToEnd.Observability;

/// <summary>A real Prometheus on a free loopback port. Skips the test where none is installed.</summary>
internal sealed class PrometheusServer : IDisposable
{
    private static readonly HttpClient Http = new();

    private readonly EmptyFolder _data = new();
    private readonly Process _process;
    private readonly string _url;

    private PrometheusServer(int port, string config)
    {
        _url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        var file = _data.Write("prometheus.yml", config);
        string[] args =
        [
            $"--config.file={file}",
            $"--storage.tsdb.path={_data.Path}/data",
            $"--web.listen-address={_url[7..]}",
            "--enable-feature=exemplar-storage",
            "--log.level=warn",
        ];
        try
        {
            _process = Process.Start(
                new ProcessStartInfo("prometheus", args) { RedirectStandardError = true, RedirectStandardOutput = true }
            )!;
        }
        catch (Win32Exception)
        {
            _data.Dispose();
            Assert.Skip("prometheus is not installed (Debian: apt-get install prometheus)");
            throw;
        }

        // What it says is not needed, but a full pipe would stop it.
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>Starts one that scrapes a port every second and has our alert rules; it answers when this returns.</summary>
    public static async Task<PrometheusServer> StartAsync(int scraped, CancellationToken cancellationToken)
    {
        var server = new PrometheusServer(
            FreePort.Next(),
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                global: {scrape_interval: 500ms, evaluation_interval: 1s}
                rule_files: ["{{Checkout.Root}}/deploy/prometheus/alerts.yaml"]
                scrape_configs:
                  - job_name: agentload
                    static_configs: [{targets: ["127.0.0.1:{{scraped}}"]}]
                """
            )
        );
        await Poll.UntilAsync(() => server.IsReadyAsync(cancellationToken), "Prometheus to be ready", null, cancellationToken);
        return server;
    }

    /// <summary>What its API answers, under "data".</summary>
    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await Http.GetAsync(new Uri($"{_url}/api/v1/{path}"), cancellationToken);
        var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!;
        return (string?)json["status"] == "success" ? json["data"]! : throw new InvalidOperationException($"{path}: {json["error"]}");
    }

    /// <summary>Values of a query by one label; "" where it has none.</summary>
    public async Task<IReadOnlyDictionary<string, double>> QueryAsync(string query, string label, CancellationToken cancellationToken) =>
        (await GetAsync($"query?query={Uri.EscapeDataString(query)}", cancellationToken))["result"]!
            .AsArray()
            .ToDictionary(
                series => (string?)series!["metric"]![label] ?? "",
                series => double.Parse((string)series!["value"]![1]!, CultureInfo.InvariantCulture)
            );

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri($"{_url}/-/ready"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException) when (!_process.HasExited)
        {
            return false;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        _data.Dispose();
    }
}
