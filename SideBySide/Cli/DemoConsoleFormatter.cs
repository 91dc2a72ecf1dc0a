using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace SideBySide.Cli;

/// <summary>
/// Writes readable log lines: the demonstration's texts unchanged, addresses indented below their server, and a level and a source only for
/// warnings and errors.
/// </summary>
/// <param name="style">The colours.</param>
public sealed class DemoConsoleFormatter(AnsiStyle style) : ConsoleFormatter(FormatterName)
{
    /// <summary>The formatter's name.</summary>
    public const string FormatterName = "quiet";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.WriteLine(logEntry.Category switch
        {
            _ when logEntry.LogLevel >= LogLevel.Warning => style.Alarm($"  {Level(logEntry.LogLevel)}: {logEntry.Category}: {message}"),
            _ when logEntry.Category == typeof(DemoOutput).FullName => message,
            "Microsoft.Hosting.Lifetime" => $"    {message}",
            _ => style.Quiet($"  {logEntry.Category}: {message}"),
        });
        if (logEntry.Exception is { } exception)
            textWriter.WriteLine(exception);
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
