using System.Net;
using System.Net.Sockets;
using TestKit.Generator;

namespace Contract.Tests.Differential;

/// <summary>Sends generated input over one real connection and collects all responses.</summary>
internal static class Conversation
{
    /// <summary>
    /// With HandRolledHttp: sends everything, half-closes at once, and receives a response to every complete request.
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
    /// With Kestrel, which drops pending requests when a client half-closes. So the half-close follows when Kestrel has processed every byte
    /// and its responses have arrived. This only happens on a connection that is cut within a message; otherwise the last request closes it.
    /// </summary>
    /// <param name="kestrel">The server.</param>
    /// <param name="input">The input.</param>
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
            // The server has rejected and closed already; its response can still be read.
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
            // The server has closed.
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
            return false; // Kestrel leaves unread input behind when it rejects
        }
    }
}
