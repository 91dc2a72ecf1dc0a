using Microsoft.Extensions.Logging;
using RawSocketServer.Listening;

namespace RawSocketServer.Hosting;

/// <summary>
/// The line that scripts wait for, the same that Kestrel writes: category <c>Microsoft.Hosting.Lifetime</c>, event id 14.
/// </summary>
public static partial class ListeningLog
{
    /// <summary>Logs <c>Now listening on: URL</c> for each address that was bound, and which of them are not for this machine alone.</summary>
    /// <param name="loggers">For the log.</param>
    /// <param name="asked">What was asked for.</param>
    /// <param name="bound">What came of it.</param>
    /// <param name="who">A few words in brackets after each, where several servers of one kind must be told apart.</param>
    public static void NowListening(this ILoggerFactory loggers, IEnumerable<ListenUrl> asked, IEnumerable<string> bound, string? who = null)
    {
        var log = loggers.CreateLogger("Microsoft.Hosting.Lifetime");
        foreach (var url in bound)
            NowListeningOn(log, url, who is null ? "" : $" ({who})");
        foreach (var url in asked.Where(url => !url.IsLoopback))
            Reachable(log, url);
    }

    [LoggerMessage(14, LogLevel.Information, "Now listening on: {Address}{Who}", EventName = "ListeningOnAddress")]
    private static partial void NowListeningOn(ILogger logger, string address, string who);

    [LoggerMessage(15, LogLevel.Information, "{Url} can be reached from other machines")]
    private static partial void Reachable(ILogger logger, ListenUrl url);
}

/// <summary>Where a server really listens, with the port that the system chose where 0 was asked for. Filled when the host starts.</summary>
public sealed class BoundUrls
{
    /// <summary>For example <c>tcp://127.0.0.1:12345</c>; empty before the start.</summary>
    public IReadOnlyList<string> Urls { get; set; } = [];
}
