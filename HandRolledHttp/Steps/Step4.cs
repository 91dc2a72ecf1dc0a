// Step 4: chunks, HEAD, errors.
//
// Adds: chunked bodies; HEAD without a body; HTTP/1.0 closes after its response; errors get a status code: 400, 404, 405,
//   501, 505. Fields with the same name become one list, so two lengths are invalid. A length beside chunks is rejected.
//   HTTP/1.1 requires exactly one Host; only SP and HTAB are white space; values have no control characters; responses have
//   a Date.
// Still breaks:
// - There are no limits or timeouts. It collects a line or a body without end, and waits for a silent client forever. One
//   laptop can open a thousand such connections.
// - It closes the connection right after an error response. If the client is still sending, the connection is reset and
//   the client may never see the response.
// - It ignores "Expect: 100-continue", does not check the value of Host, and accepts only a path as the target.

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HandRolledHttp.Steps;

internal static class Step4
{
    private const string Home = """<!doctype html><meta charset="utf-8"><title>Step 4</title><h1>你好，浏览器！</h1><a href="/hello?name=Browser">/hello</a>""";

    public static Socket Listen(IPEndPoint address)
    {
        var server = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        server.Bind(address);
        server.Listen();
        return server;
    }

    public static async Task ServeAsync(Socket server, TimeProvider time, CancellationToken stop)
    {
        while (true)
        {
            var client = await server.AcceptAsync(stop);
            _ = new Connection(client, time, stop).RunAsync();
        }
    }

    private sealed class Connection(Socket client, TimeProvider time, CancellationToken stop)
    {
        private byte[] _received = [];

        public async Task RunAsync()
        {
            using (client)
            {
                try
                {
                    while (await ReceiveRequestAsync() is { } request)
                    {
                        await SendAsync(Answer(request), request.Closes, withBody: request.Method != "HEAD");
                        if (request.Closes)
                            return;
                    }
                }
                catch (RefusedException refused)
                {
                    await SendAsync(Text(refused.Message, refused.Message + "\n"), close: true, withBody: true);
                }
                catch (SocketException)
                {
                    // The client is gone; only its own connection ends.
                }
            }
        }

        private async Task<Request?> ReceiveRequestAsync()
        {
            string? line;
            do
                line = await ReceiveLineAsync();
            while (line == ""); // some clients send an empty line after a body
            if (line is null)
                return null;

            if (line.Split(' ') is not [var method, ['/', ..] target, var version])
                throw new RefusedException("400 Bad Request");
            if (version is not ("HTTP/1.1" or "HTTP/1.0"))
                throw new RefusedException("505 HTTP Version Not Supported");

            var fields = await ReceiveFieldsAsync();
            if (fields.GetValueOrDefault("Host") is var host && (host is null ? version == "HTTP/1.1" : host.Contains(',', StringComparison.Ordinal)))
                throw new RefusedException("400 Bad Request"); // exactly one; two have become a list
            var closes = version == "HTTP/1.0" || fields.GetValueOrDefault("Connection", "").Contains("close", StringComparison.OrdinalIgnoreCase);
            return new Request(method, target.Split('?'), fields, await ReceiveBodyAsync(fields), closes);
        }

        private async Task<Dictionary<string, string>> ReceiveFieldsAsync()
        {
            var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            string line;
            while ((line = await ReceiveLineAsync() ?? throw Cut()) != "")
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                if (colon <= 0 || line[..colon].Any(char.IsWhiteSpace))
                    throw new RefusedException("400 Bad Request");
                var (name, value) = (line[..colon], line[(colon + 1)..].Trim(' ', '\t')); // HTTP allows no other white space
                if (value.Any(c => char.IsControl(c) && c != '\t'))
                    throw new RefusedException("400 Bad Request");
                fields[name] = fields.TryGetValue(name, out var earlier) ? $"{earlier}, {value}" : value;
            }

            return fields;
        }

        private async Task<byte[]> ReceiveBodyAsync(Dictionary<string, string> fields)
        {
            var hasLength = fields.TryGetValue("Content-Length", out var digits);
            if (fields.TryGetValue("Transfer-Encoding", out var coding))
            {
                if (hasLength)
                    throw new RefusedException("400 Bad Request"); // two ways to find the end of the body
                return coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)
                    ? await ReceiveChunksAsync()
                    : throw new RefusedException("501 Not Implemented");
            }

