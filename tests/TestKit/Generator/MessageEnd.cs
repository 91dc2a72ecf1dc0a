using System.Globalization;
using System.Text.RegularExpressions;

namespace TestKit.Generator;

/// <summary>Finds the ends of messages with a well-formed head from the bytes alone, without the servers' code.</summary>
public static partial class MessageEnd
{
    /// <summary>Whether the last of these messages is incomplete.</summary>
    public static bool IsMissing(string bytes)
    {
        while (bytes.Length > 0)
        {
            if (After(bytes) is not { } rest)
                return true;
            bytes = rest;
        }

        return false;
    }

    /// <summary>Whether one of these messages ends right before a line feed.</summary>
    public static bool LeavesLineFeed(string bytes)
    {
        for (var rest = After(bytes); rest is { Length: > 0 }; rest = After(rest))
        {
            if (rest[0] == '\n')
                return true;
        }

        return false;
    }

    /// <summary>The bytes after the first message; null if it is incomplete.</summary>
    public static string? After(string bytes)
    {
        var message = bytes.TrimStart('\r', '\n');
        var body = message.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        if (body < 4)
            return null;
        var head = message[..body];
        long? end = Length().Match(head) is { Success: true } length ? End(body, length.Groups[1].Value)
            : Coding().IsMatch(head) ? EndOfChunks(message, body)
            : body;
        return end <= message.Length ? message[(int)end..] : null;
    }

    private static long? End(int body, string digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? Math.Min(long.MaxValue - body, length) + body : null;

    private static long? EndOfChunks(string message, long at)
    {
        while (at < message.Length)
        {
            var lineEnd = message.IndexOf("\r\n", (int)at, StringComparison.Ordinal);
            if (lineEnd < 0
                || !long.TryParse(Digits().Match(message, (int)at).Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size))
                return lineEnd < 0 ? null : message.Length; // not a chunk: no bytes are missing, the message is wrong
            if (size == 0)
                return message.IndexOf("\r\n\r\n", lineEnd, StringComparison.Ordinal) is >= 0 and var end ? end + 4 : null;
            at = size > message.Length ? message.Length : lineEnd + 2 + size + 2;
        }

        return null;
    }

    [GeneratedRegex(@"\ncontent-length:[ \t]*(\d+)[ \t]*\r\n", RegexOptions.IgnoreCase)]
    private static partial Regex Length();

    [GeneratedRegex(@"\ntransfer-encoding:[^\r\n]*chunked", RegexOptions.IgnoreCase)]
    private static partial Regex Coding();

    [GeneratedRegex(@"\G[0-9A-Fa-f]{1,16}")]
    private static partial Regex Digits();
}
