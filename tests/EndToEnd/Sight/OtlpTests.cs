using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.Sight;

/// <summary>A collector gets metrics, traces and logs.</summary>
public sealed class OtlpTests : IDisposable
{
    private readonly EmptyFolder _folder = new();
    private readonly ConcurrentDictionary<string, StringBuilder> _received = new();

    [Fact]
    public async Task Collector_OfARunWithFailures_GetsMetricsTracesAndLogs()
    {
        using var collector = new HttpListener();
        var url = $"http://127.0.0.1:{PrometheusServer.FreePort()}";
        collector.Prefixes.Add($"{url}/");
        collector.Start();
        var receiving = ReceiveAsync(collector);

        var run = await AgentLoadProcess.RunAsync(
            _folder.Path, "run", "--agents", "10", "--tasks", "30", "--otlp", url, "--trace-share", "0", "--set", "node.profile=instant", "--set", "node.faults=[error=0.2]",
            "--set", "groups[0].retry.attempts=1");

        run.All.ShouldContain("Saved in");
        collector.Stop();
        await receiving;
        _received.Keys.ShouldBe(["/v1/metrics", "/v1/traces", "/v1/logs"], ignoreOrder: true);
        foreach (var name in new[] { "gen_ai.client.operation.duration", "gen_ai.client.token.usage", "gen_ai.invoke_agent.duration", "agentload.run.tasks" })
        {
            _received["/v1/metrics"].ToString().ShouldContain(name);
        }

        // Of tasks that were neither slow nor failed, none was asked for.
        var traces = _received["/v1/traces"].ToString();
        traces.ShouldContain("invoke_agent ");
        traces.ShouldContain("chat simulated:8b");
        traces.ShouldContain("failed");
        _received["/v1/logs"].ToString().ShouldContain("ended as Failed");
    }

    [Fact]
    public async Task Collector_ThatIsAway_ChangesNothing()
    {
        var run = await AgentLoadProcess.RunAsync(_folder.Path, "run", "--agents", "5", "--tasks", "5", "--otlp", "http://127.0.0.1:1", "--set", "node.profile=instant");

        run.ExitCode.ShouldBe(0, run.All);
        run.Error.ShouldNotContain("xception");
    }

    public void Dispose() => _folder.Dispose();

    private async Task ReceiveAsync(HttpListener collector)
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await collector.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            lock (_received)
            {
                _received.GetOrAdd(context.Request.Url!.AbsolutePath, static _ => new StringBuilder()).Append(Encoding.Latin1.GetString(body.ToArray()));
            }

            context.Response.Close();
        }
    }
}
