using System.Net;
using System.Net.Sockets;
using RawSocketServer.Listening;
using SideBySide.Capture;

namespace SideBySide.Tests.Capture;

/// <summary>A listener from which the test accepts, and a relay in front of it.</summary>
internal sealed class RelayedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    private readonly CancellationTokenSource _patience = new(Hang.Guard);

    public RelayedServer(int maxConnections = 256, int capacity = 1024)
    {
        _listener.Start();
        var destination = new ResolvedHost("test", [(IPEndPoint)_listener.LocalEndpoint]);
        Relay = new RecordingRelay(new ListenUrl("tcp", "127.0.0.1", 0), destination, TimeProvider.System, maxConnections, capacity);
        Relay.Start();
    }

    public RecordingRelay Relay { get; }

    /// <summary>Cancelled when the test takes too long.</summary>
    public CancellationToken Timeout => _patience.Token;

    /// <summary>Connects through the relay; returns both ends.</summary>
    public async Task<(Peer Client, Socket Server)> ConnectAsync()
    {
        var client = await Peer.ConnectAsync(Relay.Urls[0]);
        return (client, await _listener.AcceptSocketAsync(client.Timeout));
    }

    /// <summary>Reads the recording up to the first event that matches.</summary>
    public async Task<List<RelayEvent>> ReadUntilAsync(Func<RelayEvent, bool> last)
    {
        var events = new List<RelayEvent>();
        do
        {
            events.Add(await Relay.Log.Events.ReadAsync(Timeout));
        }
        while (!last(events[^1]));
        return events;
    }

    public void StopListening() => _listener.Stop();

    public async ValueTask DisposeAsync()
    {
        await Relay.DisposeAsync();
        _listener.Dispose();
        _patience.Dispose();
    }
}
