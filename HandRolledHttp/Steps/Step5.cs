// Step 5: limits and timeouts.
//
// Adds: a head of at most 16 KiB (431), a body of at most 1 MiB (413), 10 s for a request (408) and for its response, 30 s
//   of silence between two requests, 100 connections. After an error response it half-closes and discards input for
//   a second, so that the response arrives.
// Still breaks:
// - It ignores "Expect: 100-continue" (curl waits a second before a large body) and does not check the value of Host.
// - It does not decode the path: /%68ello is 404, and http://host/hello is rejected. A long target gets 431 instead of 414.
// - It accepts only CR LF: after a single LF it waits until the timeout.
// - A body must fit into memory and arrive within 10 s, however slow the line is. Nothing is streamed.
// - Shutdown cuts off requests in progress. No validators, ranges, forms, cookies, files or TLS.
// The complete server is the next step: Http1/, Connection/ and Web/.

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HandRolledHttp.Steps;

internal static class Step5
{
    private const int MaxConnections = 100;
    private const int MaxHead = 16 * 1024;
    private const int MaxBody = 1024 * 1024;

    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_request = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_linger = TimeSpan.FromSeconds(1);

    private const string Home = """<!doctype html><meta charset="utf-8"><title>Step 5</title><h1>你好，浏览器！</h1><a href="/hello?name=Browser">/hello</a>""";

    public static Socket Listen(IPEndPoint address)
    {
        var server = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        server.Bind(address);
        server.Listen();
        return server;
    }

    public static async Task ServeAsync(Socket server, TimeProvider time, CancellationToken stop)
    {
        var places = new SemaphoreSlim(MaxConnections);
        while (true)
        {
            await places.WaitAsync(stop); // a further client waits in the kernel's backlog
            var client = await server.AcceptAsync(stop);
            _ = ServeOneAsync(client);
        }

        async Task ServeOneAsync(Socket client)
        {
            try
            {
                await new Connection(client, time, stop).RunAsync();
            }
            finally
            {
                places.Release();
            }
        }
    }

    private sealed class Connection(Socket client, TimeProvider time, CancellationToken stop)
    {
        private readonly CancellationTokenSource _deadline = new(Timeout.InfiniteTimeSpan, time);
        private byte[] _received = [];
        private int _headLeft;
        private bool _hasBegun; // a request has begun and not ended

        public async Task RunAsync()
        {
            using (client)
            using (_deadline)
            using (stop.Register(_deadline.Cancel))
            {
                try
                {
                    while (await ReceiveRequestAsync() is { } request)
                    {
                        _deadline.CancelAfter(s_answer);
                        await SendAsync(Answer(request), request.Closes, withBody: request.Method != "HEAD", _deadline.Token);
                        if (request.Closes)
                            return;
                    }
                }
                catch (RefusedException refused)
                {
                    await RefuseAsync(refused.Message);
                }
                catch (OperationCanceledException) when (_hasBegun && !stop.IsCancellationRequested)
                {
                    await RefuseAsync("408 Request Timeout");
                }
                catch (Exception e) when (e is SocketException or OperationCanceledException)
                {
                    // The client is gone, was silent for too long or does not read its response, or the server stops.
                }
            }
        }

        // An immediate close would reset the connection of a client that still sends, and the reset might destroy the response.
        private async Task RefuseAsync(string status)
        {
            using var linger = new CancellationTokenSource(s_linger, time);
            try
            {
                await SendAsync(Text(status, status + "\n"), close: true, withBody: true, linger.Token);
                client.Shutdown(SocketShutdown.Send);
                var discarded = new byte[4096];
                while (await client.ReceiveAsync(discarded, linger.Token) > 0)
                {
                }
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // The response may be lost; nothing more can be done.
            }
        }

        private async Task<Request?> ReceiveRequestAsync()
        {
            _deadline.CancelAfter(s_silence);
            if (_received.Length == 0 && !await ReceiveMoreAsync())
                return null;
            _deadline.CancelAfter(s_request);
            _hasBegun = true;
            _headLeft = MaxHead;

            var line = await ReceiveLineAsync();
            if (line == "")
                line = await ReceiveLineAsync(); // some clients send an empty line after a body
            if (line.Split(' ') is not [var method, ['/', ..] target, var version])
                throw new RefusedException("400 Bad Request");
            if (version is not ("HTTP/1.1" or "HTTP/1.0"))
                throw new RefusedException("505 HTTP Version Not Supported");

            var fields = await ReceiveFieldsAsync();
            if (fields.GetValueOrDefault("Host") is var host && (host is null ? version == "HTTP/1.1" : host.Contains(',', StringComparison.Ordinal)))
                throw new RefusedException("400 Bad Request"); // exactly one; two have become a list
            var closes = version == "HTTP/1.0" || fields.GetValueOrDefault("Connection", "").Contains("close", StringComparison.OrdinalIgnoreCase);
            var body = await ReceiveBodyAsync(fields);
            _hasBegun = false;
            return new Request(method, target.Split('?'), fields, body, closes);
        }

        private async Task<Dictionary<string, string>> ReceiveFieldsAsync()
        {
            var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            string line;
            while ((line = await ReceiveLineAsync()) != "")
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
            if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
                throw new RefusedException("400 Bad Request");
            return length <= MaxBody
                ? await ReceiveBytesAsync((int)length)
                : throw new RefusedException("413 Content Too Large");
        }

        private async Task<byte[]> ReceiveChunksAsync()
        {
            var body = new MemoryStream();
            while (true)
            {
                _headLeft = MaxHead;
                var line = await ReceiveLineAsync(); // 1a;name=value: the size in hexadecimal; extensions are ignored
                if (!int.TryParse(line.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) || size < 0)
                    throw new RefusedException("400 Bad Request");
                if (size == 0)
                    break;
                if (size > MaxBody - body.Length)
                    throw new RefusedException("413 Content Too Large");
                body.Write(await ReceiveBytesAsync(size));
                if (await ReceiveLineAsync() != "")
                    throw new RefusedException("400 Bad Request");
            }

            _ = await ReceiveFieldsAsync(); // trailers: read and ignored
            return body.ToArray();
        }

        private async Task<string> ReceiveLineAsync()
        {
            int end;
            while ((end = _received.AsSpan().IndexOf("\r\n"u8)) < 0 && _received.Length <= _headLeft)
            {
                if (!await ReceiveMoreAsync())
                    throw Cut();
            }

            _headLeft -= end + 2;
            if (end < 0 || _headLeft < 0)
                throw new RefusedException("431 Request Header Fields Too Large");
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
                var count = await client.ReceiveAsync(bytes.AsMemory(filled), _deadline.Token);
                if (count == 0)
                    throw Cut();
                filled += count;
            }

            return bytes;
        }

        private async Task<bool> ReceiveMoreAsync()
        {
            var buffer = new byte[4096];
            var count = await client.ReceiveAsync(buffer, _deadline.Token);
            _received = [.. _received, .. buffer[..count]];
            return count > 0;
        }

        private async Task SendAsync(Response response, bool close, bool withBody, CancellationToken deadline)
        {
            var head = $"HTTP/1.1 {response.Status}\r\nDate: {time.GetUtcNow():R}\r\nContent-Type: {response.Type}\r\nContent-Length: {response.Body.Length}\r\n"
                + (response.Allow is null ? "" : $"Allow: {response.Allow}\r\n") + (close ? "Connection: close\r\n" : "") + "\r\n";
            await client.SendAsync((byte[])[.. Encoding.UTF8.GetBytes(head), .. withBody ? response.Body : []], deadline);
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
