using System.Text;
using Microsoft.Extensions.Time.Testing;
using RawSocketServer.Chat;

namespace RawSocketServer.Tests.Chat;

public class ChatServerTests
{
    public static TheoryData<string, string> Scripts => [.. ChatScripts.Names.SelectMany(name => new[] { (name, "true"), (name, "false") })];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task The_room_keeps_the_agreement(string script, string readinessLoop)
    {
        await using var server = await StartAsync("--Raw:ReadinessLoop", readinessLoop, "--Raw:DrainTimeout", "01:00:00");
        await ChatScripts.RunAsync(script, server.ConnectAsync, server.StopAsync);
    }

    [Fact]
    public async Task A_name_must_come_in_time()
    {
        var time = new FakeTimeProvider();
        await using var server = await RunningServer.StartAsync(time, "--mode", "chat", "--urls", "tcp://127.0.0.1:0");
        await using var peer = await ChatPeer.ConnectAsync(server);
        await peer.SayAsync("not a name");
        Assert.Equal(Text(ChatNotice.NameInvalid), await peer.LineAsync());
        time.Advance(TimeSpan.FromSeconds(59));
        await peer.SayAsync("again not");
        Assert.Equal(Text(ChatNotice.NameInvalid), await peer.LineAsync());

        // The deadline for the rest of the minute passes a second later. The clock advances until the server has noticed it.
        var ended = peer.LinesToEndAsync();
        while (!ended.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(ended, Task.Delay(5, TestContext.Current.CancellationToken));
        }

        Assert.Equal([Text(ChatNotice.NoName)], await ended);
    }

