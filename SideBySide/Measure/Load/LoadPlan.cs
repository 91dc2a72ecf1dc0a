using System.Net;
using System.Text;
using System.Text.Json.Serialization;
using RawSocketServer;

namespace SideBySide.Measure.Load;

/// <summary>The plan of a load. All values are bounded.</summary>
/// <param name="Target">Address and port.</param>
/// <param name="Workload">The workload of each connection.</param>
/// <param name="Connections">The number of concurrent connections; 1 to 20,000. Each has one exchange at a time.</param>
/// <param name="Size">The bytes of a message, 1 to 1,048,576; or of a body, 0 to 1,073,741,824.</param>
/// <param name="WarmUp">The uncounted time; up to 1 min.</param>
/// <param name="Duration">The counted time; up to 5 min.</param>
/// <param name="Idle">Additional connections with one exchange and silence after it; up to 20,000.</param>
public sealed record LoadPlan(
    IPEndPoint Target, Workload Workload, int Connections, int Size, TimeSpan WarmUp, TimeSpan Duration, int Idle = 0)
{
    /// <summary>The number of header fields of a GET; 1 to 200. The first is Host.</summary>
    public int Fields { get; init; } = 1;

    /// <summary>The number of exchanges that ends the measurement, 1 to 1,000,000; null to use <see cref="Duration"/>.</summary>
    public int? Exchanges { get; init; }

    /// <summary>A PEM file with the only trusted certificate; null for no TLS.</summary>
    public string? Trust { get; init; }

    /// <summary>Checks every range.</summary>
    /// <exception cref="StartupException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        Check.Range("load", "connections", Connections, 1, 20_000);
        Check.Range("load", "size", Size, Workload == Workload.Post ? 0 : 1, Workload == Workload.Post ? 1024 * 1024 * 1024 : 1024 * 1024);
        Check.Range("load", "fields", Fields, 1, 200);
        Check.Range("load", "idle", Idle, 0, 20_000);
        Check.Range("load", "exchanges", Exchanges ?? 1, 1, 1_000_000);
        Check.Range("load", "warm-up", WarmUp, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Check.Range("load", "duration", Duration, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
    }
}

/// <summary>The result of a load.</summary>
/// <param name="RequestsPerSecond">Responses, or echoed messages, in a second.</param>
/// <param name="BytesPerSecond">Bytes received in a second.</param>
/// <param name="P50">The median latency of an exchange, in microseconds.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="P999">The 99.9th percentile.</param>
/// <param name="ServerCpuMicroseconds">The server's processor time for one request, in microseconds; null if unknown.</param>
/// <param name="ServerMemory">The server's resident memory at the end, in bytes; null if unknown.</param>
/// <param name="ServerSwitches">The voluntary context switches of the server's threads for one request; null if unknown.</param>
public sealed record LoadResult(
    double RequestsPerSecond, double BytesPerSecond, double P50, double P99, double P999,
    double? ServerCpuMicroseconds, long? ServerMemory, double? ServerSwitches)
{
    /// <summary>All requests from the first connection to the last response, including the warm-up.</summary>
    public double Requests { get; init; }

    /// <summary>Exchanges that began and ended during the measurement.</summary>
    public long Exchanges { get; init; }

    /// <summary>The growth of the server's resident memory for each idle connection, in bytes; null without any.</summary>
    public double? MemoryPerIdle { get; init; }
}

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
public sealed class LoadExchange
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
    public LoadExchange(Workload workload, int size, int fields = 1)
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

    /// <summary>Checks a piece of the response: every byte of an echo, the start of an HTTP response, the length of both.</summary>
    /// <param name="piece">The bytes of one receive; none at the end.</param>
    /// <param name="offset">Its offset in the response.</param>
    /// <exception cref="InvalidDataException">The piece is wrong.</exception>
    public void Check(ReadOnlySpan<byte> piece, long offset)
    {
        if (piece.IsEmpty || offset + piece.Length > AnswerLength || !IsRight(piece, offset))
            throw new InvalidDataException(LoadTexts.WrongAnswer(offset, piece.Length).ToString());
    }

    private bool IsRight(ReadOnlySpan<byte> piece, long offset) => _isEcho
        ? piece.SequenceEqual(Bytes.Span.Slice((int)offset, piece.Length))
        : offset > 0 || piece.StartsWith(s_ok.AsSpan(0, Math.Min(s_ok.Length, piece.Length)));

    private static byte[] Repeated(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)Message[i % Message.Length])];
}
