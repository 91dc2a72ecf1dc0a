using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using System.Threading.Channels;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Connections;

namespace MinimalHttpServer;

/// <summary>
/// C/S with a framework: the room of docs/chat.md on a connection of Kestrel. The framework accepts connections, buffers bytes and controls
/// the flow; this class implements the room's protocol.
/// </summary>
public sealed partial class ChatRoom : ConnectionHandler
{
    private const int MaxLine = 4096;
    private const string Bye = "* bye The room stops.";
    private const string RoomFull = "! room-full The room is full. Try again later.";

    private readonly Lock _gate = new();
    private readonly List<Member> _members = [];
    private readonly Queue<(long Number, string Line)> _history = new();
    private readonly string _id = RandomNumberGenerator.GetHexString(8, lowercase: true);
    private readonly CancellationToken _stopping;
    private long _last;

    /// <summary>Creates a room that closes when the application stops.</summary>
    public ChatRoom(IHostApplicationLifetime lifetime)
    {
        _stopping = lifetime.ApplicationStopping;
        _stopping.Register(() =>
        {
            lock (_gate)
                _members.ToList().ForEach(member => Close(member, Bye));
        });
    }

    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var (input, output) = (connection.Transport.Input, connection.Transport.Output);
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _stopping);
        using var ended = stop.Token.Register(input.CancelPendingRead);
        using var pace = new TokenBucketRateLimiter(
            new() { TokenLimit = 50, TokensPerPeriod = 50, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 1 });
        await SendAsync(output, $"* room {_id} Your first line is your name, then every line is a message.");
        var (member, sending, wrong) = (null as Member, Task.CompletedTask, 0);
        try
        {
            await foreach (var (text, fault) in LinesAsync(input))
            {
                if (fault is null && string.IsNullOrWhiteSpace(text))
                    continue;
                if (member is not null)
                {
                    await pace.AcquireAsync();
                    Say(member, text, fault);
                }
                else if ((fault ?? Join(text, connection, out member)) is { } error)
                {
                    if (error == Bye)
                        break;
                    await SendAsync(output, error);
                    if (error == RoomFull || text.TrimEnd(' ').EndsWith(" post", StringComparison.Ordinal) || ++wrong == 5)
                        break;
                }
                else
                {
                    ended.Unregister(); // from now on the room ends the connection
                    sending = SendAllAsync(member!, connection);
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            Leave(member, " (broken)");
        }

        Leave(member);
        if (member is null && (_stopping.IsCancellationRequested || late.IsCancellationRequested || wrong == 5))
            await SendAsync(output, _stopping.IsCancellationRequested ? Bye : "! no-name No name was accepted in time.");
        await sending;
    }

    private static async Task SendAllAsync(Member member, ConnectionContext connection)
    {
        try
        {
            await foreach (var line in member.Lines.Reader.ReadAllAsync())
                await SendAsync(connection.Transport.Output, line);
            if (member.LastLine is { } last)
                await SendAsync(connection.Transport.Output, last);
        }
        finally
        {
            connection.Transport.Input.CancelPendingRead(); // no further lines of the member are read
        }
    }

    private static async ValueTask SendAsync(PipeWriter output, string line) =>
        await output.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));

    private string? Join(string line, ConnectionContext connection, out Member? member)
    {
        member = null;
        if (FirstLine.Match(line) is not { Success: true } first)
            return "! name-invalid A name has 1 to 32 letters, digits, _ - . and no space. Try again.";
        var name = first.Groups["name"].Value;
        var after = long.TryParse(first.Groups["after"].Value, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var kind = name == "*" ? Kind.Reader : first.Groups["post"].Success ? Kind.Poster : Kind.Member;
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested)
                return Bye;
            if (_members.Count >= 1000)
                return RoomFull;
            if (_members.Any(other => other.Kind == Kind.Member && other.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
                return "! name-taken Another member has this name. Try again.";
            member = new Member(kind, name, connection);
            foreach (var kept in _history.Where(kept => kind != Kind.Poster && (after > _last || kept.Number > after)))
                Add(member, kept.Line);
            _members.Add(member);
            if (kind == Kind.Member)
                Publish($"{name} joined");
            return null;
        }
    }

    private void Say(Member member, string text, string? fault)
    {
        var shown = Shown(text);
        fault ??= member.Kind == Kind.Reader ? "! read-only This connection only reads; the line was dropped."
            : Encoding.UTF8.GetByteCount(shown) > MaxLine ? TooLong : null;
        lock (_gate)
        {
            if (fault is not null)
                Add(member, fault);
            else if (_members.Contains(member))
                Publish($"{member.Name}: {shown}", by: member);
        }
    }

    private void Leave(Member? member, string reason = "")
    {
        lock (_gate)
        {
            if (member is null || !_members.Contains(member))
                return;
            if (member.Kind == Kind.Member)
                Publish($"{member.Name} left{reason}");
            Close(member, null);
        }
    }

    private void Publish(string line, Member? by = null)
    {
        _history.Enqueue((++_last, $"{_last} {line}"));
        if (_history.Count > 50)
            _history.Dequeue();
        foreach (var member in _members.ToArray())
        {
            if (member.Kind != Kind.Poster || member == by)
                Add(member, $"{_last} {line}");
        }
    }

    // Disconnects a member whose queue is full, so that it delays no other. It has 30 seconds to read the last line.
    private void Add(Member member, string line)
    {
        if (member.Lines.Writer.TryWrite(line) || !_members.Contains(member))
            return;
        Close(member, "! too-slow Too many lines waited for you.");
        if (member.Kind == Kind.Member)
            Publish($"{member.Name} left (too-slow)");
        _ = Task.Delay(TimeSpan.FromSeconds(30)).ContinueWith(_ => member.Connection.Abort(), TaskScheduler.Default);
    }

    private void Close(Member member, string? lastLine)
    {
        if (!_members.Remove(member))
            return;
        member.LastLine = lastLine;
        member.Lines.Writer.Complete();
    }

    // Splits bytes into lines of UTF-8 with at most maxLine bytes; any other line is a fault, and so is an unfinished last line.
    internal static async IAsyncEnumerable<(string Text, string? Fault)> LinesAsync(
        PipeReader input, int maxLine = MaxLine, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (var skips = false; ;)
        {
            var read = await input.ReadAsync(cancellation);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end).ToArray();
                buffer = buffer.Slice(buffer.GetPosition(1, end));
                if (!skips)
                    yield return Line(line is [.., (byte)'\r'] ? line[..^1] : line, maxLine);
                skips = false;
            }

            var isTooLong = buffer.Length > maxLine + 1;
            if (isTooLong && !skips)
                yield return ("", TooLong);
            if (isTooLong || skips)
                (skips, buffer) = (true, buffer.Slice(buffer.End));
            else if (read.IsCompleted && !buffer.IsEmpty)
                yield return ("", "! unfinished-line The last line had no line end and was dropped.");
            input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted || read.IsCanceled)
                yield break;
        }
    }

    private static (string Text, string? Fault) Line(byte[] line, int maxLine) => line.Length > maxLine ? ("", TooLong)
        : Utf8.IsValid(line) ? (Encoding.UTF8.GetString(line), null)
        : ("", "! not-utf-8 A line is UTF-8; this one was dropped.");

    /// <summary>Makes text safe for other members: control characters are shown, not executed.</summary>
    internal static string Shown(string text) => string.Concat(text.EnumerateRunes().Select(Shown));

    // Scripts and emoji need the two joiners.
    private static string Shown(Rune rune) => rune.Value switch
    {
        < 0x20 => ((char)(0x2400 + rune.Value)).ToString(),
        0x7F => "\u2421",
        0x200C or 0x200D => rune.ToString(),
        _ => Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            ? $"<U+{rune.Value:X4}>" : rune.ToString(),
    };

    [GeneratedRegex(
        @"^ *(?<name>\*|[\p{L}\p{Nd}][\p{L}\p{Nd}\p{Mn}\p{Mc}_.-]{0,31})( +(after=(?<after>[0-9]{1,18})|(?<post>(?<!\* +)post)))? *$")]
    internal static partial Regex FirstLine { get; }

    private static string TooLong => $"! line-too-long A line has at most {MaxLine} bytes; this one was dropped.";

    private enum Kind { Member, Reader, Poster }

    private sealed record Member(Kind Kind, string Name, ConnectionContext Connection)
    {
        public Channel<string> Lines { get; } = Channel.CreateBounded<string>(1024);

        public string? LastLine { get; set; }
    }
}
