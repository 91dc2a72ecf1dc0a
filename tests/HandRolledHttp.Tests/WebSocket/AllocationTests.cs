using System.Net;
using HandRolledHttp.Connection;
using HandRolledHttp.Web;
using Microsoft.Extensions.Logging.Abstractions;
using RawSocketServer.Listening;

namespace HandRolledHttp.Tests.WebSocket;

/// <summary>A message allocates nothing, and an idle WebSocket needs little memory.</summary>
[Collection(nameof(Server.AllocationTests))]
[Trait("kind", "serial")]
public sealed class AllocationTests
{
    private const int Round = 10_000;

    [Theory]
    [InlineData("text(Hello)", 1)]
    [InlineData("text(你好，客户端！)", 1)]
    [InlineData("bin(\\*1024(x))", 1)]
    [InlineData("text(a) text(b) bin(c)", 3)]
    [InlineData("text-(Hel) ping(p) cont-() cont(lo) pong()", 2)]
    [InlineData("bin-(\\*3000(x)) cont(\\*500(y))", 1)]
    public async Task Nothing_is_allocated_for_a_message(string frames, int answers)
    {
        var transport = new EndlessTransport(Frames.Parse(frames));
        var router = new Router();
        router.Map("GET", "/ws", (_, response) => response.WebSocketAsync(Conversation.EchoAsync));
        var date = new DateField(TimeProvider.System);
        using var connection = new HttpConnection(transport, new HttpServerOptions(), router, date, NullLogger.Instance);

        await connection.RunAsync();

        Assert.Equal(2 * Round * answers + 1, transport.Sends); // and the 101
        Assert.Equal(0, transport.Allocated);
    }

    [Fact]
    public async Task An_idle_WebSocket_holds_no_buffer()
    {
        const int Count = 200, Rounds = 10, Most = 4096;
        var router = new Router();
        router.Map("GET", "/ws", (_, response) => response.WebSocketAsync(Conversation.EchoAsync));
        var (options, date) = (new HttpServerOptions(), new DateField(TimeProvider.System));
        var connections = new List<HttpConnection>();
        var served = new List<Task>();
        var transports = new List<IdleTransport>();
        Begin(Count); // creates shared objects
        transports.Clear();

        // Several rounds: background work of earlier tests allocates in some. The memory of WebSockets appears in all of them.
        var each = long.MaxValue;
        for (var round = 0; round < Rounds && each > Most; round++)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            Begin(Count);
            each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Count;
        }

        Assert.InRange(each, 100, Most);
        foreach (var transport in transports)
            transport.End.SetResult();
        await Task.WhenAll(served.Skip(Count));
        GC.KeepAlive(connections);

        void Begin(int count)
        {
            for (var i = 0; i < count; i++)
            {
                transports.Add(new IdleTransport());
                connections.Add(new HttpConnection(transports[^1], options, router, date, NullLogger.Instance));
                served.Add(connections[^1].RunAsync());
            }
        }
    }

    private abstract class Transport : ITransport
    {
        public long Id => 1;

        public IPEndPoint RemoteEndPoint { get; } = new(IPAddress.Loopback, 1);

        public IPEndPoint LocalEndPoint { get; } = new(IPAddress.Loopback, 2);

        public bool IsSecure => false;

        public Deadline Deadline { get; } = new(TimeProvider.System);

        public bool IsDraining => false;

        protected bool HasOpened { get; set; }

        public bool TryBeginIdle() => true;

        public void EndIdle()
        {
        }

        public abstract ValueTask WaitForBytesAsync();

        public virtual ValueTask<int> ReceiveAsync(Memory<byte> buffer)
        {
            HasOpened = true;
            return ValueTask.FromResult(System.Text.Encoding.ASCII.GetBytes(Conversation.Open, buffer.Span));
        }

        public virtual ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => ValueTask.CompletedTask;

        public ValueTask LingerAsync(TimeSpan idle, TimeSpan total) => ValueTask.CompletedTask;
    }

    /// <summary>The same frames repeatedly, without waiting, in two rounds.</summary>
    private sealed class EndlessTransport(byte[] frames) : Transport
    {
        private long _before;
        private int _received;

        /// <summary>The bytes allocated in the second round.</summary>
        public long Allocated { get; private set; } = -1;

        public int Sends { get; private set; }

        public override ValueTask WaitForBytesAsync() => ValueTask.CompletedTask;

        public override ValueTask<int> ReceiveAsync(Memory<byte> buffer)
        {
            if (!HasOpened)
                return base.ReceiveAsync(buffer);
            if (_received % Round == 0)
            {
                var now = GC.GetAllocatedBytesForCurrentThread();
                if (_received > 0)
                    Allocated = now - _before;
                if (_received == 2 * Round)
                    return ValueTask.FromResult(0);
                _before = now;
            }

            _received++;
            frames.CopyTo(buffer);
            return ValueTask.FromResult(frames.Length);
        }

        public override ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
        {
            Sends++;
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>Receives nothing after the handshake until the test ends it.</summary>
    private sealed class IdleTransport : Transport
    {
        public TaskCompletionSource End { get; } = new();

        public override ValueTask WaitForBytesAsync() => HasOpened ? new ValueTask(End.Task) : ValueTask.CompletedTask;

        public override ValueTask<int> ReceiveAsync(Memory<byte> buffer) => HasOpened ? ValueTask.FromResult(0) : base.ReceiveAsync(buffer);
    }
}