    [Fact]
    public async Task Connections_over_the_cap_of_the_server_are_told_so()
    {
        await using var server = await StartAsync("--Raw:MaxConnections", "1");
        await using var ann = await ChatPeer.JoinAsync(server, "Ann");
        await using var refused = await server.ConnectAsync();
        Assert.Equal(Text(ChatNotice.RoomFull) + "\n", await refused.ReceiveTextToEndAsync());
        await using var small = await StartAsync("--Raw:Chat:MaxMembers", "1");
        await using var first = await ChatPeer.JoinAsync(small, "Ann");
        await first.LineAsync();
        await using var second = await ChatPeer.JoinAsync(small, "*");
        Assert.Equal([Text(ChatNotice.RoomFull)], await second.LinesToEndAsync());
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Two_hundred_members_get_each_line_once_and_in_one_order(string readinessLoop)
    {
        const int Members = 200, Lines = 10;
        await using var server = await StartAsync("--Raw:ReadinessLoop", readinessLoop);
        var members = await Task.WhenAll(Enumerable.Range(0, Members).Select(i => ChatPeer.JoinAsync(server, $"m{i}")));
        await Task.WhenAll(members.Select(async (member, i) =>
        {
            for (var line = 0; line < Lines; line++)
                await member.SayAsync($"line {line} of {i}");
        }));
        var received = await Task.WhenAll(members.Select(member => ReadToAsync(member, Members * (Lines + 1))));

        var all = received.MaxBy(lines => lines.Length)!;
        Assert.Equal(Enumerable.Range(1, Members * (Lines + 1)), received.SelectMany(lines => lines.Select(Number)).Distinct().Order());
        Assert.All(received, lines => Assert.Equal(all[^lines.Length..], lines)); // each begins with its own history and continues like all others
        for (var i = 0; i < Members; i++)
            Assert.Equal(
                Enumerable.Range(0, Lines).Select(line => $"m{i}: line {line} of {i}"),
                all.Select(WithoutNumber).Where(line => line.StartsWith($"m{i}:", StringComparison.Ordinal)));
        foreach (var member in members)
            await member.DisposeAsync();
    }

    [Fact]
    public async Task A_member_that_never_reads_delays_nobody_and_is_cut_with_a_stated_reason()
    {
        await using var server = await StartAsync(
            "--Raw:Chat:QueuedLines", "128", "--Raw:Chat:LinesPerSecond", "1000000", "--Raw:Chat:WriteTimeout", "01:00:00", "--Raw:SendBufferSize", "16384");
        await using var mute = await ChatPeer.JoinedAsync(server, "Mute", socket => socket.ReceiveBufferSize = 4096);
        await using var ann = await ChatPeer.JoinedAsync(server, "Ann");

        // Ann waits for each of her lines, so only the member that does not read is slow.
        string? left = null;
        while (left is null)
        {
            await ann.SayAsync(new string('x', 4000));
            for (var line = ""; !line.EndsWith('x');)
            {
                line = await ann.LineAsync();
                if (line.Contains("left", StringComparison.Ordinal))
                    left = line;
            }
        }

        Assert.Matches(@"^\d+ Mute left \(too-slow\)$", left);
        var numbers = await mute.LinesToEndAsync(); // reads at last
        Assert.Equal(Text(ChatNotice.TooSlow), numbers[^1]);
        Assert.Equal(Enumerable.Range(2, numbers.Length - 1), numbers[..^1].Select(Number)); // without a gap from Ann's join on
    }

    [Fact]
    public async Task A_member_that_never_reads_is_reset_when_its_time_is_over()
    {
        await using var server = await StartAsync(
            "--Raw:Chat:LinesPerSecond", "1000000", "--Raw:Chat:QueuedLines", "65536", "--Raw:Chat:WriteTimeout", "00:00:01", "--Raw:SendBufferSize", "16384");
        await using var mute = await ChatPeer.JoinedAsync(server, "Mute", socket => socket.ReceiveBufferSize = 4096);
        await using var ann = await ChatPeer.JoinedAsync(server, "Ann");
        var heard = "";
        for (var i = 0; i < 60; i++) // more than 16 and 4 KiB, which the kernels enlarge
        {
            await ann.SayAsync(new string('x', 4000));
            heard += await ann.Peer.ReceiveUntilAsync("x\n");
        }

        if (!heard.Contains("left", StringComparison.Ordinal))
            heard += await ann.Peer.ReceiveUntilAsync("left (too-slow)\n");
        Assert.Contains(" Mute left (too-slow)\n", heard, StringComparison.Ordinal);
        Assert.True((await mute.Peer.ReceiveToEndOrResetAsync()).WasReset);
    }

    [Fact]
    public async Task A_flood_waits_in_the_members_own_connection()
    {
        var time = new ObservedClock();
        await using var server = await RunningServer.StartAsync(
            time, "--mode", "chat", "--urls", "tcp://127.0.0.1:0", "--Raw:Chat:LinesPerSecond", "4");
        await using var ann = await ChatPeer.JoinAsync(server, "Ann");
        await ann.Peer.SendAsync("a\nb\nc\nd\ne\nf\n");
        Assert.Equal(["1 Ann joined", "2 Ann: a", "3 Ann: b", "4 Ann: c", "5 Ann: d"], await ann.LinesAsync(5));
        await time.TimerSetAsync(TimeSpan.FromSeconds(0.25));
        await using var bob = await ChatPeer.JoinAsync(server, "Bob"); // is not delayed
        await bob.LinesAsync(5);
        Assert.Equal("6 Bob joined", await bob.LineAsync());
        time.Advance(TimeSpan.FromSeconds(0.25));
        Assert.Equal(["6 Bob joined", "7 Ann: e"], await ann.LinesAsync(2));
        await time.TimerSetAsync(TimeSpan.FromSeconds(0.25), times: 2);
        time.Advance(TimeSpan.FromSeconds(0.25));
        Assert.Equal("8 Ann: f", await ann.LineAsync());
    }

    private static Task<RunningServer> StartAsync(params string[] args) => RunningServer.StartAsync([.. args, "--mode", "chat", "--urls", "tcp://127.0.0.1:0"]);

    private static async Task<string[]> ReadToAsync(ChatPeer peer, int number) =>
        (await peer.Peer.ReceiveUntilAsync($"\n{number} ") + await peer.LineAsync()).Split('\n');

    private static int Number(string line) => int.Parse(line.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    private static string WithoutNumber(string line) => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    private static string Text(ChatNotice notice) => Encoding.UTF8.GetString(notice.Line()).TrimEnd('\n');
}
