using System.Net;

namespace Reliability;

/// <summary>One small, verified exchange.</summary>
internal static class Exchange
{
    public static Task<Peer> ConnectAsync(int port, TimeSpan? patience = null) =>
        Peer.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), patience: patience ?? TimeSpan.FromSeconds(60));

    /// <summary>Sends a request and receives the whole response; throws if it is not the right one.</summary>
    public static async Task OnAsync(Peer peer, ServerKind kind)
    {
        await peer.SendAsync(kind.Request());
        await ReceiveAsync(peer, kind);
    }

    public static async Task ReceiveAsync(Peer peer, ServerKind kind)
    {
        var answer = await peer.ReceiveUntilAsync(kind.AnswerEnd());
        if (kind.IsHttp() && !answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal))
            throw new InvalidDataException($"Not the expected response: {answer}");
    }

    /// <summary>One exchange on a new connection, to check that the server still serves.</summary>
    public static async Task OnceAsync(int port, ServerKind kind, TimeSpan? patience = null)
    {
        await using var peer = await ConnectAsync(port, patience);
        await OnAsync(peer, kind);
    }

    /// <summary>Waits until a value satisfies a condition, or gives up.</summary>
    /// <returns>The last value.</returns>
    public static async Task<T> SettleAsync<T>(Func<T> read, Func<T, bool> isEnough, TimeSpan patience)
    {
        var start = TimeProvider.System.GetTimestamp();
        T value;
        while (!isEnough(value = read()) && TimeProvider.System.GetElapsedTime(start) < patience)
            await Task.Delay(100);
        return value;
    }
}
