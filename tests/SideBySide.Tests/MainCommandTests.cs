using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using SideBySide.Cli;

namespace SideBySide.Tests;

/// <summary>The output of the README's first command.</summary>
[Trait("kind", "process")]
public sealed partial class MainCommandTests(OpenPrograms programs) : IClassFixture<OpenPrograms>
{
    // Only the second signal ends requests in progress.
    private static readonly Dictionary<string, string?> s_waitsForEver = new()
    {
        ["DOTNET_SHUTDOWNTIMEOUTSECONDS"] = "3600",
        ["Http__Sockets__DrainTimeout"] = "01:00:00",
        ["Http__Timeouts__MinimumRate"] = "0",
        ["Http__Timeouts__Silence"] = "01:00:00",
    };

    [Fact]
    public async Task Tells_where_every_server_listens_in_the_words_of_Kestrel()
    {
        var program = await programs.InAsync("en");

        Assert.Equal(
            ["tcp", "udp", "tcp", "http", "https", "http", "https", .. Enumerable.Repeat("http", 5), "http"],
            program.Process.Urls.Select(url => new Uri(url).Scheme));
        Assert.All(program.Process.Urls, url => Assert.Matches(@"^[a-z]+://127\.0\.0\.1:[1-9]\d*$", url));
        Assert.All(program.Process.Urls, url => Assert.Contains(
            $"    Now listening on: {url}", program.Process.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dotnet_run_keeps_the_folder_in_which_it_was_called()
    {
        var project = Path.Combine(Repository.Root, "SideBySide", "SideBySide.csproj");
        var result = await Tool.Require("dotnet").RunAsync("msbuild", project, "-getProperty:RunWorkingDirectory");

        Assert.Equal((0, ""), (result.ExitCode, result.Text.Trim())); // empty: check finds the program of its user
    }

    [Theory]
    [InlineData("en", "docs/transcript.md")]
    [InlineData("zh", "docs/transcript.zh-CN.md")]
    public async Task Shows_exactly_what_the_document_shows(string language, string document)
    {
        var program = await programs.InAsync(language);

        var promised = Readme.Read(document).Blocks("text").Single();
        Assert.Equal(Normalize(promised), Normalize(WithDefaultPorts(program.Process)));
    }

    [Fact]
    public async Task Fits_into_80_columns_and_brings_no_colours_where_nobody_sees_them()
    {
        var program = await programs.InAsync("zh");

        Assert.All(program.Process.Output.Split('\n'), line => Assert.InRange(TerminalText.Width(line.TrimEnd('\r')), 0, 80));
        Assert.DoesNotContain('\e', program.Process.Output);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Closes_everything_when_it_is_asked_to(string signal)
    {
        // On an address without other listeners: another test may take a free port of 127.0.0.1 at once.
        var address = OperatingSystem.IsLinux() ? "127.77.0.1" : "127.0.0.1";
        await using var program = new SideBySideProcess();
        await program.StartAsync([.. FreePorts.But().Select(option => option.Replace("127.0.0.1", address, StringComparison.Ordinal))]);
        var ports = program.Process.Urls.Where(url => !url.StartsWith("udp", StringComparison.Ordinal)).Select(url => new Uri(url).Port).ToArray();

        // A connected, silent client must not delay the shutdown.
        await using var visitor = await Peer.ConnectAsync(program.Process.Urls[0]);

        Assert.Equal(0, await program.Process.SignalAsync(signal));
        Assert.Equal("", program.Process.Error);
        foreach (var port in ports)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            var refused = await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(address, port, TestContext.Current.CancellationToken).AsTask());
            Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        }
    }

    [Theory]
    [InlineData("TERM", 128 + 15)]
    [InlineData("INT", 128 + 2)]
    public async Task A_second_signal_does_not_wait_for_what_has_begun(string signal, int exitCode)
    {
        await using var program = new SideBySideProcess();
        await program.StartAsync(s_waitsForEver);
        await using var visitor = await Peer.ConnectAsync(program.Process.Urls.First(url => url.StartsWith("http://", StringComparison.Ordinal)));
        await visitor.SendAsync("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n\r\nhalf");
        await visitor.ReceiveUntilAsync("half");

        var first = program.Process.SignalAsync(signal);
        await ClosedAsync(program.Page.Port); // it has received the first signal
        Assert.False(first.IsCompleted);

        Assert.Equal(exitCode, await program.Process.SignalAsync(signal));
        Assert.Equal(exitCode, await first);
    }

    [Fact]
    public async Task Reaches_a_server_that_listens_on_every_address_of_this_machine()
    {
        await using var program = new SideBySideProcess();
        await program.StartAsync("--lang", "en", "--raw", "tcp://0.0.0.0:0");

        Assert.Matches(@"Now listening on: tcp://0\.0\.0\.0:\d+", program.Process.Output);
        Assert.Matches(@"1  A client and a socket +RawSocketServer 127\.0\.0\.1:\d+", program.Process.Output);
        Assert.DoesNotContain("This contradicts", program.Process.Output, StringComparison.Ordinal);
    }

    private static async Task ClosedAsync(int port)
    {
        while (true)
        {
            try
            {
                await using var peer = await Peer.ConnectAsync(port);
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
            catch (SocketException)
            {
                return;
            }
        }
    }

    // Replaces real ports with the document's default ones.
    private static string WithDefaultPorts(ServerProcess process)
    {
        var text = process.Output;
        foreach (var (url, port) in process.Urls.Zip([12345, 12345, 12347, 8081, 8481, 8082, 8482, 8071, 8072, 8073, 8074, 8075, 8080]))
            text = text.Replace($"127.0.0.1:{new Uri(url).Port}", $"127.0.0.1:{port}", StringComparison.Ordinal)
                .Replace($"127.0.0.1 {new Uri(url).Port}", $"127.0.0.1 {port}", StringComparison.Ordinal);
        return text;
    }

    // Ports of different lengths move right-aligned text; the date is different each time.
    private static string Normalize(string text) =>
        AnyDate().Replace(Gap().Replace(text.ReplaceLineEndings("\n").Trim(), "  "), "Date: …");

    [GeneratedRegex(@"(?<=\S) {2,}")]
    private static partial Regex Gap();

    [GeneratedRegex(@"Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT")]
    private static partial Regex AnyDate();
}

/// <summary>The program in each language, started once for all tests that only read from it.</summary>
public sealed class OpenPrograms : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<SideBySideProcess>>> _open = [];

    public Task<SideBySideProcess> InAsync(string language) => _open.GetOrAdd(language, _ => new(() => StartAsync(language))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _open.Values)
            await (await program.Value).DisposeAsync();
    }

    private static async Task<SideBySideProcess> StartAsync(string language)
    {
        var program = new SideBySideProcess();
        await program.StartAsync("--lang", language);
        return program;
    }
}
