using System.Net.Sockets;

namespace Reliability.Balancing;

/// <summary>A stream that broke before its client had finished.</summary>
/// <param name="At">When it broke.</param>
/// <param name="Unanswered">Sent bytes that did not come back. The client cannot know which of them arrived.</param>
/// <param name="UnansweredOfMarked">Those of them that were sent before the last <see cref="RawLoad.Mark"/>.</param>
/// <param name="Silence">The time since the last byte came back.</param>
internal sealed record Broken(long At, long Unanswered, long UnansweredOfMarked, TimeSpan Silence);

/// <summary>Clients of a load balancer that stream bytes to an echo without waiting. When a stream breaks, they start another.</summary>
internal sealed class RawLoad
{
    private const int Clients = 6;
    private const int Size = 100;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Func<Task<Peer>> _connect;
    private readonly List<Broken> _broken = [];
    private readonly HashSet<Stream> _streams = [];
    private readonly CancellationTokenSource _over = new();
    private readonly Task _all;
    private long _echoed;
    private long _left;

    public RawLoad(Func<Task<Peer>> connect)
    {
        _connect = connect;
        _all = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => KeepStreamingAsync()));
    }

    /// <summary>Bytes that came back unchanged.</summary>
    public long Echoed => Volatile.Read(ref _echoed);

    /// <summary>Bytes that had not come back when a client finished with FIN.</summary>
    public long Left => Volatile.Read(ref _left);

    /// <summary>The streams that broke in this time.</summary>
    public IReadOnlyList<Broken> Between(long from, long to)
    {
        lock (_broken)
            return [.. _broken.Where(broken => broken.At > from && broken.At <= to)];
    }

    /// <summary>Marks the bytes sent so far in every stream.</summary>
    public void Mark()
    {
        lock (_streams)
        {
            foreach (var stream in _streams)
                stream.Marked = stream.Sent;
        }
    }

    /// <summary>Ends all clients: each sends FIN and receives the rest.</summary>
    public async Task EndAsync()
    {
        await _over.CancelAsync();
        await _all;
    }

    private async Task KeepStreamingAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            await using var peer = await _connect();
            var stream = new Stream(peer);
            lock (_streams)
                _streams.Add(stream);
            var isBroken = await stream.RunAsync(bytes => Interlocked.Add(ref _echoed, bytes), _over.Token);
            lock (_streams)
                _streams.Remove(stream);
            if (isBroken)
                Note(stream);
            else
                Interlocked.Add(ref _left, stream.Sent - stream.Echoed);
        }
    }

    private void Note(Stream stream)
    {
        var now = TimeProvider.System.GetTimestamp();
        lock (_broken)
            _broken.Add(new Broken(
                now,
                stream.Sent - stream.Echoed,
                Math.Max(0, stream.Marked - stream.Echoed),
                TimeProvider.System.GetElapsedTime(stream.LastEcho, now)));
    }

    private sealed class Stream(Peer peer)
    {
        private readonly CancellationTokenSource _ended = new();
        private bool _isFinished;

        public long Sent { get; private set; }

        public long Echoed { get; private set; }

        public long Marked { get; set; }

        public long LastEcho { get; private set; } = TimeProvider.System.GetTimestamp();

        /// <summary>Runs until one side ends the stream.</summary>
        /// <returns>Whether the other side ended it.</returns>
        public async Task<bool> RunAsync(Action<int> echoed, CancellationToken over)
        {
            var sending = SendAsync(over);
            try
            {
                var buffer = new byte[8192];
                while (await ReceiveAsync(buffer) is > 0 and var count)
                {
                    if (!buffer.AsSpan(0, count).SequenceEqual(Pattern(Echoed, count)))
                        throw new InvalidDataException($"Something between {Echoed} and {Echoed + count} came back changed.");
                    Echoed += count;
                    LastEcho = TimeProvider.System.GetTimestamp();
                    echoed(count);
                }
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // A reset, or the silence was too long.
            }

            await _ended.CancelAsync();
            await sending;
            return !_isFinished;
        }

        private async Task<int> ReceiveAsync(byte[] buffer)
        {
            using var patience = new CancellationTokenSource(s_patience);
            return await peer.Socket.ReceiveAsync(buffer, SocketFlags.None, patience.Token);
        }

        private async Task SendAsync(CancellationToken over)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(over, _ended.Token);
            try
            {
                while (!either.IsCancellationRequested)
                {
                    Sent += await peer.Socket.SendAsync(Pattern(Sent, Size), SocketFlags.None, _ended.Token);
                    await Task.Delay(s_pause, CancellationToken.None);
                }

                if (_ended.IsCancellationRequested)
                    return;
                _isFinished = true;
                peer.HalfClose();
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // The receiving loop notices it as well.
            }
        }

        private static byte[] Pattern(long from, int count) => [.. Enumerable.Range(0, count).Select(i => (byte)((from + i) % 251))];
    }
}
