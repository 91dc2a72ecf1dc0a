using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using RawSocketServer;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Capture;

/// <summary>
/// A recorded conversation as a file of JSON lines. The first line names the format, every other line is an event:
/// <code>
/// {"format":"csvsbs-conversation","version":1,"to":"127.0.0.1:8081"}
/// {"connection":1,"at":0.0021,"from":"client","event":"opened","detail":"127.0.0.1:40312"}
/// {"connection":1,"at":0.0024,"from":"client","event":"bytes","text":"GET / HTTP/1.1\r\nHost: x\r\n\r\n"}
/// {"connection":1,"at":0.0031,"from":"server","event":"bytes","base64":"/wD+"}
/// {"connection":1,"at":0.0040,"from":"server","event":"finished"}
/// {"dropped":3}
/// </code>
/// <c>at</c> counts seconds from the start of the recording. UTF-8 bytes are written as <c>text</c>, others as <c>base64</c>.
/// <c>dropped</c> is the number of missing events at that place: they arrived faster than they could be written.
/// </summary>
public static class ConversationFile
{
    /// <summary>The format's name in the first line.</summary>
    public const string Format = "csvsbs-conversation";

    private const int MaxEvents = 1_000_000;
    private const int MaxLine = 1024 * 1024;

    /// <summary>Whether a file begins like one.</summary>
    public static bool LooksLikeOne(ReadOnlySpan<byte> bytes) => bytes.StartsWith("{\"format\":\"csvsbs-conversation\""u8);

    /// <summary>The first line.</summary>
    public static string Head(string to) => JsonSerializer.Serialize(new HeadLine(Format, 1, to), ReadableJson.Line);

    /// <summary>An event as a line.</summary>
    public static string Line(RelayEvent happened)
    {
        var isText = Utf8.IsValid(happened.Bytes.Span);
        var text = happened.Kind == RelayEventKind.Bytes && isText ? Encoding.UTF8.GetString(happened.Bytes.Span) : null;
        var base64 = happened.Kind == RelayEventKind.Bytes && !isText ? Convert.ToBase64String(happened.Bytes.Span) : null;
        return JsonSerializer.Serialize(new EventLine(happened.Connection, Math.Round(happened.At.TotalSeconds, 6), happened.From, happened.Kind, text, base64, happened.Detail), ReadableJson.Line);
    }

    /// <summary>A gap as a line.</summary>
    public static string Dropped(long count) => string.Create(CultureInfo.InvariantCulture, $"{{\"dropped\":{count}}}");

    /// <summary>Reads a whole file.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="name">The file's name for error messages.</param>
    /// <exception cref="StartupException">A line is invalid; the message names it.</exception>
    public static Conversation Read(TextReader reader, string name)
    {
        if (reader.ReadLine() is not { Length: > 0 } head)
            throw Wrong(name, 1, new("the file is empty", "文件是空的"));
        var first = Parse<HeadLine>(head, name, 1);
        if (first.Format != Format || first.Version != 1)
            throw Wrong(name, 1, new($"this is not {{\"format\":\"{Format}\",\"version\":1,…}}", $"这不是 {{\"format\":\"{Format}\",\"version\":1,…}}"));

        var events = new List<RelayEvent>();
        var dropped = 0L;
        for (var number = 2; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0)
                continue;
            if (events.Count == MaxEvents || line.Length > 2 * MaxLine)
                throw Wrong(name, number, new("the file is longer than a recording can be", "内容超过了会话记录的上限"));
            var parsed = Parse<EventLine>(line, name, number);
            if (parsed.Dropped > 0)
                dropped += parsed.Dropped;
            else
                events.Add(Event(parsed, name, number));
        }

        return new Conversation(first.To ?? "", events, dropped);
    }

    private static RelayEvent Event(EventLine line, string name, int number)
    {
        if (line is not { Connection: > 0, From: { } from, Event: { } kind, At: >= 0 and < 1e9 })
            throw Wrong(name, number, new("connection, at, from and event are all required", "connection、at、from 和 event 缺一不可"));
        byte[] bytes = [];
        if (kind == RelayEventKind.Bytes && line.Text is { } text)
            bytes = Encoding.UTF8.GetBytes(text);
        else if (kind == RelayEventKind.Bytes && !TryDecode(line.Base64, out bytes))
            throw Wrong(name, number, new("bytes need text or valid base64", "bytes 需要 text 或有效的 base64"));
        return new RelayEvent(line.Connection, TimeSpan.FromTicks((long)Math.Round(line.At * TimeSpan.TicksPerSecond)), from, kind, bytes, line.Detail);
    }

    private static bool TryDecode(string? base64, out byte[] bytes)
    {
        bytes = new byte[(base64?.Length ?? 0) / 4 * 3 + 3];
        if (base64 is null || !Convert.TryFromBase64String(base64, bytes, out var count))
            return false;
        bytes = bytes[..count];
        return true;
    }

    private static T Parse<T>(string line, string name, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, ReadableJson.Line) ?? throw new JsonException();
        }
        catch (JsonException e)
        {
            throw Wrong(name, number, e.BytePositionInLine is { } at
                ? new($"this is not a line of a recording (at character {at + 1})", $"这一行不是会话记录（第 {at + 1} 个字符处）")
                : new("this is not a line of a recording", "这一行不是会话记录"));
        }
    }

    private static StartupException Wrong(string name, int line, LocalizedText why) =>
        new(new LocalizedText($"{name}, line {line}: {why.En}.", $"{name} 第 {line} 行：{why.Zh}。").ToString());

    private sealed record HeadLine(string? Format, int Version, string? To);

    private sealed record EventLine(long Connection, double At, Side? From, RelayEventKind? Event, string? Text = null, string? Base64 = null, string? Detail = null)
    {
        [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)]
        public long Dropped { get; init; }
    }
}

/// <summary>Writes a conversation line by line. A full disk ends the file, not the conversation.</summary>
internal sealed class ConversationWriter : IAsyncDisposable
{
    private readonly string _path;
    private readonly TextWriter _errors;
    private StreamWriter? _file;

    private ConversationWriter(string path, StreamWriter file, TextWriter errors)
    {
        _path = path;
        _file = file;
        _errors = errors;
    }

    /// <summary>Whether a write has failed; all later lines are missing in the file.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Creates a file.</summary>
    /// <param name="path">The path; an existing file is replaced.</param>
    /// <param name="errors">Receives a message if a write fails.</param>
    /// <exception cref="StartupException">The file cannot be created.</exception>
    public static ConversationWriter Create(string path, TextWriter errors)
    {
        try
        {
            var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            return new ConversationWriter(path, new StreamWriter(file) { AutoFlush = true, NewLine = "\n" }, errors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(new LocalizedText($"{path} cannot be written: {e.Message}", $"无法写入 {path}：{e.Message}").ToString(), e);
        }
    }

    /// <summary>Writes one line, unless a write has failed before.</summary>
    public void WriteLine(string line)
    {
        try
        {
            _file?.WriteLine(line);
        }
        catch (IOException e)
        {
            Failed(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_file is not null)
                await _file.DisposeAsync();
        }
        catch (IOException e)
        {
            Failed(e);
        }
    }

    // Disposes the stream, not the writer: the writer's buffer contains the line that does not fit.
    private void Failed(IOException e)
    {
        HasFailed = true;
        var stream = _file?.BaseStream;
        _file = null;
        _errors.WriteLine(new LocalizedText(
            $"{_path} cannot be written any more ({e.Message}); the recording ends here, the relay continues.",
            $"无法继续写入 {_path}（{e.Message}）；录制到此为止，转发继续。"));
        stream?.Dispose();
    }
}
