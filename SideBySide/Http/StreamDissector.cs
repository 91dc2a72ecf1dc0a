using HandRolledHttp.Http1;

namespace SideBySide.Http;

/// <summary>
/// One direction of a live connection: whether it is HTTP, and each message once it is complete or rejected. The buffer is bounded: a
/// longer message ends the interpretation.
/// </summary>
/// <param name="isServer">Whether the direction carries responses.</param>
/// <param name="methods">The methods of the open requests: the client's direction adds them, the server's direction removes them.</param>
public sealed class StreamDissector(bool isServer, Queue<string> methods)
{
    private const int MaxKept = 256 * 1024;

    private const int MaxLine = 8 * 1024;

    private byte[] _kept = [];
    private bool _gaveUp;

    /// <summary>Whether it is HTTP; null until enough bytes have arrived.</summary>
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
        _kept = [.. _kept, .. bytes];
        IsHttp ??= Tell(_kept);
        if (IsHttp == false || _kept.Length > MaxKept)
        {
            GiveUp();
            return [];
        }

        return IsHttp == true ? Take(ended) : [];
    }

    private List<Message> Take(bool ended)
    {
        var taken = new List<Message>();
        while (_kept.Length > 0)
        {
            var message = isServer
                ? Dissector.Responses(_kept, methods.TryPeek(out var method) ? [method] : null, ended).Messages[0]
                : Dissector.Requests(_kept).Messages[0];
            if (message.Refusal is not null)
                GiveUp();
            else if (!message.IsComplete)
                break;
            else
                _kept = _kept[message.Length..];

            taken.Add(message);
            if (message.Request is { } request)
                methods.Enqueue(request.Method);
            if (message.Response is { Status: >= 200 })
                _ = methods.TryDequeue(out _);
            if (message.Response is { Framing: "tunnel" })
                GiveUp();
        }

        return taken;
    }

    // A request begins with a method and a space, a response with HTTP/. Other protocols also begin with words that are not all capitals,
    // so such a line must end with a version.
    private bool? Tell(ReadOnlySpan<byte> bytes)
    {
        if (isServer)
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
        return end < 0 ? (bytes.Length > MaxLine ? false : null) : bytes[..end].TrimEnd(Grammar.CR) is [.., (byte)' ', (byte)'H', (byte)'T', (byte)'T', (byte)'P', (byte)'/', _, (byte)'.', _];
    }

    private void GiveUp()
    {
        _gaveUp = true;
        _kept = [];
    }
}
