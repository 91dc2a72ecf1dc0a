// Step 1: one receive, one response.
//
// The first server of every socket course (create, bind, listen, accept, receive, send, close), changed to HTTP.
//
// Adds: a status line, two fields, an empty line and a body: enough for a browser to show a page. The end of the
//   connection marks the end of the body.
// Still breaks:
// - It ignores the request. Every path gets the same page.
// - It treats one receive as the whole request. TCP is a stream, so only the beginning may have arrived. Closing a socket
//   with unread bytes resets the connection, and the reset may destroy the response.
// - It serves one client at a time. A browser that connects and sends nothing blocks all other clients.
// - A client that resets its connection crashes the program.

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HandRolledHttp.Steps;

internal static class Step1
{
    private const string Answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n你好，浏览器！";

    public static Socket Listen(IPEndPoint address)
    {
        var server = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        server.Bind(address);
        server.Listen();
        return server;
    }

    public static async Task ServeAsync(Socket server, CancellationToken stop)
    {
        while (true)
        {
            using var client = await server.AcceptAsync(stop);
            var buffer = new byte[1024];
            await client.ReceiveAsync(buffer, stop);
            await client.SendAsync(Encoding.UTF8.GetBytes(Answer), stop);
        }
    }
}
