using System.Net.WebSockets;
using HandRolledHttp.WebSocket;
using NetWebSocket = System.Net.WebSockets.WebSocket;

namespace HandRolledHttp.Tests.WebSocket;

/// <summary>
/// Sends random frames, right and wrong, to MessageReader and to .NET's WebSocket: both find the same messages and the same error, except
/// for the listed cases in which .NET is lenient.
/// </summary>
public sealed class DifferentialTests
{
    private const int Cases = 5_000;

    [Fact]
    public async Task Random_frames_are_understood_as_NET_understands_them()
    {
        var random = new Random(6455);
        var outcomes = new Dictionary<string, int>();
        for (var i = 0; i < Cases; i++)
        {
            var bytes = Generate(random);
            var ours = ReadFrames.Of(bytes, int.MaxValue, [random.Next(bytes.Length)]);
            if (IsStricter(ours.Result))
                continue;
            var expected = Messages(ours);
            var outcome = ours.Reads.Contains("close", StringComparison.Ordinal) ? "closed" // the bytes after it do not count
                : ours.Result.IsRejected ? $"{(int)CodeOfNet(ours.Result.Error)}"
                : "open";
            var (reads, end) = await OfNetAsync(bytes);
            Assert.True(
                (expected, outcome) == (reads, end),
                $"{Convert.ToHexString(bytes)}\nours: {outcome} {expected}\n.NET: {end} {reads}");
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        var often = outcomes.Where(pair => pair.Value > Cases / 100).Select(pair => pair.Key);
        Assert.Equal(["1002", "1007", "closed", "open"], often.Order(StringComparer.Ordinal));
    }

    // .NET does not return pings and pongs.
    private static string Messages(ReadFrames read) => string.Join('\n', read.Reads.Split('\n')
        .TakeWhile(line => !line.StartsWith("close", StringComparison.Ordinal))
        .Where(line => !line.StartsWith("ping", StringComparison.Ordinal) && !line.StartsWith("pong", StringComparison.Ordinal)));

    // .NET accepts a text that ends within a character if its last fragment is empty.
    private static bool IsStricter(FrameResult result) => result is { Error: FrameError.TextInvalid, Length: 0 };

    // For .NET a reason that is not UTF-8 is a protocol error, not invalid content (RFC 6455 §8.1 requires a failure, but no particular
    // code).
    private static CloseCode CodeOfNet(FrameError error) =>
        error == FrameError.CloseReasonInvalid ? CloseCode.ProtocolError : FrameRejection.For(error).Code;

    private static byte[] Generate(Random random)
    {
        var bytes = new List<byte>();
        var fragments = false;
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            var control = random.Next(4) == 0;
            var final = control || random.Next(3) > 0;
            var opcode = control ? (Opcode)(8 + random.Next(3)) : fragments ? Opcode.Continuation : (Opcode)(1 + random.Next(2));
            var payload = opcode == Opcode.Close ? Close(random) : Payload(random, control ? 20 : 200);
            if (!control)
                fragments = !final;
            var frame = Frames.Encode(opcode, payload, final);
            if (random.Next(8) == 0)
                frame[0] ^= (byte)(1 << random.Next(8)); // FIN, a reserved bit or another opcode
            if (random.Next(30) == 0)
                frame[1] ^= 0x80; // no mask
            bytes.AddRange(frame);
        }

        return [.. bytes];
    }

    private static byte[] Payload(Random random, int max)
    {
        string[] pieces = ["a", "é", "你", "😀", "\0"];
        var chosen = Enumerable.Range(0, random.Next(max / 4)).Select(_ => pieces[random.Next(pieces.Length)]);
        var text = System.Text.Encoding.UTF8.GetBytes(string.Concat(chosen));
        if (text.Length > 0 && random.Next(6) == 0)
            text[random.Next(text.Length)] = (byte)random.Next(0x20, 256); // no line feed: messages are compared line by line
        return text[..^(random.Next(5) == 0 ? Math.Min(1, text.Length) : 0)];
    }

    private static byte[] Close(Random random)
    {
        int[] codes = [1000, 1001, 1002, 1003, 1007, 1011, 3000, 4999, 999, 1004, 1005, 1006, 1015, 2000, 5000];
        var code = codes[random.Next(codes.Length)];
        return random.Next(6) switch
        {
            0 => [],
            1 => [3],
            _ => [(byte)(code >> 8), (byte)code, .. Payload(random, 20)],
        };
    }

    private static async Task<(string Reads, string End)> OfNetAsync(byte[] bytes)
    {
        var stream = new OneWayStream(bytes);
        var options = new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = Timeout.InfiniteTimeSpan };
        using var socket = NetWebSocket.CreateFromStream(stream, options);
        var reads = new List<string>();
        var message = new MemoryStream();
        var buffer = new byte[64];
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
                if (received.MessageType == WebSocketMessageType.Close)
                    return (string.Join('\n', reads), "closed");
                message.Write(buffer, 0, received.Count);
                if (!received.EndOfMessage)
                    continue;
                reads.Add(received.MessageType == WebSocketMessageType.Text
                    ? $"text {System.Text.Encoding.UTF8.GetString(message.ToArray())}".TrimEnd()
                    : $"binary {Convert.ToHexStringLower(message.ToArray())}".TrimEnd());
                message.SetLength(0);
            }
        }
        catch (WebSocketException e)
        {
            var close = Frames.Read(stream.Sent.ToArray()).LastOrDefault(frame => frame.First == 0x88);
            var end = close is not null ? $"{(close.Payload[0] << 8) | close.Payload[1]}"
                : e.WebSocketErrorCode == WebSocketError.ConnectionClosedPrematurely ? "open" : $"failed: {e.Message}";
            return (string.Join('\n', reads), end);
        }
    }

    /// <summary>Returns the given bytes, then the end; stores the written bytes.</summary>
    private sealed class OneWayStream(byte[] bytes) : MemoryStream(bytes)
    {
        public MemoryStream Sent { get; } = new();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            Sent.WriteAsync(buffer, cancellationToken);

        public override void Write(ReadOnlySpan<byte> buffer) => Sent.Write(buffer);
    }
}
