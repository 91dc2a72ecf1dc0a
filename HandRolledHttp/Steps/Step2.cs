// Step 2: request line and routes.
//
// Adds: it receives until the empty line at the end of the head; it parses the request line; each route has its own
//   response, with Content-Length in bytes.
// Still breaks:
// - It decodes each received piece separately, so a character that is cut between two pieces is damaged.
// - It uses only the target. It never reads a body (closing then resets the connection) and sends a body to HEAD.
// - A first line without a space, or a client that resets its connection, crashes the program.
// - It serves one client at a time and one request per connection, and it receives a head without end.

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HandRolledHttp.Steps;

internal static class Step2
{
    private const string Home = """<!doctype html><meta charset="utf-8"><title>Step 2</title><h1>你好，浏览器！</h1><a href="/hello?name=Browser">/hello</a>""";

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
            if (await ReceiveHeadAsync(client, stop) is { } head)
                await client.SendAsync(Answer(head), stop);
        }
    }

    private static async Task<string?> ReceiveHeadAsync(Socket client, CancellationToken stop)
    {
        var head = "";
        var buffer = new byte[1024];
        while (!head.Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await client.ReceiveAsync(buffer, stop);
            if (count == 0)
                return null; // the client has finished in the middle of its request
            head += Encoding.UTF8.GetString(buffer, 0, count);
        }

        return head;
    }

    private static byte[] Answer(string head)
    {
        var requestLine = head.Split("\r\n")[0]; // GET /hello?name=Server HTTP/1.1
        var target = requestLine.Split(' ')[1].Split('?');
        return target[0] switch
        {
            "/" => Response("200 OK", "text/html", Home),
            "/hello" => Response("200 OK", "text/plain", $"Hello, {Name(target)}!"),
            _ => Response("404 Not Found", "text/plain", "There is nothing here.\n"),
        };
    }

    private static string Name(string[] target)
    {
        var parameters = target.Length > 1 ? target[1].Split('&') : [];
        var name = parameters.FirstOrDefault(parameter => parameter.StartsWith("name=", StringComparison.Ordinal))?["name=".Length..];
        return string.IsNullOrEmpty(name) ? "World" : Uri.UnescapeDataString(name.Replace('+', ' '));
    }

    private static byte[] Response(string status, string type, string text)
    {
        var body = Encoding.UTF8.GetBytes(text); // its length counts bytes: 你好 is two characters and six bytes
        var head = $"HTTP/1.1 {status}\r\nContent-Type: {type}; charset=utf-8\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
