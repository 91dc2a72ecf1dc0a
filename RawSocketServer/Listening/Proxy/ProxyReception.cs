using System.Buffers;
using Microsoft.Extensions.Logging;

namespace RawSocketServer.Listening.Proxy;

/// <summary>What became of the wait for a header.</summary>
internal enum ProxyOutcome
{
    /// <summary>It has come.</summary>
    Received,

    /// <summary>Not one byte has come: a health check of the balancer, or the server drains.</summary>
    Silent,

    /// <summary>Something else has come.</summary>
    Malformed,
}

/// <summary>Receives the header of a trusted proxy, and not one byte more, before anybody else sees the connection.</summary>
internal static class ProxyReception
{
    /// <summary>Waits for the header; from then on the connection's addresses are those that it tells.</summary>
    /// <returns>Whether it has come; otherwise the connection is to be closed without a word.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">It took too long, or the server drains and a part of it has come.</exception>
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
                Log.SpeaksFor(log, connection.Id, connection.RemoteEndPoint, header.Source);
            connection.SpeaksFor(header);
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
