using System.Globalization;
using System.Text;

namespace Contract.Tests.Differential;

/// <summary>One generated request.</summary>
/// <param name="Text">Its bytes, one character each.</param>
/// <param name="Twist">The name of its twist; empty for a valid one.</param>
public sealed record GeneratedRequest(string Text, string Twist);

/// <summary>The input of one connection.</summary>
/// <param name="Seed">The seed that produces the same input again.</param>
/// <param name="Requests">The requests in order. The last one closes the connection, unless the connection is cut within a message.</param>
/// <param name="Splits">The offsets at which the bytes are cut into pieces; each piece is sent separately.</param>
public sealed record Input(int Seed, IReadOnlyList<GeneratedRequest> Requests, int[] Splits)
{
    public string Text => string.Concat(Requests.Select(request => request.Text));

    public IEnumerable<byte[]> Pieces
    {
        get
        {
            var bytes = Encoding.Latin1.GetBytes(Text);
            var start = 0;
            foreach (var end in Splits.Append(bytes.Length).Where(end => end > 0 && end <= bytes.Length).Order().Distinct())
            {
                yield return bytes[start..end];
                start = end;
            }
        }
    }

    /// <summary>
    /// The bytes behind the response number <paramref name="index"/>. While all requests before it are valid, each has one response, so these
    /// are the bytes of one request. A twisted request may extend into the next one and change the number of responses; then all bytes from the
    /// first twist on are returned.
    /// </summary>
    public string Around(int index)
    {
        var twisted = Requests.TakeWhile(request => request.Twist.Length == 0).Count();
        if (twisted < index || (twisted == index && MessageEnd.IsMissing(Requests[index].Text)))
            return string.Concat(Requests.Skip(twisted).Select(request => request.Text));
        return index < Requests.Count ? Requests[index].Text : "";
    }

    /// <summary>The bytes as a C# string literal, to copy into a test.</summary>
    public static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in text)
        {
            _ = c switch
            {
                '\r' => escaped.Append("\\r"),
                '\n' => escaped.Append("\\n"),
                '"' or '\\' => escaped.Append('\\').Append(c),
                < ' ' or > '~' => escaped.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture)),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }
}
