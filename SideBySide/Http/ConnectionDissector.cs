namespace SideBySide.Http;

/// <summary>A connection while it happens, direction by direction. Each has to know of the other what it cannot see by itself.</summary>
public sealed class ConnectionDissector
{
    /// <summary>Begins with the first byte of a connection.</summary>
    public ConnectionDissector()
    {
        Client = new StreamDissector(this, isServer: false);
        Server = new StreamDissector(this, isServer: true);
    }

    /// <summary>What the client sends.</summary>
    public StreamDissector Client { get; }

    /// <summary>What the server sends.</summary>
    public StreamDissector Server { get; }

    /// <summary>The methods of the requests that await a response.</summary>
    internal Queue<string> Methods { get; } = [];

    /// <summary>The server's response that made it a WebSocket; null before.</summary>
    internal ResponseSummary? Switch { get; set; }
}
