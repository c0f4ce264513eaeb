using AgentLoad.Agents.Telemetry;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AgentLoad.Client.Telemetry;

/// <summary>
/// Exports metrics, traces and logs to an OpenTelemetry collector. If the collector is unavailable, telemetry is dropped; the run is not
/// affected.
/// </summary>
internal sealed class OtlpExport : IDisposable
{
    /// <summary>Default port of OTLP over gRPC.</summary>
    private const int GrpcPort = 4317;

    private readonly Uri _collector;
    private readonly MeterProvider _metrics;
    private readonly TracerProvider _traces;

    /// <param name="collector">Address of the collector.</param>
    /// <param name="role">Role of this process: "silo" or "run".</param>
    /// <param name="name">Instance name of this process.</param>
    /// <param name="traceGrains">True to export the activities of Orleans.</param>
    public OtlpExport(Uri collector, string role, string name, bool traceGrains)
    {
        _collector = collector;
        var resource = ResourceBuilder
            .CreateEmpty()
            .AddService(
                $"agentload-{role}",
                serviceNamespace: "agentload",
                serviceVersion: typeof(OtlpExport).Assembly.GetName().Version!.ToString(3),
                serviceInstanceId: name
            );
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(AgentMetrics.MeterName, $"{AgentMetrics.MeterName}.*", OrleansNames.Meter)
            .SetExemplarFilter(ExemplarFilterType.TraceBased)
            .AddOtlpExporter(options => Configure(options, "metrics"))
            .Build();
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(traceGrains ? [TaskSpans.SourceName, OrleansNames.Sources] : [TaskSpans.SourceName])
            .SetSampler(new AlwaysOnSampler())
            .AddOtlpExporter(options => Configure(options, "traces"))
            .Build();
        Logs = LoggerFactory.Create(builder =>
            builder
                .SetMinimumLevel(LogLevel.Information)
                .AddOpenTelemetry(logs =>
                {
                    logs.SetResourceBuilder(resource);
                    logs.IncludeFormattedMessage = true;
                    logs.AddOtlpExporter(options => Configure(options, "logs"));
                })
        );
    }

    /// <summary>Creates loggers that export to the collector.</summary>
    public ILoggerFactory Logs { get; }

    /// <summary>Flushes pending telemetry, for a few seconds at most.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
        Logs.Dispose();
    }

    private void Configure(OtlpExporterOptions options, string signal)
    {
        var isGrpc = _collector.Port == GrpcPort;
        options.Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = isGrpc ? _collector : new Uri($"{_collector.AbsoluteUri.TrimEnd('/')}/v1/{signal}");
        options.TimeoutMilliseconds = 5000;
    }
}
