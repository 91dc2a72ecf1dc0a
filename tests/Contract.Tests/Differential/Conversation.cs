using System.Net;
using System.Net.Sockets;

namespace Contract.Tests.Differential;

/// <summary>Sends what was generated over one real connection and collects every answer.</summary>
internal static class Conversation
{
    /// <summary>
    /// With HandRolledHttp: everything is sent, the connection half-closed at once, and every whole request answered.
    /// </summary>
    public static async Task<List<Reply>> WithHandRolledAsync(int port, Input input)
    {
        using var timeout = new CancellationTokenSource(Hang.Guard);
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
    /// With Kestrel, which forgets the requests it has not answered when a client half-closes. The half-close follows once Kestrel has
    /// processed every byte and its responses have arrived. Only a connection that is left in the middle of a message gets so far; the last
    /// request of all others asks for the close.
    /// </summary>
    /// <param name="kestrel">The server.</param>
    /// <param name="input">What is sent.</param>
    public static async Task<List<Reply>> WithKestrelAsync(KestrelReporter kestrel, Input input)
    {
        using var timeout = new CancellationTokenSource(Hang.Guard);
        using var socket = await ConnectAsync(kestrel.Port, timeout.Token);
        await SendAsync(socket, input, timeout.Token);
        var idle = kestrel.IdleAsync(((IPEndPoint)socket.LocalEndPoint!).Port, input.Text.Length, timeout.Token);
        var received = new MemoryStream();
        var receiving = ReceiveAsync(socket, received, timeout.Token);
        for (var finished = false; ;)
        {
            if (!finished && idle.IsCompleted && await idle <= received.Length)
            {
                Finish(socket);
                finished = true;
            }

            await Task.WhenAny(idle.IsCompleted ? [receiving] : [receiving, idle]);
            if (!receiving.IsCompleted)
                continue;
            if (!await receiving)
                return Reply.ReadAll(received.ToArray(), ended: true);
            receiving = ReceiveAsync(socket, received, timeout.Token);
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
