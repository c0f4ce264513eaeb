using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Measurement.Records;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentLoad.Client.Telemetry;

/// <summary>All that this process shows of itself to the outside, as its options ask for it.</summary>
internal sealed partial class TelemetryHost : IAsyncDisposable
{
    private readonly TelemetryChoice _choice;
    private readonly AgentMetrics? _work;
    private readonly TaskSpans? _spans;
    private readonly MetricsCollector? _collector;
    private readonly OtlpExport? _otlp;
    private readonly ILogger _log = NullLogger.Instance;
    private HealthServer? _server;

    private TelemetryHost(TelemetryChoice choice, string role, string name)
    {
        _choice = choice;
        if (choice.Http is null && choice.Otlp is null)
        {
            return;
        }

        _work = new AgentMetrics();
        _collector = choice.Http is null ? null : new MetricsCollector(_work);
        if (choice.Otlp is { } collector)
        {
            _otlp = new OtlpExport(collector, role, name);
            _spans = new TaskSpans(new TraceSampler(choice.TraceShare));
            _log = _otlp.Logs.CreateLogger<TelemetryHost>();
        }

        _work.PublishZeros();
        ObserverOrNull = new AgentTelemetry(_work, _spans, _otlp is null ? null : Log);
    }

    /// <summary>Learns of all that agents do; null where nobody wants to see anything.</summary>
    public IAgentObserver? ObserverOrNull { get; }

    /// <summary>Learns of all that agents do.</summary>
    public IAgentObserver Observer => ObserverOrNull ?? NullObserver.Instance;

    /// <summary>Where logs go besides the terminal.</summary>
    public IReadOnlyList<ILoggerProvider> Logs => _otlp is null ? [] : [new Forwarded(_otlp.Logs)];

    /// <summary>What options ask for.</summary>
    public static TelemetryHost Of(TelemetryChoice choice, string role, string name) => new(choice, role, name);

    /// <summary>Answers probes and scrapers from now on.</summary>
    /// <param name="notReady">Why no new work should come here; null where it may.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <returns>Where; null where the options ask for none.</returns>
    public async Task<string?> ServeAsync(Func<string?> notReady, CancellationToken cancellationToken)
    {
        if (_choice.Http is { } listen)
        {
            _server = await HealthServer.StartAsync(listen, notReady, _collector!.Read, cancellationToken);
        }

        return _server?.Url;
    }

    /// <summary>The run, with its progress among the metrics.</summary>
    public IAgentHost Watch(IAgentHost run) => ObserverOrNull is null ? run : new WatchedHost(run);

    /// <summary>Waits until a scraper that came before has fetched the last figures.</summary>
    public Task LastLookAsync(CancellationToken cut) => _server?.Scrapes.NextAsync(cut) ?? Task.CompletedTask;

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

    /// <summary>Loggers of another host whose lines go where ours go.</summary>
    private sealed class Forwarded(ILoggerFactory logs) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => logs.CreateLogger(categoryName);

        public void Dispose() { }
    }
}
