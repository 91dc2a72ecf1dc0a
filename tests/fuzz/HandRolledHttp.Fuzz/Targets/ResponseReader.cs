using System.Buffers;
using System.Globalization;
using System.Text;
using static HandRolledHttp.Fuzz.Targets.FindingException;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>
/// Reads responses as strictly as possible: a server may send much less than a client must accept. It shares no code with the server, which
/// only parses requests.
/// </summary>
internal ref struct ResponseReader(ReadOnlySpan<byte> sent)
{
    private static readonly SearchValues<byte> s_hex = SearchValues.Create("0123456789abcdef"u8);

    private readonly ReadOnlySpan<byte> _sent = sent;
    private byte[] _body = [];
    private int _bodyLength;
    private int _at;
    private bool _isChunked;
    private long? _length;

    public readonly bool AtEnd => _at == _sent.Length;

    public readonly ReadOnlySpan<byte> Body => _body.AsSpan(0, _bodyLength);

    public int Status { get; private set; }

    /// <summary>Whether the response announces the end of the connection.</summary>
    public bool SaysClose { get; private set; }

    /// <summary>Whether the body is chunked.</summary>
    public readonly bool IsChunked => _isChunked;

    /// <summary>Reads the next response.</summary>
    /// <param name="toHead">Whether it responds to HEAD and so has no body.</param>
    /// <returns>False if the bytes end within the response.</returns>
    public bool Next(bool toHead)
    {
        _bodyLength = 0;
        if (!ReadHead())
            return false;
        if (Status is < 200 or 204 or 304)
            Require(!_isChunked && (_length is null || Status == 304), $"A {Status} has a length (RFC 9110 §8.6).");
        if (toHead || Status is < 200 or 204 or 304)
            return true;
        if (_isChunked)
            return ReadChunks();
        Require(_length is not null || SaysClose, "Nothing says where the body ends.");
        return Take(_length ?? _sent.Length - _at);
    }

    private bool ReadHead()
    {
        var end = _sent[_at..].IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        var head = _sent.Slice(_at, end);
        _at += end + 4;

        // status-line = HTTP-version SP status-code SP [ reason-phrase ]
        var first = true;
        var dates = 0;
        (_isChunked, _length, SaysClose) = (false, null, false);
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (first)
                ReadStatusLine(line);
            else
                ReadField(line, ref dates);
            first = false;
        }

        Require(dates == (Status < 200 ? 0 : 1), "A response has one Date (RFC 9110 §6.6.1), an interim one needs none.");
        Require(!_isChunked || _length is null, "A response has two framings.");
        return true;
    }

    private void ReadStatusLine(ReadOnlySpan<byte> line)
    {
        Require(line.Length >= 13 && line.StartsWith("HTTP/1.1 "u8) && line[12] == ' ', "The status line is malformed.");
        Require(
            int.TryParse(line[9..12], NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 100 and <= 599,
            "The status is no status.");
        RequireText(line[13..]);
        Status = status;
    }

    private void ReadField(ReadOnlySpan<byte> line, ref int dates)
    {
        var colon = line.IndexOf((byte)':');
        Require(colon > 0 && colon + 1 < line.Length && line[colon + 1] == ' ', "A field line is malformed.");
        var name = line[..colon];
        var value = line[(colon + 2)..];
        foreach (var b in name)
            Require(b is > 0x20 and < 0x7F && !"\"(),/:;<=>?@[\\]{}"u8.Contains(b), "A field name is malformed.");
        RequireText(value);

        if (Ascii.EqualsIgnoreCase(name, "date"))
            dates++;
        if (Ascii.EqualsIgnoreCase(name, "connection"))
            SaysClose |= Ascii.EqualsIgnoreCase(value, "close");
        if (Ascii.EqualsIgnoreCase(name, "transfer-encoding"))
        {
            Require(!_isChunked && value.SequenceEqual("chunked"u8), "The body has a coding that nobody asked for.");
            _isChunked = true;
        }

        if (Ascii.EqualsIgnoreCase(name, "content-length"))
        {
            Require(
                _length is null && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _),
                "Content-Length is malformed or repeated.");
            _length = long.Parse(value, CultureInfo.InvariantCulture);
        }
    }

    private bool ReadChunks()
    {
        while (true)
        {
            var end = _sent[_at..].IndexOf("\r\n"u8);
            if (end < 0)
                return false;
            var digits = _sent.Slice(_at, end);
            Require(end is > 0 and < 8 && (end == 1 || digits[0] != '0') && !digits.ContainsAnyExcept(s_hex), "A chunk's size is malformed.");
            var size = int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            _at += end + 2;
            if (!Take(size) || _sent.Length - _at < 2)
                return false;
            Require(_sent[_at..].StartsWith("\r\n"u8), "A chunk does not end where its size says.");
            _at += 2;
            if (size == 0)
                return true;
        }
    }

    private bool Take(long count)
    {
        if (count > _sent.Length - _at)
            return false;
        var piece = _sent.Slice(_at, (int)count);
        if (_body.Length < _bodyLength + piece.Length)
            Array.Resize(ref _body, (_bodyLength + piece.Length) * 2);
        piece.CopyTo(_body.AsSpan(_bodyLength));
        _bodyLength += piece.Length;
        _at += piece.Length;
        return true;
    }

    private static void RequireText(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
            Require(b is >= 0x20 and not 0x7F or (byte)'\t', "A control character stands in a head.");
    }
}
