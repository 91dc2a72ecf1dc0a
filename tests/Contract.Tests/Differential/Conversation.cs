using System.Net;
using System.Net.Sockets;

namespace Contract.Tests.Differential;

/// <summary>Sends what was generated over one real connection and collects every answer.</summary>
internal static class Conversation
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// With HandRolledHttp: everything is sent, the connection half-closed at once, and every whole request answered.
    /// </summary>
    public static async Task<List<Reply>> WithHandRolledAsync(int port, Input input)
    {
        using var timeout = new CancellationTokenSource(s_patience);
        using var socket = await ConnectAsync(port, timeout.Token);
        await SendAsync(socket, input, timeout.Token);
        Finish(socket);
        var received = new MemoryStream();
        while (await ReceiveAsync(socket, received, timeout.Token))
        {
        }

        return Reply.ReadAll(received.ToArray(), ended: true);
    }

    /// <summary>
    /// With Kestrel, which forgets what it has not answered when a client half-closes: that waits until it has been silent for a while.
    /// Only a connection that is left in the middle of a message gets so far; the last request of all others asks for the close.
    /// </summary>
    /// <param name="port">Where it listens.</param>
    /// <param name="input">What is sent.</param>
    /// <param name="expected">How many answers HandRolledHttp gave: before that many have come, silence means little.</param>
    public static async Task<List<Reply>> WithKestrelAsync(int port, Input input, int expected)
    {
        using var timeout = new CancellationTokenSource(s_patience);
        using var socket = await ConnectAsync(port, timeout.Token);
        await SendAsync(socket, input, timeout.Token);
        var received = new MemoryStream();
        var finished = false;
        while (true)
        {
            using var quiet = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token);
            if (!finished)
                quiet.CancelAfter(Reply.ReadAll(received.ToArray(), ended: false).Count >= expected ? TimeSpan.FromMilliseconds(250) : TimeSpan.FromSeconds(2));
            try
            {
                if (!await ReceiveAsync(socket, received, quiet.Token))
                    return Reply.ReadAll(received.ToArray(), ended: true);
            }
            catch (OperationCanceledException) when (!finished)
            {
                Finish(socket);
                finished = true;
            }
        }
    }

    private static async Task<Socket> ConnectAsync(int port, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);
        return socket;
    }

    private static async Task SendAsync(Socket socket, Input input, CancellationToken cancellation)
    {
        try
        {
            foreach (var piece in input.Pieces)
                await socket.SendAsync(piece, SocketFlags.None, cancellation);
        }
        catch (SocketException)
        {
            // It has refused already, and closed; what it said is still there to be read.
        }
    }

    private static void Finish(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // Closed from the other side.
        }
    }

    private static async Task<bool> ReceiveAsync(Socket socket, MemoryStream received, CancellationToken cancellation)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            var count = await socket.ReceiveAsync(buffer, SocketFlags.None, cancellation);
            received.Write(buffer, 0, count);
            return count > 0;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset)
        {
            return false; // Kestrel leaves unread input behind when it refuses
        }
    }
}
