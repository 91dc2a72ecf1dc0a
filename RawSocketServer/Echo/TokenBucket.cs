namespace RawSocketServer.Echo;

/// <summary>
/// Allows bursts and bounds the average: the bucket holds up to <paramref name="burst"/> tokens, gains <paramref name="rate"/>
/// a second, and each answer costs one. Nothing runs in between; the gain is worked out when it is asked for.
/// </summary>
/// <param name="rate">Tokens gained a second.</param>
/// <param name="burst">Tokens held at most, and at first.</param>
/// <param name="time">The clock.</param>
public sealed class TokenBucket(double rate, double burst, TimeProvider time)
{
    private readonly double _burst = burst;
    private double _tokens = burst;
    private long _counted = time.GetTimestamp();

    /// <summary>Whether it has all its tokens, so that a new one would do as well.</summary>
    public bool IsFull
    {
        get
        {
            Gain();
            return _tokens >= _burst;
        }
    }

    /// <summary>Takes a token. Not for several threads at once.</summary>
    /// <returns>False when none is left.</returns>
    public bool TryTake()
    {
        Gain();
        if (_tokens < 1)
            return false;
        _tokens--;
        return true;
    }

    private void Gain()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(_burst, _tokens + time.GetElapsedTime(_counted, now).TotalSeconds * rate);
        _counted = now;
    }
}
