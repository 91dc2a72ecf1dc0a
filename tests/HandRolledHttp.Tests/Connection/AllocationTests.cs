using System.Net;
using HandRolledHttp.Connection;
using HandRolledHttp.Web;
using Microsoft.Extensions.Logging.Abstractions;
using RawSocketServer.Listening;

namespace HandRolledHttp.Tests.Connection;

/// <summary>
/// A keep-alive request on a simple route allocates nothing. Code is compiled only once here (<c>TieredCompilation</c> in the project), so the
/// first round fills pools and caches, and the second is measured. No other test runs meanwhile: another test's telemetry listener would
/// observe every connection of the process, and observing allocates.
/// </summary>
[Collection(nameof(Server.AllocationTests))]
[Trait("kind", "serial")]
public sealed class AllocationTests
{
    private const int Round = 10_000;

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1:8081\r\nUser-Agent: curl/8\r\nAccept: */*\r\n\r\n", 1)]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1:8081\r\n\r\nGET / HTTP/1.1\r\nHost: 127.0.0.1:8081\r\n\r\n", 2)]
    [InlineData("GET /text HTTP/1.1\r\nHost: 127.0.0.1:8081\r\n\r\n", 1)]
    [InlineData("GET /nowhere HTTP/1.1\r\nHost: 127.0.0.1:8081\r\n\r\n", 1)]
    [InlineData("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 5\r\n\r\nhello", 1)]
    [InlineData("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\n\r\n", 1)]
    public async Task Nothing_is_allocated_for_a_request(string requests, int count)
    {
        var transport = new EndlessTransport(System.Text.Encoding.ASCII.GetBytes(requests));
        var router = new Router();
        byte[] home = "Hello"u8.ToArray();
        router.Map("GET", "/", (_, response) => response.BytesAsync("text/plain", home));
        router.Map("GET", "/text", (_, response) => response.TextAsync("你好"));
        router.Map("POST", "/echo", (request, response) =>
        {
            response.ContentType = request.Field("Content-Type");
            return request.Body.CopyToAsync(response);
        });
        using var connection = new HttpConnection(transport, new HttpServerOptions(), router, new DateField(new StoppedClock()), NullLogger.Instance);

        await connection.RunAsync();

        Assert.Equal(transport.Requests * count, transport.Responses);
        Assert.Equal(0, transport.Allocated);
    }

    /// <summary>The same requests repeatedly, without waiting, in two rounds.</summary>
    private sealed class EndlessTransport(byte[] requests) : ITransport
    {
        private long _before;

        /// <summary>The bytes allocated in the second round.</summary>
        public long Allocated { get; private set; } = -1;

        public int Requests { get; private set; }

        public int Responses { get; private set; }

        public long Id => 1;

        public IPEndPoint RemoteEndPoint { get; } = new(IPAddress.Loopback, 1);

        public IPEndPoint LocalEndPoint { get; } = new(IPAddress.Loopback, 2);

        public bool IsSecure => false;

        public Deadline Deadline { get; } = new(TimeProvider.System);

        public bool IsDraining => false;

        public bool TryBeginIdle() => true;

        public void EndIdle()
        {
        }

        public ValueTask<int> ReceiveAsync(Memory<byte> buffer)
        {
            if (Requests % Round == 0)
            {
                var now = GC.GetAllocatedBytesForCurrentThread();
                if (Requests > 0)
                    Allocated = now - _before;
                if (Requests == 2 * Round)
                    return ValueTask.FromResult(0);
                _before = now;
            }

            Requests++;
            requests.CopyTo(buffer);
            return ValueTask.FromResult(requests.Length);
        }

        public ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
        {
            Responses += bytes.Span.Count("HTTP/1.1 "u8);
            return ValueTask.CompletedTask;
        }

        public ValueTask LingerAsync(TimeSpan idle, TimeSpan total) => ValueTask.CompletedTask;
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
