using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Measurement.Records;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentLoad.Client.Telemetry;

/// <summary>Telemetry of this process: metrics endpoint, health probes and OTLP export, as configured.</summary>
internal sealed partial class TelemetryHost : IAsyncDisposable
{
    private readonly TelemetrySettings _settings;
    private readonly AgentMetrics? _work;
    private readonly TaskSpans? _spans;
    private readonly MetricsCollector? _collector;
    private readonly OtlpExport? _otlp;
    private readonly ILogger _log = NullLogger.Instance;
    private HealthServer? _server;

    private TelemetryHost(TelemetrySettings settings, string role, string name)
    {
        _settings = settings;
        if (settings.Http is null && settings.Otlp is null)
        {
            return;
        }

        _work = new AgentMetrics();
        _collector = settings.Http is null ? null : new MetricsCollector(_work);
        if (settings.Otlp is { } collector)
        {
            _otlp = new OtlpExport(collector, role, name, settings.TraceGrains);
            _spans = new TaskSpans(new TraceSampler(settings.TraceShare));
            _log = _otlp.Logs.CreateLogger<TelemetryHost>();
        }

        _work.PublishZeros();
        ObserverOrNull = new AgentTelemetry(_work, _spans, _otlp is null ? null : Log);
    }

    /// <summary>Receives agent events; null if telemetry is disabled.</summary>
    public IAgentObserver? ObserverOrNull { get; }

    /// <summary>Receives agent events.</summary>
    public IAgentObserver Observer => ObserverOrNull ?? NullObserver.Instance;

    /// <summary>Additional log providers.</summary>
    public IReadOnlyList<ILoggerProvider> Logs => _otlp is null ? [] : [new Forwarded(_otlp.Logs)];

    /// <summary>Creates the telemetry for the given settings.</summary>
    public static TelemetryHost Create(TelemetrySettings settings, string role, string name) => new(settings, role, name);

    /// <summary>Starts the HTTP server for probes and scrapers.</summary>
    /// <param name="notReady">Returns the reason why the process is not ready; null if it is ready.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>URL of the server; null if it is disabled.</returns>
    public async Task<string?> ServeAsync(Func<CancellationToken, Task<string?>> notReady, CancellationToken cancellationToken)
    {
        if (_settings.Http is { } listen)
        {
            _server = await HealthServer.StartAsync(listen, notReady, _collector!.Read, cancellationToken);
        }

        return _server?.Url;
    }

    /// <summary>Adds progress metrics to a run.</summary>
    public IAgentHost WithRunMetrics(IAgentHost run) => ObserverOrNull is null ? run : new MeteredHost(run);

    /// <summary>Waits until a known scraper has fetched the final metrics.</summary>
    public Task WaitForFinalScrapeAsync(CancellationToken cancellationToken) =>
        _server?.Scrapes.WaitForNextAsync(cancellationToken) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _collector?.Dispose();
        _otlp?.Dispose();
        _spans?.Dispose();
        _work?.Dispose();
    }

    private void Log(TaskRecord task)
    {
        if (task.State is TaskState.Failed or TaskState.Lost)
        {
            LogFailed(task.Id, task.Group, task.State, task.Error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {Task} of group {Group} ended as {State}: {Error}")]
    private partial void LogFailed(long task, string group, TaskState state, string? error);

    /// <summary>Log provider for another host that forwards to the loggers of this process.</summary>
    private sealed class Forwarded(ILoggerFactory logs) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => logs.CreateLogger(categoryName);

        public void Dispose() { }
    }
}
