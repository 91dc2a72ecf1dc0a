using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using HandRolledHttp.Chat;
using RawSocketServer;
using SideBySide.Servers;

namespace SideBySide.Measure.Cost;

/// <summary>
/// The bytes of one line at each door of the chat room: to say it, to be told it, and to wait for it through a minute of silence.
/// The clients send the shortest requests that are valid; the clock of HandRolledHttp is advanced instead of waiting.
/// </summary>
public sealed partial class DoorMeasurement
{
    private const string Line = "Hello, Server!";
    private const int FirstNumber = 10; // all lines that are counted have numbers of two digits

    private static readonly TimeSpan s_guard = TimeSpan.FromMinutes(3);

    private readonly IPEndPoint _room;
    private readonly IPEndPoint _http;
    private readonly AdvanceableTime _clock;
    private readonly DoorClient _speaker;
    private readonly CancellationToken _cancel;
    private int _last;

    private DoorMeasurement(ServerSet servers, DoorClient speaker, CancellationToken cancel)
    {
        var server = servers.Servers.First(server => server.Definition == ServerDefinitions.HandRolled);
        (_room, _http, _clock) = (TargetServer.Of(servers.Room!).Tcp!, TargetServer.Of(server).Tcp!, server.Clock!);
        (_speaker, _cancel) = (speaker, cancel);
    }

    /// <summary>Starts a room and its doors on free ports, and counts.</summary>
    /// <exception cref="StartupException">A server did not start, or a connection ended early.</exception>
    public static async Task<IReadOnlyList<DoorCost>> RunAsync(CancellationToken cancel)
    {
        await using var servers = await FreePortServers.OpenAsync(cancel);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(s_guard);
        try
        {
            using var speaker = await DoorClient.ConnectAsync(TargetServer.Of(servers.Room!).Tcp!, late.Token);
            return await new DoorMeasurement(servers, speaker, late.Token).CountAsync();
        }
        catch (Exception e) when (e is SocketException or InvalidDataException
            || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new StartupException(e is OperationCanceledException ? CostTexts.DoorClosed.ToString() : e.Message, e);
        }
    }

    private async Task<IReadOnlyList<DoorCost>> CountAsync()
    {
        await _speaker.SendAsync("Bob\n", _cancel);
        await HearAsync("Bob joined");
        while (_last < FirstNumber - 1)
            await SpeakAsync();
        var lines = await LinesAsync();
        var webSocket = await WebSocketAsync();
        var said = await PostAsync();
        var events = await EventsAsync(said);
        var (longPoll, poll) = await PollAsync(said);
        return [lines, webSocket, events, longPoll, poll];
    }

    // A member with netcat.
    private async Task<DoorCost> LinesAsync()
    {
        using var member = await DoorClient.ConnectAsync(_room, _cancel);
        await member.SendAsync("Ann\n", _cancel);
        while (!(await member.ReceiveAsync(ToLineEnd, _cancel)).Contains("Ann joined", StringComparison.Ordinal))
            continue;
        _ = member.Count();
        await member.SendAsync(Line + "\n", _cancel);
        _ = await member.ReceiveAsync(ToLineEnd, _cancel);
        var said = member.Count();
        await SpeakAsync();
        _ = await member.ReceiveAsync(ToLineEnd, _cancel);
        var told = member.Count();
        member.Dispose();
        await HearAsync("Ann left");
        return new DoorCost(DoorCost.Lines, said.Sent, said.Received, told.Sent, told.Received, 0);
    }

