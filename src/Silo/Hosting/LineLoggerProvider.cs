using Microsoft.Extensions.Logging;

namespace AgentLoad.Silo.Hosting;

/// <summary>Log lines as a user reads them: one line each, without a stack trace.</summary>
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

/// <summary>Which log lines a user sees.</summary>
internal static class SiloLogFilter
{
    /// <summary>All that agents have to say, and of Orleans what somebody must look at: a cluster that changes is noisy by nature.</summary>
    public static bool Shows(string? category, LogLevel level) =>
        category?.StartsWith("AgentLoad", StringComparison.Ordinal) == true ? level >= LogLevel.Information : level >= LogLevel.Critical;
}
