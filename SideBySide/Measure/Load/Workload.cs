using System.Text;
using System.Text.Json.Serialization;

namespace SideBySide.Measure.Load;

/// <summary>What a client sends again and again.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Workload>))]
public enum Workload
{
    /// <summary>Bytes that come back as they went.</summary>
    Echo,

    /// <summary><c>GET /hello</c>, which answers 13 bytes.</summary>
    Get,

    /// <summary>The same, 16 requests in one send.</summary>
    Pipelined,

    /// <summary><c>POST /echo</c> with a body that comes back.</summary>
    Post,
}

/// <summary>One exchange of a workload: what is sent, how many requests that is, and how to tell that the answer is right.</summary>
public sealed class Exchange
{
    /// <summary>What bodies and messages repeat until they are as long as they shall be.</summary>
    public const string Message = "Hello, Server!";

    private const int PipelineDepth = 16;

    /// <summary>A body up to this size goes with its head. It is a whole number of messages, so that a longer one repeats without a seam.</summary>
    private const int Piece = 14 * 4680;

    private static readonly byte[] s_ok = "HTTP/1.1 200 "u8.ToArray();

    private readonly bool _isEcho;

    /// <param name="workload">Which.</param>
    /// <param name="size">Bytes of the message or body, where it has one.</param>
    /// <param name="fields">Header fields of a GET.</param>
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

    /// <summary>What is sent at once; all of it, unless <see cref="Remaining"/> says otherwise.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>What is sent afterwards, again and again, until <see cref="Remaining"/> bytes have gone.</summary>
    public ReadOnlyMemory<byte> Block { get; }

    /// <summary>Bytes of a body that is too long to be held.</summary>
    public int Remaining { get; }

    /// <summary>How many requests that is.</summary>
    public int Requests { get; }

    /// <summary>Bytes of the whole answer; null until <see cref="Learn"/> has seen one.</summary>
    public long? AnswerLength { get; private set; }

    /// <summary>Learns from a first answer how long every one is: all that changes in it is the date, and that keeps its length.</summary>
    /// <returns>False when more of it is needed.</returns>
    /// <exception cref="InvalidDataException">It is not the answer that this workload expects.</exception>
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

    /// <summary>Whether a piece of the answer is what it should be: every byte of an echo, the first line of an HTTP response.</summary>
    /// <param name="piece">What was received at once.</param>
    /// <param name="offset">Where in the answer it begins.</param>
    public bool IsRight(ReadOnlySpan<byte> piece, long offset) => _isEcho
        ? piece.SequenceEqual(Bytes.Span.Slice((int)offset, piece.Length))
        : offset > 0 || piece.StartsWith(s_ok.AsSpan(0, Math.Min(s_ok.Length, piece.Length)));

    private static byte[] Repeated(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)Message[i % Message.Length])];
}
