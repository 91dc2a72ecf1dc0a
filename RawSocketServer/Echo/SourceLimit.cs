using System.Net;
using System.Net.Sockets;

namespace RawSocketServer.Echo;

/// <summary>
/// One token bucket a source and one for all, in bounded memory. A source address costs nothing to forge, so a table that grew
/// with every new one would itself be the attack.
/// </summary>
/// <param name="options">Validated options.</param>
/// <param name="time">The clock.</param>
public sealed class SourceLimit(UdpEchoOptions options, TimeProvider time)
{
    private static readonly TimeSpan s_betweenSweeps = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new(); // localhost is two sockets
    private readonly Dictionary<IPAddress, TokenBucket> _sources = [];
    private readonly TokenBucket _all = new(options.TotalRate, options.TotalRate, time);
    private long? _swept;

    /// <summary>Sources remembered now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _sources.Count;
        }
    }

    /// <summary>Whether one more answer may go to this source.</summary>
    public bool TryTake(IPAddress source)
    {
        // The source's own bucket first: one source alone must not empty what belongs to all.
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

    // A full bucket remembers nothing that a new one would not know. A sweep looks at every source, so it is not done for each datagram.
    private void ForgetTheQuiet()
    {
        var now = time.GetTimestamp();
        if (_swept is { } last && time.GetElapsedTime(last, now) < s_betweenSweeps)
            return;
        _swept = now;
        foreach (var (network, _) in _sources.Where(s => s.Value.IsFull).ToArray())
            _sources.Remove(network);
    }

    // Whoever has one IPv6 address has the 2^64 of its network as well.
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
