// Step 1: one receive, one response.
//
// The first server of every socket course (create, bind, listen, accept, receive, send, close), turned to HTTP.
//
// Adds: the little that makes a browser show it. A status line, two fields, an empty line, a body; the end of the
//   connection is the end of the body.
// Still breaks:
// - It never looks at what was asked. Every address is the same page, and so is a file that was meant for it.
// - One receive is taken for one request. TCP is a stream: a long or slow request has only begun to arrive, and closing a
//   socket with unread bytes resets the connection, which may destroy the answer on its way.
// - One client at a time: a browser that connects and says nothing keeps everyone else waiting.
// - A client that resets its connection ends the whole program.

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
