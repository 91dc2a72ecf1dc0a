using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace RawSocketServer.Tests.Pairings;

/// <summary>The room with programs that share only its protocol.</summary>
[Trait("kind", "process")]
public sealed class ChatPairTests
{
    private static readonly Dictionary<string, string?> s_utf8 = new() { ["PYTHONUTF8"] = "1" };

    [Fact]
    public async Task Netcat_Python_and_our_client_meet_in_a_room()
    {
        var (nc, python, dotnet) = (Tool.Require("nc"), Tool.Require("python3", "python"), Tool.Require("dotnet"));
        await using var server = await RunningServer.StartAsync("--mode", "chat", "--urls", "tcp://127.0.0.1:0");
        var port = $"{server.EndPoint("tcp").Port}";

        var first = await nc.RunAsync(["-N", "127.0.0.1", port], "小明\n你好\n"u8.ToArray());
        Assert.Equal((0, "1 小明 joined|2 小明: 你好|3 小明 left|"), (first.ExitCode, Lines(first)));
        var second = await python.RunAsync([Path.Combine(AppContext.BaseDirectory, "python", "chat_client.py"), "127.0.0.1", port, "Py"], environment: s_utf8);
        Assert.Equal((0, "1 小明 joined|2 小明: 你好|3 小明 left|4 Py joined|5 Py: Hello, Server!|6 Py left|"), (second.ExitCode, Lines(second)));
        var third = await dotnet.RunAsync([Repository.Program("RawSocketServer"), "connect", $"127.0.0.1:{port}"], "Net after=4\r\nHello\r\n"u8.ToArray());
        Assert.Equal((0, "5 Py: Hello, Server!|6 Py left|7 Net joined|8 Net: Hello|9 Net left|"), (third.ExitCode, Lines(third)));
    }

    [Fact]
    public async Task Python_and_our_client_exchange_frames()
    {
        await using var server = await RunningServer.StartAsync("--mode", "frames", "--urls", "tcp://127.0.0.1:0");
        var port = $"{server.EndPoint("tcp").Port}";
        var python = await Tool.Require("python3", "python").RunAsync(
            [Path.Combine(AppContext.BaseDirectory, "python", "frame_client.py"), "127.0.0.1", port],
            environment: s_utf8);
        Assert.Equal((0, "14 Hello, Server!", ""), (python.ExitCode, python.Text, python.Error));

        var lines = await ConnectAsync("Hello\n\n你好"u8.ToArray(), $"127.0.0.1:{port}", "--frames");
        Assert.Equal((0, "5 Hello\n0 \n6 你好\n", ""), (lines.ExitCode, lines.Text, lines.Error));
        var message = await ConnectAsync(null, $"127.0.0.1:{port}", "two\nlines", "--frames");
        Assert.Equal((0, "9 two\\nlines\n", ""), (message.ExitCode, message.Text, message.Error));
    }

    [Fact]
    public async Task What_is_not_agreed_on_is_one_sentence()
    {
        await using var echo = await RunningServer.StartAsync("--mode", "greet");
        var other = await ConnectAsync(null, echo.Urls[0], "Hello", "--frames"); // 你好 in place of a length
        Assert.Equal(1, other.ExitCode);
        Assert.Matches(@"^The server does not send frames: [^\n]+\n$", other.Error);
        var datagram = await ConnectAsync(null, "udp://127.0.0.1:1", "Hello", "--frames");
        Assert.Equal(2, datagram.ExitCode);
        Assert.Matches(@"^--frames needs TCP[^\n]+\n$", datagram.Error);

        await using var frames = await RunningServer.StartAsync("--mode", "frames", "--urls", "tcp://127.0.0.1:0");
        var plain = await ConnectAsync(null, frames.Urls[0], "Hello");
        Assert.Matches(@"too-long .*""Hell""", plain.Text);
    }

    [Fact]
    public async Task SIGTERM_loses_no_line_that_the_room_had_taken()
    {
        await using var server = await ServerProcess.StartAsync(
            "RawSocketServer", "--mode", "chat", "--urls", "tcp://127.0.0.1:0", "--Raw:Chat:LinesPerSecond", "1000000");
        var peers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Peer.ConnectAsync(server.Urls[0])));
        for (var i = 0; i < peers.Length; i++)
        {
            await peers[i].SendAsync($"m{i}\n");
            await peers[i].ReceiveUntilAsync($" m{i} joined\n");
        }

        // Each member sends a line when its last one has come back; the signal comes in between.
        var inTheMiddle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var talking = peers.Select((peer, i) => TalkAsync(peer, i, inTheMiddle)).ToArray();
        await inTheMiddle.Task.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);
        var stopping = server.StopAsync();
        var received = await Task.WhenAll(talking);
        foreach (var peer in peers)
            await peer.DisposeAsync();
        Assert.Equal(0, await stopping);

        Assert.All(received, lines => Assert.Matches(@"^\* bye ", lines[^1]));
        Assert.Single(received.Select(lines => lines[^2]).Distinct()); // all received the last line
        Assert.All(received, AssertNoGap);
    }

    private static void AssertNoGap(List<string> lines)
    {
        var numbers = lines[..^1].Select(line => int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(Enumerable.Range(numbers[0], numbers.Length), numbers);
    }

    // Returns the lines received until FIN.
    private static async Task<List<string>> TalkAsync(Peer peer, int member, TaskCompletionSource inTheMiddle)
    {
        using var reader = new StreamReader(new NetworkStream(peer.Socket));
        var lines = new List<string>();
        for (var i = 0; ; i++)
        {
            try
            {
                await peer.SendAsync($"{i}\n");
            }
            catch (SocketException)
            {
                // The process has ended; its last lines can still be read.
            }

            string? line;
            do
            {
                line = await reader.ReadLineAsync(peer.Timeout);
                if (line is null)
                    return lines;
                lines.Add(line);
            }
            while (!line.EndsWith($" m{member}: {i}", StringComparison.Ordinal));

            if (i == 20)
                inTheMiddle.TrySetResult();
        }
    }

    // The lines after the greeting, each with | for its end.
    private static string Lines(ToolResult result)
    {
        Assert.Equal("", result.Error);
        Assert.Matches(new Regex(@"^\* room [0-9a-f]{8} [^\n]+\n"), result.Text);
        return result.Text[(result.Text.IndexOf('\n', StringComparison.Ordinal) + 1)..].Replace('\n', '|');
    }

    private static Task<ToolResult> ConnectAsync(byte[]? input, params string[] args) =>
        Tool.Require("dotnet").RunAsync([Repository.Program("RawSocketServer"), "connect", .. args], input);
}
