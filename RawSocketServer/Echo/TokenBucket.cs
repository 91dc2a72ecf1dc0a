namespace RawSocketServer.Echo;

/// <summary>
/// Allows bursts and limits the average: the bucket holds up to <paramref name="burst"/> tokens, gains <paramref name="rate"/> per second,
/// and each response costs one. It needs no timer; the gain is computed on use.
/// </summary>
/// <param name="rate">Tokens gained per second.</param>
/// <param name="burst">The maximum number of tokens, also at the start.</param>
/// <param name="time">The clock.</param>
public sealed class TokenBucket(double rate, double burst, TimeProvider time)
{
    private readonly double _burst = burst;
    private double _tokens = burst;
    private long _counted = time.GetTimestamp();

    /// <summary>Whether it is full, and so equal to a new one.</summary>
    public bool IsFull
    {
        get
        {
            Gain();
            return _tokens >= _burst;
        }
    }

    /// <summary>Takes a token. Not thread-safe.</summary>
    /// <returns>False if the bucket is empty.</returns>
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
