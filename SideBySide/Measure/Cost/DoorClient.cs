using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SideBySide.Measure.Cost;

/// <summary>A client of one door. It counts the bytes of what it sends and of what it takes from the connection.</summary>
internal sealed class DoorClient : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private string _arrived = "";
    private int _sent;
    private int _taken;

    private DoorClient()
    {
    }

    /// <summary>Connects to a server.</summary>
    /// <exception cref="SocketException">No server listens there.</exception>
    public static async Task<DoorClient> ConnectAsync(IPEndPoint server, CancellationToken cancel)
    {
        var client = new DoorClient();
        try
        {
            await client._socket.ConnectAsync(server, cancel);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Sends characters of Latin-1, each of which is a byte.</summary>
    public async Task SendAsync(string bytes, CancellationToken cancel)
    {
        _ = await _socket.SendAsync(Encoding.Latin1.GetBytes(bytes), cancel);
        _sent += bytes.Length;
    }

    /// <summary>Takes one unit: a line, a frame, an event or a response. Later bytes stay for the next call.</summary>
    /// <param name="length">The length of the unit at the beginning of what has arrived; 0 while it is incomplete.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidDataException">The server has closed the connection before the end of the unit.</exception>
    public async Task<string> ReceiveAsync(Func<string, int> length, CancellationToken cancel)
    {
        var buffer = new byte[16 * 1024];
        int end;
        while ((end = length(_arrived)) == 0)
        {
            var count = await _socket.ReceiveAsync(buffer, cancel);
            if (count == 0)
                throw new InvalidDataException(CostTexts.DoorClosed.ToString());
            _arrived += Encoding.Latin1.GetString(buffer, 0, count);
        }

        var unit = _arrived[..end];
        _arrived = _arrived[end..];
        _taken += end;
        return unit;
    }

    /// <summary>The bytes sent and received since the last call.</summary>
    public (int Sent, int Received) Count()
    {
        var counted = (_sent, _taken);
        (_sent, _taken) = (0, 0);
        return counted;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
