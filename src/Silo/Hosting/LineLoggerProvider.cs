using Microsoft.Extensions.Logging;

namespace AgentLoad.Silo.Hosting;

/// <summary>Prints log entries as single lines without stack traces.</summary>
internal sealed class LineLoggerProvider(Action<string> say) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Lines(say);

    public void Dispose() { }

    private sealed class Lines(Action<string> say) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            var text = formatter(state, exception) + (exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})");
            say(text.ReplaceLineEndings(" "));
        }
    }
}

/// <summary>Which log entries are printed.</summary>
internal static class SiloLogFilter
{
    /// <summary>Logs of AgentLoad from Information, logs of Orleans from Critical: membership changes log many warnings.</summary>
    public static bool Shows(string? category, LogLevel level) =>
        category?.StartsWith("AgentLoad", StringComparison.Ordinal) == true ? level >= LogLevel.Information : level >= LogLevel.Critical;
}
