using SideBySide.Language;

namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>curl's globbing without <c>-g</c>: <c>{…}</c> and <c>[…]</c> in a URL mean several requests. <c>\[</c> is a literal
/// <c>[</c>.</summary>
internal static class CurlGlob
{
    /// <summary>The URL.</summary>
    /// <exception cref="CurlException">The word means several URLs.</exception>
    public static byte[] Literal(ShellWord word)
    {
        var url = new List<byte>();
        var rest = word.Bytes.AsSpan();
        while (rest.Length > 0)
        {
            var length = 1;
            if (rest is [(byte)'\\', (byte)'{' or (byte)'}' or (byte)'[' or (byte)']', ..])
                rest = rest[1..];
            else if (rest[0] == '[' && IsHostNext(url))
                length = AddressLength(rest, word);
            else if ("{}[]"u8.Contains(rest[0]))
                throw new CurlException(Texts.SeveralRequests(word.Text));
            url.AddRange(rest[..length]);
            rest = rest[length..];
        }

        return [.. url];
    }

    private static bool IsHostNext(List<byte> before) => before.Count == 0 || before[^1] == '@' || before is [.., (byte)'/', (byte)'/'];

    // [::1] is an address; [1-9] is a range.
    private static int AddressLength(ReadOnlySpan<byte> rest, ShellWord word)
    {
        var end = rest.IndexOf((byte)']');
        return end > 0 && rest[..end].Count((byte)':') > 1 ? end + 1 : throw new CurlException(Texts.SeveralRequests(word.Text));
    }
}
