using Microsoft.Extensions.Logging;

namespace RawSocketServer.Hosting;

/// <summary>
/// The line that scripts wait for, the same that Kestrel writes: category <c>Microsoft.Hosting.Lifetime</c>, event id 14.
/// </summary>
public static partial class ListeningLog
{
    /// <summary>Logs <c>Now listening on: URL</c> for each address that was bound.</summary>
    /// <param name="loggers">The way to the log.</param>
    /// <param name="urls">The bound addresses.</param>
    /// <param name="who">A few words in brackets after each, where several servers of one kind must be told apart.</param>
    public static void NowListening(this ILoggerFactory loggers, IEnumerable<string> urls, string? who = null)
    {
        var log = loggers.CreateLogger("Microsoft.Hosting.Lifetime");
        foreach (var url in urls)
            NowListeningOn(log, url, who is null ? "" : $" ({who})");
    }

    [LoggerMessage(14, LogLevel.Information, "Now listening on: {Address}{Who}", EventName = "ListeningOnAddress")]
    private static partial void NowListeningOn(ILogger logger, string address, string who);
}
