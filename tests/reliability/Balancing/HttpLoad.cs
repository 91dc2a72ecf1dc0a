using System.Globalization;

namespace Reliability.Balancing;

/// <summary>A request from its client's view.</summary>
/// <param name="IsPost">Whether it is a POST, which only its client may repeat; a proxy may repeat GET.</param>
/// <param name="Begun">When it was sent.</param>
/// <param name="Ended">When the response was complete, or could no longer come.</param>
/// <param name="Failure">The error, or null for the right response.</param>
internal sealed record Asked(bool IsPost, long Begun, long Ended, string? Failure)
{
    public TimeSpan Wait => TimeProvider.System.GetElapsedTime(Begun, Ended);
}

/// <summary>Clients of a load balancer that send requests all the time, half GET and half POST, and never repeat one: failures are counted.</summary>
internal sealed class HttpLoad
{
    private const int OfEach = 4;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private readonly Func<Task<Peer>> _connect;
    private readonly List<Asked> _asked = [];
    private readonly Task _all;
    private volatile bool _isOver;

    public HttpLoad(Func<Task<Peer>> connect)
    {
        _connect = connect;
        _all = Task.WhenAll(Enumerable.Range(0, 2 * OfEach).Select(i => AskAsync(isPost: i % 2 == 1)));
    }

    /// <summary>The requests that ended in this time.</summary>
    public IReadOnlyList<Asked> Between(long from, long to)
    {
        lock (_asked)
            return [.. _asked.Where(asked => asked.Ended > from && asked.Ended <= to)];
    }

    public Task EndAsync()
    {
        _isOver = true;
        return _all;
    }

    private async Task AskAsync(bool isPost)
    {
        Peer? peer = null;
        for (var i = 0; !_isOver; i++)
        {
            var begun = TimeProvider.System.GetTimestamp();
            string? failure = null;
            try
            {
                peer ??= await _connect();
                var says = await ExchangeAsync(peer, isPost, i.ToString(CultureInfo.InvariantCulture));
                if (says.Contains("connection: close", StringComparison.OrdinalIgnoreCase))
                    peer = await GoneAsync(peer);
            }
            catch (Exception e) // any error: it was not the right response
            {
                failure = e.Message.Split('\n')[0];
                peer = await GoneAsync(peer);
            }

            lock (_asked)
                _asked.Add(new Asked(isPost, begun, TimeProvider.System.GetTimestamp(), failure));
            await Task.Delay(s_pause);
        }

        await GoneAsync(peer);
    }

    // Every response has its own number, so that it cannot be confused with another.
    private static async Task<string> ExchangeAsync(Peer peer, bool isPost, string number)
    {
        await peer.SendAsync(isPost
            ? $"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: {number.Length}\r\n\r\n{number}"
            : $"GET /hello?name={number} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var head = await peer.ReceiveUntilAsync("\r\n\r\n");
        if (!head.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal))
            throw new InvalidDataException(head);
        var body = isPost ? number : $"Hello, {number}!";
        if (await peer.ReceiveUntilAsync(body) != body)
            throw new InvalidDataException("Not the response to this request.");
        return head;
    }

    private static async Task<Peer?> GoneAsync(Peer? peer)
    {
        if (peer is not null)
            await peer.DisposeAsync();
        return null;
    }
}
