using HandRolledHttp.Http1;

namespace SideBySide.Http;

/// <summary>
/// One direction of a live connection: whether it is HTTP, and each message, or frame after a handshake, once it is complete or rejected.
/// The buffer is bounded: a longer message ends the interpretation.
/// </summary>
public sealed class StreamDissector
{
    private const int MaxKept = 256 * 1024;

    private const int MaxLine = 8 * 1024;

    private readonly ConnectionDissector _connection;
    private readonly bool _isServer;
    private byte[] _kept = [];
    private bool _gaveUp;
    private RequestSummary? _handshake; // the client's last request, when it asks for a WebSocket
    private FrameDissector? _frames; // from the handshake on

    internal StreamDissector(ConnectionDissector connection, bool isServer)
    {
        _connection = connection;
        _isServer = isServer;
    }

    /// <summary>Whether it is HTTP; null until enough bytes have arrived, and false after a WebSocket handshake.</summary>
    public bool? IsHttp { get; private set; }

    /// <summary>The number of bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>Adds received bytes; returns the messages that they complete or invalidate.</summary>
    /// <param name="bytes">The bytes; none at the end of the direction.</param>
    /// <param name="ended">Whether the direction has ended.</param>
    public IReadOnlyList<Message> Add(ReadOnlySpan<byte> bytes, bool ended = false)
    {
        Length += bytes.Length;
        if (_gaveUp)
            return [];
        if (_kept.Length == 0)
            Switch(bytes);
        if (_frames is not null)
            IsHttp = false;
        _kept = [.. _kept, .. bytes];
        IsHttp ??= Tell(_kept);
        if ((IsHttp == false && _frames is null) || _kept.Length > MaxKept)
        {
            GiveUp();
            return [];
        }

        return IsHttp is null ? [] : Take(ended);
    }

    private List<Message> Take(bool ended)
    {
        var taken = new List<Message>();
        ReadOnlyMemory<byte> rest = _kept;
        while (rest.Length > 0 && !_gaveUp)
        {
            if (_frames is not null && !_frames.HasWhole(rest.Span))
                break;
            var message = _frames is not null ? _frames.Read(rest, 0) : Read(rest, ended);
            if (message is { IsComplete: false, Refusal: null })
            {
                if (message.Kind == "rest")
                    GiveUp(); // behind a close frame, or an extension's
                break;
            }

            taken.Add(message);
            rest = rest[message.Length..];
            if (message.Refusal is not null || message.Response is { Framing: "tunnel", Upgrade: null })
                GiveUp();
            Remember(message);
            Switch(rest.Span);
        }

        if (!_gaveUp)
            _kept = rest.ToArray();
        return taken;
    }

    private Message Read(ReadOnlyMemory<byte> bytes, bool ended)
    {
        if (!_isServer)
            return RequestDissector.Read(bytes, 0, new Limits(), secure: false);
        var method = _connection.Methods.TryPeek(out var asked) ? asked : null;
        return ResponseDissector.Describe(bytes, ResponseParser.Read(bytes.Span, 0, method, ended));
    }

    private void Remember(Message message)
    {
        if (message.Request is { } request)
        {
            _connection.Methods.Enqueue(request.Method);
            _handshake = request.Upgrade is null ? null : request;
        }

        if (message.Response is { Status: >= 200 })
            _ = _connection.Methods.TryDequeue(out _);
        if (message.Response is { Upgrade: not null } response)
            _connection.Switch = response;
    }

    // Frames begin after the server's 101, or earlier if the client does not wait for it.
    private void Switch(ReadOnlySpan<byte> next)
    {
        if (_frames is not null || next.IsEmpty)
            return;
        if (_connection.Switch is { } response)
            _frames = new FrameDissector(_isServer, HandshakeReading.NamesExtensions(response.Fields));
        else if (_handshake is { } request && !HandshakeReading.BeginsLikeRequest(next))
            _frames = new FrameDissector(_isServer, HandshakeReading.NamesExtensions(request.Fields));
    }

    // A request begins with a method and a space, a response with HTTP/. Other protocols also begin with words that are not all capitals,
    // so such a line must end with a version.
    private bool? Tell(ReadOnlySpan<byte> bytes)
    {
        if (_isServer)
            return !ResponseParser.LooksLikeOne(bytes) ? false : bytes.Length >= 5 ? true : null;
        var word = bytes.IndexOfAnyExceptInRange((byte)'A', (byte)'Z');
        if (word < 0)
            return bytes.Length <= 20 ? null : false;
        return word > 0 && bytes[word] == ' ' ? true : EndsWithVersion(bytes);
    }

    private static bool? EndsWithVersion(ReadOnlySpan<byte> bytes)
    {
        var method = bytes.IndexOfAnyExcept(Grammar.TChar);
        if (method == 0 || (method > 0 && bytes[method] != ' '))
            return false;
        var end = bytes.IndexOf(Grammar.LF);
        if (end < 0)
            return bytes.Length > MaxLine ? false : null;
        return bytes[..end].TrimEnd(Grammar.CR)
            is [.., (byte)' ', (byte)'H', (byte)'T', (byte)'T', (byte)'P', (byte)'/', _, (byte)'.', _];
    }

    private void GiveUp()
    {
        _gaveUp = true;
        _kept = [];
    }
}

/// <summary>A connection while it happens, direction by direction. Each has to know of the other what it cannot see by itself.</summary>
public sealed class ConnectionDissector
{
    /// <summary>Begins with the first byte of a connection.</summary>
    public ConnectionDissector()
    {
        Client = new StreamDissector(this, isServer: false);
        Server = new StreamDissector(this, isServer: true);
    }

    /// <summary>What the client sends.</summary>
    public StreamDissector Client { get; }

    /// <summary>What the server sends.</summary>
    public StreamDissector Server { get; }

    /// <summary>The methods of the requests that await a response.</summary>
    internal Queue<string> Methods { get; } = [];

    /// <summary>The server's response that made it a WebSocket; null before.</summary>
    internal ResponseSummary? Switch { get; set; }
}
