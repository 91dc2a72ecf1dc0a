// Step 3: bodies and keep-alive.
//
// Adds: it stores bytes until the head is complete; it reads the fields, and a body of Content-Length bytes (/echo returns
//   it); it keeps the connection open for the next request, and keeps bytes of it that have already arrived; each client
//   has its own task, so an exception ends only one connection.
// Still breaks:
// - On a persistent connection a wrong length is dangerous: the rest of the body becomes the next request.
// - It does not decode chunked bodies. The chunks become the next request.
// - It does not validate. The last of two Content-Lengths wins, "+5" is a number, "Content-Length : 5" is another field. If
//   a proxy reads the request differently, request smuggling is possible.
// - It closes the connection without a response if a request is malformed. HEAD gets a body, so the client misreads the
//   next response.
// - A length of two billion allocates two billion bytes before any of them arrives. There are no limits or timeouts.

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HandRolledHttp.Steps;

internal static class Step3
{
    private const string Home = """<!doctype html><meta charset="utf-8"><title>Step 3</title><h1>你好，浏览器！</h1><a href="/hello?name=Browser">/hello</a>""";

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
            var client = await server.AcceptAsync(stop);
            _ = new Connection(client, stop).RunAsync(); // not awaited: the next client does not wait for this one
        }
    }

    private sealed class Connection(Socket client, CancellationToken stop)
    {
        private byte[] _received = []; // the received bytes that are not used yet

        public async Task RunAsync()
        {
            using (client)
            {
                while (await ReceiveHeadAsync() is { } head)
                {
                    var lines = head.Split("\r\n");
                    var target = lines[0].Split(' ')[1].Split('?');
                    var fields = Fields(lines);
                    var length = fields.TryGetValue("Content-Length", out var digits) ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;
                    if (await ReceiveBodyAsync(length) is not { } body)
                        return;

                    var close = fields.GetValueOrDefault("Connection") == "close";
                    await client.SendAsync(Answer(target, fields, body, close), stop);
                    if (close)
                        return;
                }
            }
        }

        private async Task<string?> ReceiveHeadAsync()
        {
            int end;
            var buffer = new byte[4096];
            while ((end = _received.AsSpan().IndexOf("\r\n\r\n"u8)) < 0)
            {
                var count = await client.ReceiveAsync(buffer, stop);
                if (count == 0)
                    return null;
                _received = [.. _received, .. buffer[..count]];
            }

            var head = Encoding.UTF8.GetString(_received, 0, end);
            _received = _received[(end + 4)..];
            return head;
        }

        private async Task<byte[]?> ReceiveBodyAsync(int length)
        {
            var body = new byte[length];
            var filled = Math.Min(length, _received.Length); // the part of the body that arrived with the head
            _received[..filled].CopyTo(body, 0);
            _received = _received[filled..];
            while (filled < length)
            {
                var count = await client.ReceiveAsync(body.AsMemory(filled), stop);
                if (count == 0)
                    return null;
                filled += count;
            }

            return body;
        }
    }

    private static Dictionary<string, string> Fields(string[] lines)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines[1..])
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                fields[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return fields;
    }

    private static byte[] Answer(string[] target, Dictionary<string, string> fields, byte[] body, bool close) => target[0] switch
    {
        "/" => Response("200 OK", "text/html; charset=utf-8", Encoding.UTF8.GetBytes(Home), close),
        "/hello" => Response("200 OK", "text/plain; charset=utf-8", Encoding.UTF8.GetBytes($"Hello, {Name(target)}!"), close),
        "/echo" => Response("200 OK", fields.GetValueOrDefault("Content-Type", "application/octet-stream"), body, close),
        _ => Response("404 Not Found", "text/plain; charset=utf-8", "There is nothing here.\n"u8.ToArray(), close),
    };

    private static string Name(string[] target)
    {
        var parameters = target.Length > 1 ? target[1].Split('&') : [];
        var name = parameters.FirstOrDefault(parameter => parameter.StartsWith("name=", StringComparison.Ordinal))?["name=".Length..];
        return string.IsNullOrEmpty(name) ? "World" : Uri.UnescapeDataString(name.Replace('+', ' '));
    }

    private static byte[] Response(string status, string type, byte[] body, bool close)
    {
        var connection = close ? "Connection: close\r\n" : "";
        var head = $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n{connection}\r\n";
        return [.. Encoding.UTF8.GetBytes(head), .. body];
    }
}
