using System.Globalization;
using System.Text;

namespace Contract.Tests;

/// <summary>One response, read from a TCP connection strictly by the rules of RFC 9112 §6.3.</summary>
/// <param name="StatusLine">The status line without its end.</param>
/// <param name="Fields">The field lines in order, names as sent.</param>
/// <param name="Body">The body, without chunk framing.</param>
public sealed record Answer(string StatusLine, IReadOnlyList<(string Name, string Value)> Fields, byte[] Body)
{
    public int Status => int.Parse(StatusLine.Split(' ')[1], CultureInfo.InvariantCulture);

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>A field's value; several lines are joined as RFC 9110 §5.3 allows; null if absent.</summary>
    public string? this[string name] =>
        Fields.Where(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(f => f.Value).ToArray() is { Length: > 0 } values
            ? string.Join(", ", values) : null;

    /// <summary>Receives one response; the next call gets the bytes after it.</summary>
    /// <param name="peer">The connection.</param>
    /// <param name="head">Whether the request was HEAD, so that the response has no body.</param>
    public static async Task<Answer> ReceiveAsync(Peer peer, bool head = false)
    {
        var lines = (await peer.ReceiveUntilAsync("\r\n\r\n"))[..^4].Split("\r\n");
        var fields = lines[1..].Select(Field).ToArray();
        var answer = new Answer(lines[0], fields, []);
        if (head || answer.Status is >= 100 and < 200 or 204 or 304)
            return answer;
        return answer with { Body = await BodyAsync(peer, answer) };
    }

    private static (string, string) Field(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        Assert.True(colon > 0, $"\"{line}\" is no field line");
        return (line[..colon], line[(colon + 1)..].Trim(' ', '\t'));
    }

    private static async Task<byte[]> BodyAsync(Peer peer, Answer answer)
    {
        if (answer["Transfer-Encoding"] is { } coding)
        {
            Assert.Equal("chunked", coding);
            Assert.Null(answer["Content-Length"]);
            return await ChunksAsync(peer);
        }

        if (answer["Content-Length"] is { } length)
            return await peer.ReceiveAsync(int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture));
        return await peer.ReceiveToEndAsync();
    }

    private static async Task<byte[]> ChunksAsync(Peer peer)
    {
        var body = new MemoryStream();
        while (true)
        {
            var size = int.Parse((await peer.ReceiveUntilAsync("\r\n"))[..^2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            body.Write(await peer.ReceiveAsync(size));
            Assert.Equal("\r\n", await peer.ReceiveUntilAsync("\r\n"));
            if (size == 0)
                return body.ToArray();
        }
    }
}
