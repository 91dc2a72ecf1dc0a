using System.Buffers;
using Microsoft.Extensions.Logging;

namespace RawSocketServer.Listening.Proxy;

/// <summary>The result of the wait for a header.</summary>
internal enum ProxyOutcome
{
    /// <summary>The header arrived.</summary>
    Received,

    /// <summary>No byte arrived: a health check of the load balancer, or a shutdown.</summary>
    Silent,

    /// <summary>Other bytes arrived.</summary>
    Malformed,
}

/// <summary>Receives the header of a trusted proxy, and no byte after it, before other code uses the connection.</summary>
internal static class ProxyReception
{
    /// <summary>Waits for the header; from then on the connection has the header's addresses.</summary>
    /// <returns>Whether it arrived; otherwise close the connection without a response.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The timeout passed, or the server is stopping and the header is incomplete.</exception>
    public static async ValueTask<ProxyOutcome> ReceiveAsync(SocketConnection connection, ProxyOptions options, ILogger log)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(ProxyHeader.MaxLength);
        var length = 0;
        try
        {
            if (!connection.TryBeginIdle())
                return ProxyOutcome.Silent;
            connection.Deadline.Set(options.Timeout);
            var header = ProxyHeader.Parse([]);
            while (header.Status == ProxyStatus.NeedMore)
            {
                var received = await connection.ReceiveAsync(bytes.AsMemory(length, header.Length - length));
                if (received == 0)
                    break;
                length += received;
                header = ProxyHeader.Parse(bytes.AsSpan(0, length));
            }

            if (header.Status != ProxyStatus.Complete)
            {
                if (length == 0)
                    return ProxyOutcome.Silent;
                Log.ProxyHeaderMalformed(log, connection.Id, connection.RemoteEndPoint, Math.Min(header.Length, length));
                return ProxyOutcome.Malformed;
            }

            if (header.Source is not null)
                Log.ClientForwarded(log, connection.Id, connection.RemoteEndPoint, header.Source);
            connection.UseAddresses(header);
            return ProxyOutcome.Received;
        }
        catch (OperationCanceledException) when (length == 0 && connection.Deadline.Cause == Interruption.Draining)
        {
            return ProxyOutcome.Silent;
        }
        finally
        {
            connection.Deadline.Clear();
            connection.EndIdle();
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
