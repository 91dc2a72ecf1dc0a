using System.Net;
using System.Net.Sockets;

namespace RawSocketServer.Echo;

/// <summary>
/// One token bucket per source and one for all, in bounded memory. Source addresses are easy to forge, so a table that grew with every new
/// one would allow an attack on memory.
/// </summary>
/// <param name="options">Validated options.</param>
/// <param name="time">The clock.</param>
public sealed class SourceLimit(UdpEchoOptions options, TimeProvider time)
{
    private static readonly TimeSpan s_betweenSweeps = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new(); // localhost has two sockets
    private readonly Dictionary<IPAddress, TokenBucket> _sources = [];
    private readonly TokenBucket _all = new(options.TotalRate, options.TotalRate, time);
    private long? _swept;

    /// <summary>The number of sources in the table.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _sources.Count;
        }
    }

    /// <summary>Whether one more response may be sent to this source.</summary>
    public bool TryTake(IPAddress source)
    {
        // The source's own bucket comes first: one source must not empty the bucket that all share.
        lock (_gate)
            return BucketOf(Network(source)) is { } bucket && bucket.TryTake() && _all.TryTake();
    }

    private TokenBucket? BucketOf(IPAddress network)
    {
        if (_sources.TryGetValue(network, out var bucket))
            return bucket;
        if (_sources.Count >= options.MaxSources)
            ForgetTheQuiet();
        if (_sources.Count >= options.MaxSources)
            return null;
        return _sources[network] = new TokenBucket(options.SourceRate, options.SourceBurst, time);
    }

    // A full bucket has no more information than a new one. A sweep checks every source, so it does not run for each datagram.
    private void ForgetTheQuiet()
    {
        var now = time.GetTimestamp();
        if (_swept is { } last && time.GetElapsedTime(last, now) < s_betweenSweeps)
            return;
        _swept = now;
        foreach (var (network, _) in _sources.Where(s => s.Value.IsFull).ToArray())
            _sources.Remove(network);
    }

    // The owner of one IPv6 address usually has the 2^64 of its network.
    private static IPAddress Network(IPAddress source)
    {
        if (source.IsIPv4MappedToIPv6)
            return source.MapToIPv4();
        if (source.AddressFamily == AddressFamily.InterNetwork)
            return source;
        Span<byte> bytes = stackalloc byte[16];
        source.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }
}