            if (!hasLength)
                return [];
            return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                ? await ReceiveBytesAsync(length)
                : throw new RefusedException("400 Bad Request");
        }

        private async Task<byte[]> ReceiveChunksAsync()
        {
            var body = new MemoryStream();
            while (true)
            {
                var line = await ReceiveLineAsync() ?? throw Cut(); // 1a;name=value: the size in hexadecimal; extensions are ignored
                if (!int.TryParse(line.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) || size < 0)
                    throw new RefusedException("400 Bad Request");
                if (size == 0)
                    break;
                body.Write(await ReceiveBytesAsync(size));
                if (await ReceiveLineAsync() != "")
                    throw new RefusedException("400 Bad Request");
            }

            _ = await ReceiveFieldsAsync(); // trailers: read and ignored
            return body.ToArray();
        }

        private async Task<string?> ReceiveLineAsync()
        {
            int end;
            var buffer = new byte[4096];
            while ((end = _received.AsSpan().IndexOf("\r\n"u8)) < 0)
            {
                var count = await client.ReceiveAsync(buffer, stop);
                if (count == 0)
                    return _received.Length == 0 ? null : throw Cut();
                _received = [.. _received, .. buffer[..count]];
            }

            var line = Encoding.UTF8.GetString(_received, 0, end);
            _received = _received[(end + 2)..];
            return line;
        }

        private async Task<byte[]> ReceiveBytesAsync(int length)
        {
            var bytes = new byte[length];
            var filled = Math.Min(length, _received.Length);
            _received[..filled].CopyTo(bytes, 0);
            _received = _received[filled..];
            while (filled < length)
            {
                var count = await client.ReceiveAsync(bytes.AsMemory(filled), stop);
                if (count == 0)
                    throw Cut();
                filled += count;
            }

            return bytes;
        }

        private async Task SendAsync(Response response, bool close, bool withBody)
        {
            var head = $"HTTP/1.1 {response.Status}\r\nDate: {time.GetUtcNow():R}\r\nContent-Type: {response.Type}\r\nContent-Length: {response.Body.Length}\r\n"
                + (response.Allow is null ? "" : $"Allow: {response.Allow}\r\n") + (close ? "Connection: close\r\n" : "") + "\r\n";
            await client.SendAsync((byte[])[.. Encoding.UTF8.GetBytes(head), .. withBody ? response.Body : []], stop);
        }
    }

    private sealed record Request(string Method, string[] Target, Dictionary<string, string> Fields, byte[] Body, bool Closes);

    private sealed record Response(string Status, string Type, byte[] Body, string? Allow = null);

    private sealed class RefusedException(string status) : Exception(status);

    // The client finished in the middle of a request.
    private static RefusedException Cut() => new("400 Bad Request");

    private static Response Answer(Request request) => (request.Method, request.Target[0]) switch
    {
        ("GET" or "HEAD", "/") => new("200 OK", "text/html; charset=utf-8", Encoding.UTF8.GetBytes(Home)),
        ("GET" or "HEAD", "/hello") => Text("200 OK", $"Hello, {Name(request.Target)}!"),
        ("POST", "/echo") => new("200 OK", request.Fields.GetValueOrDefault("Content-Type", "application/octet-stream"), request.Body),
        ("GET" or "HEAD" or "POST", "/" or "/hello") => Text("405 Method Not Allowed", "Method not allowed.\n") with { Allow = "GET, HEAD" },
        ("GET" or "HEAD" or "POST", "/echo") => Text("405 Method Not Allowed", "Method not allowed.\n") with { Allow = "POST" },
        ("GET" or "HEAD" or "POST", _) => Text("404 Not Found", "There is nothing here.\n"),
        _ => Text("501 Not Implemented", "This method is not known here.\n"),
    };

    private static string Name(string[] target)
    {
        var parameters = target.Length > 1 ? target[1].Split('&') : [];
        var name = parameters.FirstOrDefault(parameter => parameter.StartsWith("name=", StringComparison.Ordinal))?["name=".Length..];
        return string.IsNullOrEmpty(name) ? "World" : Uri.UnescapeDataString(name.Replace('+', ' '));
    }

    private static Response Text(string status, string text) => new(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));
}
