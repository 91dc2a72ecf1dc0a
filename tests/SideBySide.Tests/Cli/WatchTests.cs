using System.Net.WebSockets;
using System.Text.RegularExpressions;

namespace SideBySide.Tests.Cli;

/// <summary><c>watch</c> and <c>replay</c> with real clients, in front of the real servers.</summary>
[Trait("kind", "process")]
public sealed partial class WatchTests(SideBySideProcess program) : IClassFixture<SideBySideProcess>
{
    private string Raw => Authority("tcp");

    private string HandRolled => Authority("http"); // the first of its scheme

    [Fact]
    public async Task A_real_curl_is_watched_saved_and_replayed_to_the_other_server()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "talk.jsonl");
        await using (var watch = await WatchAsync(HandRolled, "--save", file))
        {
            var curl = await Tool.Require("curl").RunAsync("-s", "--noproxy", "*", $"http://{Listening(watch)}/hello?name=Server");
            Assert.Equal("Hello, Server!", curl.Text);
            await watch.WaitForOutputAsync(ClosedLine());
            Assert.Contains("\n     GET /hello?name=Server HTTP/1.1\\r\\n\n", watch.Output, StringComparison.Ordinal);
            Assert.Contains("= method GET; path /hello; query name = Server;", watch.Output, StringComparison.Ordinal);
            Assert.Contains("= status 200 OK;", watch.Output, StringComparison.Ordinal);
        }

        var same = await CommandRunner.RunAsync(["replay", file, "--to", HandRolled]);
        Assert.Equal((0, ""), (same.ExitCode, same.Error));
        Assert.Contains("\n  the same\n", same.Text, StringComparison.Ordinal);

        var raw = await CommandRunner.RunAsync(["replay", file, "--to", Raw]);
        Assert.Equal((1, ""), (raw.ExitCode, raw.Error));
        Assert.Contains("differ from byte 0 on: \"GET", raw.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_real_netcat_is_watched_in_hexadecimal_with_its_half_close()
    {
        await using var watch = await WatchAsync(Raw);
        var address = Listening(watch).Split(':');
        var nc = await Tool.Require("nc").RunAsync(["-N", address[0], address[1]], "Hello, Server!\n"u8.ToArray());
        Assert.Equal("Hello, Server!\n", nc.Text);

        await watch.WaitForOutputAsync(ClosedLine());
        Assert.Contains("     00000000: 4865 6c6c 6f2c 2053 6572 7665 7221 0a    Hello, Server!.\n", watch.Output, StringComparison.Ordinal);
        Assert.Contains("→ finished sending (FIN)", watch.Output, StringComparison.Ordinal);
        Assert.Contains("← finished sending (FIN)", watch.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_WebSocket_is_followed_into_its_frames_and_explained_from_the_file()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "talk.jsonl");
        await using (var watch = await WatchAsync(HandRolled, "--save", file))
        {
            using (var client = new ClientWebSocket())
            {
                await client.ConnectAsync(new Uri($"ws://{Listening(watch)}/ws/echo"), TestContext.Current.CancellationToken);
                await client.SendAsync("Hello, Server!"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
                _ = await client.ReceiveAsync(new byte[64], TestContext.Current.CancellationToken);
                await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", TestContext.Current.CancellationToken);
            }

            await watch.WaitForOutputAsync(ClosedLine());
            Assert.Contains("= status 101 Switching Protocols;", watch.Output, StringComparison.Ordinal);
            Assert.Contains("= frame text; mask yes; payload 14 bytes  Hello, Server!\n", watch.Output, StringComparison.Ordinal);
            Assert.Contains("= frame text; mask no; payload 14 bytes  Hello, Server!\n", watch.Output, StringComparison.Ordinal);
            Assert.Contains("= frame close; mask yes; close code 1000; payload 5 bytes  bye\n", watch.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("! ", watch.Output, StringComparison.Ordinal);
        }

        var explained = await CommandRunner.RunAsync(["explain", file]);
        Assert.Equal((0, ""), (explained.ExitCode, explained.Error));
        Assert.Equal(4, Regex.Count(explained.Text, @"\. [→←] WebSocket frame, "));
        Assert.Contains("= Hello, Server!\n", explained.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_in_order_when_it_is_asked_to()
    {
        await using var watch = await WatchAsync(Raw);

        Assert.Equal((0, ""), (await watch.SignalAsync("INT"), watch.Error));
    }

    [Fact]
    public async Task A_full_disk_ends_the_recording_and_not_the_relay()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no /dev/full.");
        await using var watch = await WatchAsync(HandRolled, "--save", "/dev/full");
        foreach (var name in (string[])["one", "two"])
        {
            var curl = await Tool.Require("curl").RunAsync("-s", "--noproxy", "*", $"http://{Listening(watch)}/hello?name={name}");
            Assert.Equal($"Hello, {name}!", curl.Text);
        }

        Assert.Equal(1, await watch.SignalAsync("INT"));
        Assert.Matches(@"\A/dev/full cannot be written any more \(.+\n\z", watch.Error);
    }

    [Fact]
    public async Task A_request_that_is_refused_is_explained_while_it_happens()
    {
        await using var watch = await WatchAsync(HandRolled);
        await using (var peer = await Peer.ConnectAsync($"tcp://{Listening(watch)}"))
        {
            await peer.SendAsync("GET / HTTP/1.1\r\nHo st: x\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 400 ", await peer.ReceiveTextToEndAsync(), StringComparison.Ordinal);
        }

        await watch.WaitForOutputAsync(ClosedLine());
        Assert.Contains("! FieldNameInvalid: A field name must be a token", watch.Output, StringComparison.Ordinal);
    }

    private static Task<ServerProcess> WatchAsync(string to, params string[] more) => ServerProcess.StartCommandAsync("dotnet",
        [Repository.Program("SideBySide"), "watch", "--listen", "0", "--to", to, "--lang", "en", .. more], ListeningLine());

    private string Authority(string scheme) => new Uri(program.Process.Urls.First(url => url.StartsWith(scheme + "://", StringComparison.Ordinal))).Authority;

    private static string Listening(ServerProcess watch) => ListeningLine().Match(watch.Output).Groups[1].Value;

    [GeneratedRegex(@"Listening on tcp://([\d.:]+),")]
    private static partial Regex ListeningLine();

    [GeneratedRegex(@"#1 .* s  closed")]
    private static partial Regex ClosedLine();
}