    // Another name: the history has the joined line of the first member.
    private async Task<DoorCost> WebSocketAsync()
    {
        using var member = await DoorClient.ConnectAsync(_http, _cancel);
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        await member.SendAsync(
            Request(
                $"GET /chat",
                $"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"),
            _cancel);
        _ = await member.ReceiveAsync(
            arrived => arrived.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var end ? end + 4 : 0,
            _cancel);
        await member.SendAsync(Frame(0x81, "Amy"), _cancel);
        while (!(await member.ReceiveAsync(ToFrameEnd, _cancel)).EndsWith("Amy joined", StringComparison.Ordinal))
            continue;
        _ = member.Count();
        await member.SendAsync(Frame(0x81, Line), _cancel);
        _ = await member.ReceiveAsync(ToFrameEnd, _cancel);
        var said = member.Count();
        await SpeakAsync();
        _ = await member.ReceiveAsync(ToFrameEnd, _cancel);
        var told = member.Count();
        var after = new HandRolledHttp.Connection.WebSockets.WebSocketOptions().PingAfter;
        _ = await AfterSilenceAsync(member, after, ToFrameEnd); // a ping
        await member.SendAsync(Frame(0x8A, ""), _cancel); // its pong
        var silence = member.Count();
        member.Dispose();
        await HearAsync("Amy left");
        return new DoorCost(DoorCost.WebSocket, said.Sent, said.Received, told.Sent, told.Received, InAMinute(silence, after));
    }

    private async Task<(int Sent, int Received)> PostAsync()
    {
        using var client = await DoorClient.ConnectAsync(_http, _cancel);
        var form = $"name=Ann&text={Line.Replace(' ', '+')}";
        await client.SendAsync(
            Request("POST /chat", $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n") + form,
            _cancel);
        _ = await client.ReceiveAsync(ToResponseEnd, _cancel);
        await HearAsync($"Ann: {Line}");
        return client.Count();
    }

    private async Task<DoorCost> EventsAsync((int Sent, int Received) said)
    {
        using var client = await DoorClient.ConnectAsync(_http, _cancel);
        await client.SendAsync(Request("GET /chat/events"), _cancel);
        var last = $"\ndata: {_last} ";
        _ = await client.ReceiveAsync(
            arrived => arrived.Contains(last, StringComparison.Ordinal)
                ? ToEventEnd(arrived, arrived.IndexOf(last, StringComparison.Ordinal))
                : 0,
            _cancel);
        _ = client.Count();
        await SpeakAsync();
        _ = await client.ReceiveAsync(arrived => ToEventEnd(arrived, 0), _cancel);
        var told = client.Count();
        var after = new ChatOptions().PingAfter;
        _ = await AfterSilenceAsync(client, after, arrived => ToEventEnd(arrived, 0)); // a comment
        return new DoorCost(DoorCost.Events, said.Sent, said.Received, told.Sent, told.Received, InAMinute(client.Count(), after));
    }

    // To poll every second takes the same bytes: only the wait before the response is left out.
    private async Task<(DoorCost Long, DoorCost Plain)> PollAsync((int Sent, int Received) said)
    {
        using var client = await DoorClient.ConnectAsync(_http, _cancel);
        var after = new ChatOptions().PollTimeout;
        (int Sent, int Received) silence;
        for (var response = ""; ;)
        {
            await client.SendAsync(Request($"GET /chat/next?after={_last}"), _cancel);
            response = await AfterSilenceAsync(client, after, ToResponseEnd);
            silence = client.Count();
            if (response.StartsWith("HTTP/1.1 204", StringComparison.Ordinal))
                break; // the clock may also have been advanced while the door was connecting to the room: 503
        }

        await client.SendAsync(Request($"GET /chat/next?after={_last}"), _cancel);
        await SpeakAsync();
        _ = await client.ReceiveAsync(ToResponseEnd, _cancel);
        var told = client.Count();
        return (
            new DoorCost(DoorCost.LongPoll, said.Sent, said.Received, told.Sent, told.Received, InAMinute(silence, after)),
            new DoorCost(DoorCost.Poll, said.Sent, said.Received, told.Sent, told.Received, InAMinute(silence, TimeSpan.FromSeconds(1))));
    }

    private async Task SpeakAsync()
    {
        await _speaker.SendAsync(Line + "\n", _cancel);
        await HearAsync($"Bob: {Line}");
    }

    // The speaker is a member too: it is told every line, and so knows the number of the last one.
    private async Task HearAsync(string text)
    {
        string line;
        do
        {
            line = await _speaker.ReceiveAsync(ToLineEnd, _cancel);
        }
        while (!line.Contains(text, StringComparison.Ordinal));
        _last = int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture);
    }

