using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using TestKit;

namespace MinimalHttpServer.Tests;

/// <summary>The room of docs/chat.md behind a connection handler: the same exchanges as with the one by hand, whose tests these follow.</summary>
public sealed partial class ChatRoomTests : IAsyncLifetime
{
    private readonly WebApplication _app = Program.Create(["--urls", "http://127.0.0.1:0", "--Chat:Listen", "tcp://127.0.0.1:0"]);

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task The_room_listens_beside_HTTP()
    {
        Assert.Equal(2, _app.Urls.Count);
        using var client = new HttpClient();
        Assert.Equal("Hello, World!", await client.GetStringAsync(_app.Urls.First() + "/hello", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Lines_become_numbered_lines_or_errors()
    {
        Assert.Equal(
            "! name-invalid|1 Ann joined|2 Ann: one|3 Ann: ␛[2J<U+202E>|! line-too-long|! not-utf-8|4 Ann: two|! unfinished-line|5 Ann left",
            await TalkAsync([.. "\nAnn Lee\nAnn\r\none\n \n\u001b[2J\u202e\n"u8, .. new byte[4097], (byte)'\n', 0xFF, (byte)'\n', .. "two\nthr"u8]));
        Assert.Equal("4 Ann: two|5 Ann left", await TalkAsync("* after=3\n"u8.ToArray()));
        Assert.Equal("6 Web: hi", await TalkAsync("Web post\nhi\n"u8.ToArray()));
        Assert.Equal(
            "1 Ann joined|2 Ann: one|3 Ann: ␛[2J<U+202E>|4 Ann: two|5 Ann left|6 Web: hi|7 小明 joined|8 小明 left",
            await TalkAsync("小明 after=99\n"u8.ToArray()));
    }

    [Fact]
    public async Task Two_people_talk_until_the_room_stops()
    {
        await using var ann = await JoinAsync("Ann");
        await using var bob = await JoinAsync("Bob");
        await ann.SendAsync("Hello\n");
        await ann.ReceiveUntilAsync("2 Bob joined\n3 Ann: Hello\n");
        Assert.Equal("! name-taken", await TalkAsync("aNN\n"u8.ToArray()));
        var stopping = _app.StopAsync(TestContext.Current.CancellationToken);
        Assert.Matches("^\\* bye [^\n]+\n$", await ann.ReceiveTextToEndAsync());
        Assert.Matches("^3 Ann: Hello\n\\* bye [^\n]+\n$", await bob.ReceiveTextToEndAsync());
        await stopping;
    }

    private Task<Peer> ConnectAsync() => Peer.ConnectAsync(_app.Urls.Last());

    private async Task<Peer> JoinAsync(string name)
    {
        var peer = await ConnectAsync();
        await peer.SendAsync(name + "\n");
        await peer.ReceiveUntilAsync($" {name} joined\n");
        return peer;
    }

    // Sends, finishes, and returns what comes behind the greeting: errors without their sentences.
    private async Task<string> TalkAsync(byte[] bytes)
    {
        await using var peer = await ConnectAsync();
        await peer.SendAsync(bytes);
        peer.HalfClose();
        var lines = (await peer.ReceiveTextToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches("^\\* room [0-9a-f]{8} ", lines[0]);
        return string.Join('|', lines[1..].Select(line => Error.Match(line) is { Success: true } error ? error.Value : line));
    }

    [GeneratedRegex("^! [a-z0-9-]+")]
    private static partial Regex Error { get; }
}
