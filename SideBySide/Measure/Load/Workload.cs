using System.Text;
using System.Text.Json.Serialization;

namespace SideBySide.Measure.Load;

/// <summary>The repeated exchange of a client.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Workload>))]
public enum Workload
{
    /// <summary>Bytes that the server echoes.</summary>
    Echo,

    /// <summary><c>GET /hello</c>, with a response of 13 bytes.</summary>
    Get,

    /// <summary><c>GET /hello</c>, 16 requests in one send.</summary>
    Pipelined,

    /// <summary><c>POST /echo</c> with a body that the server returns.</summary>
    Post,
}

/// <summary>One exchange of a workload: its bytes, its number of requests, and the check of the response.</summary>
public sealed class Exchange
{
    /// <summary>The text that bodies and messages repeat.</summary>
    public const string Message = "Hello, Server!";

    private const int PipelineDepth = 16;

    /// <summary>A body up to this size is sent with its head. It is a multiple of the message, so that a longer body repeats it without a
    /// gap.</summary>
    private const int Piece = 14 * 4680;

    private static readonly byte[] s_ok = "HTTP/1.1 200 "u8.ToArray();

    private readonly bool _isEcho;

    /// <param name="workload">The workload.</param>
    /// <param name="size">The bytes of the message or body, if it has one.</param>
    /// <param name="fields">The number of header fields of a GET.</param>
    public Exchange(Workload workload, int size, int fields = 1)
    {
        _isEcho = workload == Workload.Echo;
        Requests = workload == Workload.Pipelined ? PipelineDepth : 1;
        AnswerLength = _isEcho ? size : null;
        switch (workload)
        {
            case Workload.Echo:
                Bytes = Repeated(size);
                break;
            case Workload.Post:
                var head = Encoding.ASCII.GetBytes($"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: {size}\r\n\r\n");
                (Bytes, Block, Remaining) = size <= Piece ? ([.. head, .. Repeated(size)], default, 0) : (head, Repeated(Piece), size);
                break;
            default:
                var more = string.Concat(Enumerable.Range(1, fields - 1).Select(i => $"X-Field-{i:D3}: value {i:D3}\r\n"));
                Bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat($"GET /hello HTTP/1.1\r\nHost: localhost\r\n{more}\r\n", Requests)));
                break;
        }
    }

    /// <summary>The bytes of the first send; the whole request unless <see cref="Remaining"/> is positive.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The bytes that later sends repeat until <see cref="Remaining"/> bytes are sent.</summary>
    public ReadOnlyMemory<byte> Block { get; }

    /// <summary>The bytes of a body that is too long for memory.</summary>
    public int Remaining { get; }

    /// <summary>The number of requests.</summary>
    public int Requests { get; }

    /// <summary>The bytes of the whole response; null until <see cref="Learn"/> has read one.</summary>
    public long? AnswerLength { get; private set; }

    /// <summary>Determines the length of all responses from the first one: only the date differs, and its length is constant.</summary>
    /// <returns>False if more bytes are needed.</returns>
    /// <exception cref="InvalidDataException">The workload does not expect this response.</exception>
    public bool Learn(ReadOnlySpan<byte> received)
    {
        var end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        var head = Encoding.ASCII.GetString(received[..end]);
        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))?[16..];
        if (!received.StartsWith(s_ok) || !int.TryParse(length, out var body))
            throw new InvalidDataException(LoadTexts.UnexpectedAnswer(head.Split("\r\n")[0]).ToString());
        AnswerLength = (end + 4L + body) * Requests;
        return true;
    }

    /// <summary>Whether a piece of the response is correct: every byte of an echo, the start of an HTTP response.</summary>
    /// <param name="piece">The bytes of one receive.</param>
    /// <param name="offset">Its offset in the response.</param>
    public bool IsRight(ReadOnlySpan<byte> piece, long offset) => _isEcho
        ? piece.SequenceEqual(Bytes.Span.Slice((int)offset, piece.Length))
        : offset > 0 || piece.StartsWith(s_ok.AsSpan(0, Math.Min(s_ok.Length, piece.Length)));

    private static byte[] Repeated(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)Message[i % Message.Length])];
}
