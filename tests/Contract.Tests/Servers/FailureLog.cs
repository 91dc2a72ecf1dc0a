using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Contract.Tests.Servers;

/// <summary>
/// The log entries about a server's own failures, such as a 500. No request of any test may cause one.
/// </summary>
public sealed class FailureLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _failures = new();

    public IReadOnlyCollection<string> Failures => _failures;

    public ILogger CreateLogger(string categoryName) => new Logger(_failures);

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<string> failures) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                failures.Enqueue($"{formatter(state, exception)} {exception}");
        }
    }
}
