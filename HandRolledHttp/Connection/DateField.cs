using System.Globalization;
using System.Text;

namespace HandRolledHttp.Connection;

/// <summary>
/// The Date field (RFC 9110 §6.6.1), made once per second for all connections.
/// </summary>
internal sealed class DateField(TimeProvider time)
{
    private Cached _cached = new(0, []);

    /// <summary>The current time; the field has whole seconds.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The complete field line with its CRLF.</summary>
    public ReadOnlyMemory<byte> Line()
    {
        var now = time.GetUtcNow();
        var second = now.Ticks / TimeSpan.TicksPerSecond;
        var cached = Volatile.Read(ref _cached);
        if (cached.Second != second)
        {
            // "R" is IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT
            cached = new Cached(second, Encoding.ASCII.GetBytes($"Date: {now.ToString("R", CultureInfo.InvariantCulture)}\r\n"));
            Volatile.Write(ref _cached, cached);
        }

        return cached.Line;
    }

    private sealed record Cached(long Second, byte[] Line);
}
