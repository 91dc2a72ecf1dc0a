using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using HandRolledHttp.WebSocket;
using SideBySide.Experiments.Scripts;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Experiments.Running;

/// <summary>
/// A WebSocket frame of a client, as people write it among bytes (RFC 6455 §5.2), right or wrong:
/// <code>
/// frame   = "{frame " opcode [ SP close-code ] [ SP DQUOTE payload DQUOTE ] *( SP option ) "}"
/// opcode  = "continuation" / "text" / "binary" / "close" / "ping" / "pong" / "0x" HEXDIG
/// option  = "more"                        ; FIN is 0
///         / "rsv1" / "rsv2" / "rsv3"      ; a reserved bit is 1
///         / "unmasked"
///         / "key=" 8HEXDIG                ; another masking key
///         / "times=" 1*7DIGIT             ; the payload so many times over
///         / "length=" 1*19DIGIT           ; announces another length than the payload has
///         / "in=16" / "in=64"             ; the length in so many bits, although fewer would do
/// </code>
/// </summary>
internal static partial class ClientFrame
{
    private const string Begin = "{frame";

    private const byte Fin = 0x80, Mask = 0x80;
    private const int In16Bits = 126, In64Bits = 127;

    // The key of the examples in RFC 6455 §5.7. A client must choose a new one for each frame (§10.3); an experiment sends the same bytes in
    // every run.
    private const uint ExampleKey = 0x37FA213D;

    private static readonly Dictionary<string, Opcode> s_opcodes = Enum.GetValues<Opcode>()
        .ToDictionary(opcode => opcode.ToString().ToLowerInvariant());

    /// <summary>How many frames a text has.</summary>
    public static int Count(string text) => text.Split(Begin).Length - 1;

    /// <summary>The text with each frame as escaped bytes.</summary>
    /// <exception cref="FrameTextException">A frame is malformed.</exception>
    public static string Fill(string text)
    {
        var filled = new StringBuilder();
        var at = 0;
        for (int begin; (begin = text.IndexOf(Begin, at, StringComparison.Ordinal)) >= 0;)
        {
            var match = Form().Match(text, begin);
            if (!match.Success || Encode(match) is not { } frame)
                throw new FrameTextException(text, begin);
            _ = filled.Append(text, at, begin - at);
            foreach (var b in frame)
                _ = filled.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
            at = begin + match.Length;
        }

        return at == 0 ? text : filled.Append(text, at, text.Length - at).ToString();
    }

    private static byte[]? Encode(Match match)
    {
        var options = match.Groups["option"].Captures.Select(option => option.Value.TrimStart().Split('=')).ToLookup(option => option[0], option => option[^1]);
        var first = Opcode(match.Groups["opcode"].Value) | (options.Contains("more") ? 0 : Fin)
            | (options.Contains("rsv1") ? 0x40 : 0) | (options.Contains("rsv2") ? 0x20 : 0) | (options.Contains("rsv3") ? 0x10 : 0);
        if (first < 0 || Payload(match, options["times"].FirstOrDefault()) is not { } payload)
            return null;
        var length = options["length"].FirstOrDefault() is { } announced ? ulong.Parse(announced, CultureInfo.InvariantCulture) : (ulong)payload.Length;
        var bits = options["in"].FirstOrDefault() switch
        {
            "16" => In16Bits,
            "64" => In64Bits,
            _ => length <= FrameHead.MaxShort ? (int)length : length <= ushort.MaxValue ? In16Bits : In64Bits,
        };
        if (bits == In16Bits && length > ushort.MaxValue)
            return null;

        Span<byte> extended = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(extended, length);
        extended = extended[(bits switch { In16Bits => 6, In64Bits => 0, _ => 8 })..];
        if (options.Contains("unmasked"))
            return [(byte)first, (byte)bits, .. extended, .. payload];
        var key = options["key"].FirstOrDefault() is { } given ? uint.Parse(given, NumberStyles.HexNumber, CultureInfo.InvariantCulture) : ExampleKey;
        Span<byte> keyBytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(keyBytes, key);
        Masking.Apply(payload, key, 0);
        return [(byte)first, (byte)(Mask | bits), .. extended, .. keyBytes, .. payload];
    }

    // -1 for an unknown one.
    private static int Opcode(string word) =>
        s_opcodes.TryGetValue(word, out var opcode) ? (int)opcode
        : word.StartsWith("0x", StringComparison.Ordinal) ? int.Parse(word[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : -1;

    private static byte[]? Payload(Match match, string? times)
    {
        var code = match.Groups["code"].Value;
        if (code.Length > 0 && (match.Groups["opcode"].Value != "close" || !ushort.TryParse(code, CultureInfo.InvariantCulture, out _)))
            return null;
        var once = EscapedBytes.Parse(match.Groups["payload"].Value);
        var count = times is null ? 1 : int.Parse(times, CultureInfo.InvariantCulture);
        if ((long)once.Length * count > ScriptLimits.Bytes)
            return null;
        var codeBytes = new byte[code.Length > 0 ? 2 : 0];
        if (code.Length > 0)
            BinaryPrimitives.WriteUInt16BigEndian(codeBytes, ushort.Parse(code, CultureInfo.InvariantCulture));
        return [.. codeBytes, .. Enumerable.Repeat(once, count).SelectMany(bytes => bytes)];
    }

    [GeneratedRegex("""
        \G\{frame\ (?<opcode>[a-z]+|0x[0-9a-fA-F])(?:\ (?<code>[0-9]{1,5}))?(?:\ "(?<payload>[^"]*)")?
        (?<option>\ (?:more|rsv[123]|unmasked|key=[0-9a-fA-F]{8}|times=[0-9]{1,7}|length=[0-9]{1,19}|in=(?:16|64)))*\}
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Form();
}

/// <summary>A malformed frame. The message is one sentence in the user's language.</summary>
/// <param name="text">The text with the frame.</param>
/// <param name="offset">Where the frame begins, in characters.</param>
internal sealed class FrameTextException(string text, int offset) : FormatException(Texts.BadFrame(Beginning(text, offset)).ToString())
{
    private const int Shown = 60;

    /// <summary>Where the frame begins, in characters.</summary>
    public int Offset => offset;

    /// <summary>The frame, or its beginning.</summary>
    public string Frame { get; } = Beginning(text, offset);

    private static string Beginning(string text, int offset)
    {
        var end = text.IndexOf('}', offset);
        return text[offset..Math.Min(end < 0 ? text.Length : end + 1, Math.Min(text.Length, offset + Shown))];
    }
}

/// <summary>Placeholders for the server's address in an experiment, since ports differ between runs.</summary>
internal static class Placeholders
{
    /// <summary>The text with <c>{authority}</c>, <c>{host}</c> and <c>{port}</c> filled in, and each <see cref="ClientFrame"/> as its bytes.</summary>
    public static string Fill(string text, IPEndPoint server) => ClientFrame.Fill(text
        .Replace("{authority}", server.ToString(), StringComparison.Ordinal)
        .Replace("{host}", server.Address.ToString(), StringComparison.Ordinal)
        .Replace("{port}", server.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
}
