using System.Globalization;
using System.Text;

namespace Contract.Tests.Chat;

/// <summary>A received event.</summary>
/// <param name="Type">The type; empty for a line of the room.</param>
/// <param name="Id">The id that a browser sends back as Last-Event-ID.</param>
/// <param name="Data">The line.</param>
internal sealed record ChatEvent(string Type, string Id, string Data);

/// <summary>Reads an event stream in chunks, by those rules of HTML Standard §9.2.6 that the tests need.</summary>
internal sealed class EventReader(Peer peer, string fields) : IAsyncDisposable
{
    private readonly StringBuilder _text = new();

    public string Head => fields;

    public Peer Peer => peer;

    public bool HasRetry { get; private set; }

    public int Comments { get; private set; }

    /// <summary>Receives the next event; null at the end of the stream.</summary>
    public async Task<ChatEvent?> NextAsync()
    {
        while (true)
        {
            if (await BlockAsync() is not { } block)
                return null;
            var (type, id, data) = ("", "", (string?)null);
            foreach (var line in block.Split('\n'))
            {
                if (line.StartsWith(':'))
                    Comments++;
                else if (Value(line, "event") is { } name)
                    type = name;
                else if (Value(line, "id") is { } last)
                    id = last;
                else if (Value(line, "data") is { } text)
                    data = data is null ? text : $"{data}\n{text}";
                HasRetry |= Value(line, "retry") == "2000";
            }

            if (data is not null)
                return new ChatEvent(type, id, data);
        }
    }

    /// <summary>Receives the next lines of the room, without notices.</summary>
    public async Task<List<ChatEvent>> LinesAsync(int count)
    {
        var lines = new List<ChatEvent>();
        while (lines.Count < count)
        {
            var next = await NextAsync() ?? throw new InvalidOperationException($"The stream ended after {lines.Count} lines.");
            if (next.Type.Length == 0)
                lines.Add(next);
        }

        return lines;
    }

    public async Task CommentAsync()
    {
        var before = Comments;
        while (Comments == before)
        {
            if (await BlockAsync() is not { } block)
                throw new InvalidOperationException("The stream ended.");
            if (block.StartsWith(':'))
                Comments++;
        }
    }

    public ValueTask DisposeAsync() => peer.DisposeAsync();

    private static string? Value(string line, string field) =>
        line.StartsWith($"{field}:", StringComparison.Ordinal) ? line[(field.Length + 1)..].TrimStart(' ') : null;

    private async Task<string?> BlockAsync()
    {
        while (true)
        {
            var text = _text.ToString();
            var end = text.IndexOf("\n\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                _text.Clear().Append(text.AsSpan(end + 2));
                return text[..end];
            }

            var head = (await peer.ReceiveUntilAsync("\r\n"))[..^2];
            var size = int.Parse(head, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            var chunk = await peer.ReceiveAsync(size + 2);
            if (size == 0)
                return null;
            _text.Append(Encoding.UTF8.GetString(chunk, 0, size));
        }
    }
}