    // A timer that is set only now is in the future of the advanced clock: then the clock is advanced once more.
    private async Task<string> AfterSilenceAsync(DoorClient client, TimeSpan silence, Func<string, int> length)
    {
        var receiving = client.ReceiveAsync(length, _cancel);
        while (!receiving.IsCompleted)
        {
            await _clock.AdvanceAsync(silence);
            _ = await Task.WhenAny(receiving, Task.Delay(TimeSpan.FromMilliseconds(100), _cancel));
        }

        return await receiving;
    }

    private string Request(string line, string fields = "") => $"{line} HTTP/1.1\r\nHost: {_http}\r\n{fields}\r\n";

    // RFC 6455 §5.2; a client masks what it sends.
    private static string Frame(byte first, string payload)
    {
        var key = RandomNumberGenerator.GetBytes(4);
        var masked = Encoding.Latin1.GetBytes(payload).Select((b, i) => (byte)(b ^ key[i % 4]));
        return Encoding.Latin1.GetString([first, (byte)(0x80 | payload.Length), .. key, .. masked]);
    }

    private static int InAMinute((int Sent, int Received) counted, TimeSpan every) =>
        (int)Math.Round((counted.Sent + counted.Received) * (TimeSpan.FromMinutes(1) / every));

    private static int ToLineEnd(string arrived) => arrived.IndexOf('\n') + 1;

    private static int ToFrameEnd(string arrived) =>
        arrived.Length < 2 ? 0
        : arrived[1] < 126 ? Whole(arrived, 2 + arrived[1])
        : arrived.Length < 4 ? 0
        : Whole(arrived, 4 + (arrived[2] << 8) + arrived[3]);

    // An event ends with a blank line, and its chunk with one more line end.
    private static int ToEventEnd(string arrived, int from) =>
        arrived.IndexOf("\n\n\r\n", from, StringComparison.Ordinal) is >= 0 and var end ? end + 4 : 0;

    private static int ToResponseEnd(string arrived)
    {
        var head = arrived.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0)
            return 0;
        var length = ContentLength().Match(arrived[..head]) is { Success: true } field
            ? int.Parse(field.Groups[1].Value, CultureInfo.InvariantCulture)
            : 0;
        return Whole(arrived, head + 4 + length);
    }

    private static int Whole(string arrived, int length) => arrived.Length < length ? 0 : length;

    [GeneratedRegex(@"\r\nContent-Length: ([0-9]{1,6})", RegexOptions.IgnoreCase)]
    private static partial Regex ContentLength();
}

/// <summary>What one line of 14 bytes needs at one door of the chat room, in bytes.</summary>
/// <param name="Door">Its name; see the constants.</param>
/// <param name="SaySent">Sent to say the line.</param>
/// <param name="SayReceived">Received until the line is confirmed.</param>
/// <param name="ToldSent">Sent to be told a line of another member.</param>
/// <param name="ToldReceived">Received with that line.</param>
/// <param name="SilentMinute">Sent and received in a minute without a line.</param>
public sealed record DoorCost(string Door, int SaySent, int SayReceived, int ToldSent, int ToldReceived, int SilentMinute)
{
    /// <summary>Lines over TCP, for example with netcat.</summary>
    public const string Lines = "lines";

    /// <summary>WebSocket frames.</summary>
    public const string WebSocket = "websocket";

    /// <summary>Server-Sent Events.</summary>
    public const string Events = "events";

    /// <summary>A request that waits for a line.</summary>
    public const string LongPoll = "long-poll";

    /// <summary>A request every second.</summary>
    public const string Poll = "poll";
}
