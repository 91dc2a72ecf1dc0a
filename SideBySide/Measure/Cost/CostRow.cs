namespace SideBySide.Measure.Cost;

/// <summary>What one exchange costs on one server; averages, except for the bytes on the wire, which are the same each time.</summary>
/// <param name="Server">The project's name.</param>
/// <param name="PayloadBytes">Of the message, which goes there and comes back.</param>
/// <param name="RequestBytes">Sent by the client in all.</param>
/// <param name="ResponseBytes">Sent by the server in all.</param>
/// <param name="SystemCalls">The server's, by name; null when they cannot be counted here.</param>
/// <param name="AllocatedBytes">On the server's managed heap.</param>
/// <param name="CpuMicroseconds">The server's processor time, the kernel's work for it included.</param>
public sealed record CostRow(
    string Server, int PayloadBytes, int RequestBytes, int ResponseBytes, IReadOnlyDictionary<string, double>? SystemCalls, double AllocatedBytes, double CpuMicroseconds)
{
    /// <summary>What the request has beside the message.</summary>
    public int RequestProtocolBytes => RequestBytes - PayloadBytes;

    /// <summary>What the response has beside the message.</summary>
    public int ResponseProtocolBytes => ResponseBytes - PayloadBytes;
}
