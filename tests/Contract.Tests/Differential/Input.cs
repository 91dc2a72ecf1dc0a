using System.Globalization;
using System.Text;

namespace Contract.Tests.Differential;

/// <summary>One request as generated.</summary>
/// <param name="Text">Its bytes, one character each.</param>
/// <param name="Twist">What was done to it; empty for a valid one.</param>
public sealed record GeneratedRequest(string Text, string Twist);

/// <summary>What is sent over one connection.</summary>
/// <param name="Seed">Makes the same again.</param>
/// <param name="Requests">One behind the other. The last one asks for the close, unless the connection is cut in the middle of a message.</param>
/// <param name="Splits">Where the bytes are cut into pieces that are sent by themselves.</param>
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
    /// The bytes that the answer number <paramref name="index"/> is about, and none after them, while every request before was valid and
    /// so got its one answer. A twisted request may run on into the next, and behind it the count may be off, so then everything from the
    /// first twist on is taken.
    /// </summary>
    public string Around(int index)
    {
        var twisted = Requests.TakeWhile(request => request.Twist.Length == 0).Count();
        if (twisted < index || (twisted == index && MessageEnd.IsMissing(Requests[index].Text)))
            return string.Concat(Requests.Skip(twisted).Select(request => request.Text));
        return index < Requests.Count ? Requests[index].Text : "";
    }

    /// <summary>The bytes as a C# string literal, to be pasted into a test.</summary>
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
