using Microsoft.Extensions.Logging;

namespace RawSocketServer.Hosting;

/// <summary>
/// The line that scripts wait for, the same that Kestrel writes: category <c>Microsoft.Hosting.Lifetime</c>, event id 14.
/// </summary>
public static partial class ListeningLog
{
    /// <summary>Logs <c>Now listening on: URL</c> for each address that was bound.</summary>
    public static void NowListening(this ILoggerFactory loggers, IEnumerable<string> urls)
    {
        var log = loggers.CreateLogger("Microsoft.Hosting.Lifetime");
        foreach (var url in urls)
            NowListeningOn(log, url);
    }

    [LoggerMessage(14, LogLevel.Information, "Now listening on: {Address}", EventName = "ListeningOnAddress")]
    private static partial void NowListeningOn(ILogger logger, string address);
}
