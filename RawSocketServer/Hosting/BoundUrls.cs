namespace RawSocketServer.Hosting;

/// <summary>Where a server really listens, with the port that the system chose where 0 was asked for. Filled when the host starts.</summary>
public sealed class BoundUrls
{
    /// <summary>For example <c>tcp://127.0.0.1:12345</c>; empty before the start.</summary>
    public IReadOnlyList<string> Urls { get; set; } = [];
}
