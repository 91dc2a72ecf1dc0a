using System.Net;
using System.Net.Sockets;
using SideBySide.Measure.Load;

namespace SideBySide.Measure.Cost;

/// <summary>
/// A simple client on one connection: sends, waits for the whole response, checks it, and repeats. It counts all bytes.
/// </summary>
internal sealed class CostClient : IDisposable
{
    private readonly Socket _socket;
    private readonly Exchange _exchange;
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <param name="address">The server.</param>
    /// <param name="exchange">The exchange; its response must fit into 64 KiB.</param>
    /// <exception cref="SocketException">The connection was refused.</exception>
    public CostClient(IPEndPoint address, Exchange exchange)
    {
        _exchange = exchange;
        _socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 10_000, SendTimeout = 10_000 };
        _socket.Connect(address);
    }

    /// <summary>The number of exchanges so far.</summary>
    public long Exchanges { get; private set; }

    /// <summary>Bytes sent so far.</summary>
    public long Sent { get; private set; }

    /// <summary>Bytes received so far.</summary>
    public long Received { get; private set; }

    /// <summary>Repeats the exchange.</summary>
    /// <exception cref="SocketException">The connection failed, or no byte arrived for 10 s.</exception>
    /// <exception cref="InvalidDataException">A response was wrong.</exception>
    public void Make(int times, CancellationToken cancel)
    {
        for (var i = 0; i < times; i++, Exchanges++)
        {
            cancel.ThrowIfCancellationRequested();
            Sent += _socket.Send(_exchange.Bytes.Span);
            for (var received = 0; received != _exchange.AnswerLength; Learn(received))
            {
                var count = _socket.Receive(_buffer.AsSpan(received));
                if (count == 0 || received + count > _exchange.AnswerLength || !_exchange.IsRight(_buffer.AsSpan(received, count), received))
                    throw new InvalidDataException(LoadTexts.WrongAnswer(received, count).ToString());
                Received += count;
                received += count;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Learn(int received)
    {
        if (_exchange.AnswerLength is null)
            _ = _exchange.Learn(_buffer.AsSpan(0, received));
    }
}
