using System.Net;
using System.Text;
using HandRolledHttp.Connection;
using Microsoft.Extensions.Time.Testing;
using RawSocketServer.Listening;
using TestKit;

namespace HandRolledHttp.Tests.Connection;

/// <summary>A connection without a network: the test says what arrives and when, owns the clock, and sees each send.</summary>
internal sealed class MemoryTransport : ITransport
{
    private readonly Queue<byte[]> _arrived = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = NewSignal();
    private TaskCompletionSource _waiting = NewSignal();
    private readonly CancellationTokenSource _draining = new();
    private TaskCompletionSource _sent = NewSignal();
    private bool _finished;

    public MemoryTransport() => Deadline = new Deadline(Time);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(1994, 11, 6, 8, 49, 37, TimeSpan.Zero));

    public List<string> Sends { get; } = [];

    public string Sent => string.Concat(Sends);

    public bool Lingered { get; private set; }

    /// <summary>The client does not read.</summary>
    public bool Stalls { get; set; }

    public long Id => 1;

    public IPEndPoint RemoteEndPoint { get; } = new(IPAddress.Loopback, 50000);

    public IPEndPoint LocalEndPoint { get; } = new(IPAddress.Loopback, 8081);

    public bool IsSecure => false;

    public Deadline Deadline { get; }

    public bool IsDraining { get; set; }


    public CancellationToken Draining => _draining.Token;

    /// <summary>The server begins to stop.</summary>
    public Task StopAsync()
    {
        IsDraining = true;
        return _draining.CancelAsync();
    }
