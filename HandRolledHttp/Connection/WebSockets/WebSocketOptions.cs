using System.Text;
using HandRolledHttp.WebSocket;
using RawSocketServer;

namespace HandRolledHttp.Connection.WebSockets;

/// <summary>The options of WebSockets. Section <c>Http:WebSockets</c>.</summary>
public sealed record WebSocketOptions
{
    private const string Example = "https://app.example, http://localhost:5173";

    /// <summary>From the server's close frame to the client's (Python websockets 10 s). Then: closed.</summary>
    internal static TimeSpan CloseTimeout => TimeSpan.FromSeconds(5);

    /// <summary>
    /// Content of a message in bytes, unless a route sets another limit; 0 to 1 GiB. Default 1 MiB (ws for Node.js 100 MiB, Python
    /// websockets 1 MiB). Above: 1009.
    /// </summary>
    public int MaxMessage { get; init; } = 1024 * 1024;

    /// <summary>
    /// Silence of the client before a ping; 1 s to 1 day. Default 30 s (Python websockets 20 s, Kestrel 2 min).
    /// </summary>
    public TimeSpan PingAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Silence of the client, even after a ping, before the server closes; 1 s to 1 day. Default 60 s (nginx <c>proxy_read_timeout</c>).
    /// Then: 1001.
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Foreign origins whose pages may connect, separated by commas: <c>https://app.example, http://localhost:5173</c>. Default: none.
    /// Pages of the server's own origin may always connect, and so may clients that are not browsers and send no Origin.
    /// </summary>
    public string AllowedOrigins
    {
        get;
        init
        {
            field = value;
            Allowed = null!; // parsed again, also in a copy
        }
    } = "";

    /// <summary>The parsed origins.</summary>
    internal IReadOnlyCollection<Origin> Allowed
    {
        get => field ??= [.. Entries().Select(entry => Origin.Parse(Encoding.UTF8.GetBytes(entry))).OfType<Origin>()];
        private init;
    }

    /// <summary>Checks every value.</summary>
    /// <exception cref="StartupException">A value cannot be used; the message names it.</exception>
    public void Validate(string section)
    {
        Check.Range(section, nameof(MaxMessage), MaxMessage, 0, 1024 * 1024 * 1024);
        Check.Range(section, nameof(PingAfter), PingAfter, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check.Range(section, nameof(IdleTimeout), IdleTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        if (Entries().FirstOrDefault(entry => Origin.Parse(Encoding.UTF8.GetBytes(entry)) is null) is { } wrong)
            throw new StartupException(Messages.Say(
                $"{section}:{nameof(AllowedOrigins)}: \"{wrong}\" is no origin; write scheme, host and port, for example {Example}",
                $"{section}:{nameof(AllowedOrigins)}：“{wrong}”不是来源；应写协议、主机和端口，例如 {Example}"));
    }

    private string[] Entries() => AllowedOrigins.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
