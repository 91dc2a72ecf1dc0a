using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using HandRolledHttp.WebSocket;
using SideBySide.Experiments;
using SideBySide.Http;

namespace SideBySide.Checks;

/// <summary>
/// What a server sent on a connection that was to become a WebSocket, as one line of words: <c>101 text:hello pong:hi close:1000 closed</c>.
/// A word that begins with <c>!</c> is something that a server must not send. Frames: RFC 6455 §5.2.
/// </summary>
internal sealed class WebSocketTranscript
{
    /// <summary>The key of every handshake of a check: 16 bytes in base64.</summary>
    public const string Key = "Y3N2c2JzIGNoZWNrIGtleQ==";

    /// <summary>What the server makes of it (§4.2.2, item 5.4).</summary>
    public const string Accept = "6KVSrljQXaGLd6EZTmn4YpYOVIU=";

    private const int ShortestRun = 10, LongestText = 24, LongestHex = 8;

    private readonly List<string> _words = [];
    private Opcode _message; // of the fragments so far; Continuation between messages
    private byte[] _fragments = [];

    private WebSocketTranscript()
    {
    }

    /// <summary>The line.</summary>
    public static string Of(ConnectionOutcome connection)
    {
        var transcript = new WebSocketTranscript();
        if (connection.Answers is [.., var last])
        {
            transcript._words.AddRange(connection.Answers.Select(response => CheckTexts.N(response.Status)));
            transcript.OfHandshake(last);
            if (last.Status == 101)
                transcript.OfFrames(connection.Received.Span[(last.Offset + last.Length)..]);
        }
        else
        {
            transcript._words.Add(connection.Received.Length == 0 ? "nothing" : "!bytes");
        }

        if (connection.End != ConnectionEnd.Unseen)
            transcript._words.Add(connection.End.ToString().ToLowerInvariant());
        return string.Join(' ', transcript._words);
    }

    private void OfHandshake(ParsedResponse response)
    {
        bool Has(string name, Func<string, bool> isSo) => response.Values(name).Any(isSo);
        static bool Is(string value, string word) => value.Trim().Equals(word, StringComparison.OrdinalIgnoreCase);
        if (response.Status != 101)
        {
            if (Has("Sec-WebSocket-Version", value => value.Length > 0))
                _words.Add("versions");
            return;
        }

        if (!Has("Sec-WebSocket-Accept", value => value == Accept))
            _words.Add("!accept");
        if (!Has("Upgrade", value => Is(value, "websocket")) || !Has("Connection", value => value.Split(',').Any(option => Is(option, "upgrade"))))
            _words.Add("!upgrade");
        if (Has("Sec-WebSocket-Extensions", _ => true) || Has("Sec-WebSocket-Protocol", _ => true))
            _words.Add("!unasked"); // §4.1: nothing was offered
    }

    private void OfFrames(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (!TryTake(ref bytes, out var first, out var payload))
            {
                _words.Add("!cut");
                return;
            }

            var opcode = (Opcode)(first & 0x0F);
            var isFinal = (first & 0x80) != 0;
            if ((first & 0x70) != 0)
                _words.Add("!reserved-bits");
            if (opcode >= Opcode.Close)
                OfControl(opcode, isFinal, payload);
            else if (opcode <= Opcode.Binary)
                OfData(opcode, isFinal, payload);
            else
                _words.Add("!reserved-opcode");
        }
    }

    private void OfControl(Opcode opcode, bool isFinal, byte[] payload)
    {
        if (!isFinal || payload.Length > 125)
            _words.Add("!control");
        _words.Add(opcode switch
        {
            Opcode.Ping => $"ping:{Describe(payload)}",
            Opcode.Pong => $"pong:{Describe(payload)}",
            Opcode.Close when payload.Length == 0 => "close",
            Opcode.Close when payload.Length >= 2 => $"close:{CheckTexts.N(BinaryPrimitives.ReadUInt16BigEndian(payload))}",
            Opcode.Close => "!close",
            _ => "!reserved-opcode",
        });
    }

    private void OfData(Opcode opcode, bool isFinal, byte[] payload)
    {
        if ((opcode == Opcode.Continuation) != (_message != Opcode.Continuation))
            _words.Add("!fragments");
        (_message, _fragments) = opcode == Opcode.Continuation ? (_message, [.. _fragments, .. payload]) : (opcode, payload);
        if (!isFinal)
            return;
        if (_message == Opcode.Text && !Utf8.IsValid(_fragments))
            _words.Add("!utf-8");
        _words.Add($"{(_message == Opcode.Text ? "text" : "binary")}:{Describe(_fragments)}");
        (_message, _fragments) = (Opcode.Continuation, []);
    }

    private bool TryTake(ref ReadOnlySpan<byte> bytes, out byte first, out byte[] payload)
    {
        (first, payload) = (bytes[0], []);
        if (FrameStart.Of(bytes) is not { } start || bytes.Length < start.LengthEnd + (start.IsMasked ? 4 : 0))
            return false;
        if (!start.IsShortest)
            _words.Add("!length");
        var key = start.IsMasked ? bytes.Slice(start.LengthEnd, 4) : default;
        bytes = bytes[(start.LengthEnd + key.Length)..];
        if ((ulong)bytes.Length < start.Length)
            return false;
        payload = bytes[..(int)start.Length].ToArray();
        bytes = bytes[(int)start.Length..];
        if (!start.IsMasked)
            return true;
        _words.Add("!masked"); // §5.1
        for (var i = 0; i < payload.Length; i++)
            payload[i] ^= key[i % 4];
        return true;
    }

    // Letters and digits as they are, a long run as "a×125"; other bytes in hexadecimal, or only how many there are. No blanks.
    private static string Describe(ReadOnlySpan<byte> content)
    {
        var run = content.Length == 0 ? 0 : content.IndexOfAnyExcept(content[0]) is var end and >= 0 ? end : content.Length;
        var text = run >= ShortestRun && char.IsAsciiLetterOrDigit((char)content[0]) ? $"{(char)content[0]}×{CheckTexts.N(run)}" : "";
        var rest = text.Length > 0 ? content[run..] : content;
        var isPlain = rest.Length <= LongestText;
        foreach (var b in rest[..Math.Min(rest.Length, LongestText)])
            isPlain &= char.IsAsciiLetterOrDigit((char)b);
        if (isPlain)
            return text + Encoding.ASCII.GetString(rest);
        return content.Length <= LongestHex ? $"#{Convert.ToHexStringLower(content)}" : $"{CheckTexts.N(content.Length)}-bytes";
    }
}
