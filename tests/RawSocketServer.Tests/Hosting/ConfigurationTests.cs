using Microsoft.Extensions.Configuration;
using RawSocketServer.Hosting;

namespace RawSocketServer.Tests.Hosting;

public class ConfigurationTests
{
    [Fact]
    public void Every_option_that_is_set_is_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ReusePort is refused elsewhere.");

        var options = Read(
            ("Mode", "greet"), ("Backlog", "7"), ("ReuseAddress", "false"), ("DualMode", "false"), ("NoDelay", "false"), ("KeepAlive", "false"),
            ("ReceiveBufferSize", "7000"), ("SendBufferSize", "7000"),
            ("MaxConnections", "7"), ("DrainTimeout", "00:00:07"), ("ReadinessLoop", "false"), ("ReusePort", "true"),
            ("Proxy:Trusted", "127.0.0.1"), ("Proxy:Timeout", "00:00:07"),
            ("Echo:IdleTimeout", "00:00:07"), ("Echo:WriteTimeout", "00:00:07"), ("Echo:BufferSize", "7"),
            ("Chat:MaxMembers", "7"), ("Chat:QueuedLines", "777"), ("Chat:LinesPerSecond", "7"),
            ("Chat:NameTimeout", "00:00:07"), ("Chat:WriteTimeout", "00:00:07"),
            ("Frames:IdleTimeout", "00:00:07"), ("Frames:FrameTimeout", "00:00:07"), ("Frames:WriteTimeout", "00:00:07"), ("Frames:MaxHeld", "7777777"),
            ("Udp:SourceRate", "7"), ("Udp:SourceBurst", "7"), ("Udp:TotalRate", "7"), ("Udp:MaxSources", "7"), ("Udp:LimitLoopback", "true"));
        Options.AssertAllDiffer(new RawServerOptions(), options);
    }

    [Theory]
    [InlineData("--Raw:Mode", "greet")]
    [InlineData("--mode", "Greet")]
    [InlineData("--mode=greet", null)]
    public async Task The_mode_can_be_set_by_its_long_and_its_short_name(string option, string? value)
    {
        await using var server = await RunningServer.StartAsync(value is null ? [option] : [option, value]);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("Hello, Server!");
        Assert.Equal("你好，客户端！", await peer.ReceiveTextToEndAsync());
    }

    [Fact]
    [Trait("kind", "process")]
    public async Task Environment_and_appsettings_of_the_programs_folder_count_and_the_command_line_wins()
    {
        var (programs, elsewhere) = (Directory.CreateTempSubdirectory(), Directory.CreateTempSubdirectory());
        var built = Repository.Program("RawSocketServer");
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(built)!))
            File.Copy(file, Path.Combine(programs.FullName, Path.GetFileName(file)));
        var program = Path.Combine(programs.FullName, Path.GetFileName(built));
        await WriteSettingsAsync(programs, """{ "urls": "tcp://127.0.0.1:0", "Raw": { "Mode": "greet", "Echo": { "IdleTimeout": "00:00:30" } } }""");
        await WriteSettingsAsync(elsewhere, """{ "urls": "nonsense", "Raw": { "Backlog": 0 } }"""); // another user's file, which is not read

        await using var server = await ServerProcess.StartCommandAsync(
            "dotnet", [program], environment: new Dictionary<string, string?> { ["Raw__MaxConnections"] = "1" }, workingDirectory: elsewhere.FullName);
        await using (var served = await Peer.ConnectAsync(server.Urls[0]))
        {
            await using var refused = await Peer.ConnectAsync(server.Urls[0]);
            Assert.Empty((await refused.ReceiveToEndOrResetAsync()).Received);
            await served.SendAsync("Hello, Server!");
            Assert.Equal("你好，客户端！", await served.ReceiveTextToEndAsync());
        }

        await using var other = await ServerProcess.StartCommandAsync(
            "dotnet", [program, "--mode", "echo"],
            environment: new Dictionary<string, string?> { ["DOTNET_URLS"] = "udp://127.0.0.1:0" },
            workingDirectory: elsewhere.FullName);
        await using var peer = await Peer.ConnectAsync(other.Urls[0]);
        await peer.SendAsync("x");
        peer.HalfClose();
        Assert.Equal("x", await peer.ReceiveTextToEndAsync());
        await server.StopAsync();
        await other.StopAsync();
        programs.Delete(recursive: true);
        elsewhere.Delete(recursive: true);
    }

    [Fact]
    public void Each_mode_has_its_addresses()
    {
        Assert.Equal("tcp://127.0.0.1:12345;udp://127.0.0.1:12345", RawServer.DefaultUrlsOf(RawMode.Echo));
        Assert.Equal("tcp://127.0.0.1:12345;udp://127.0.0.1:12345", RawServer.DefaultUrlsOf(RawMode.Greet));
        Assert.Equal("tcp://127.0.0.1:12347", RawServer.DefaultUrlsOf(RawMode.Chat));
        Assert.Equal("tcp://127.0.0.1:12345", RawServer.DefaultUrlsOf(RawMode.Frames));
    }

    private static Task WriteSettingsAsync(DirectoryInfo folder, string settings) =>
        File.WriteAllTextAsync(Path.Combine(folder.FullName, "appsettings.json"), settings, TestContext.Current.CancellationToken);

    private static RawServerOptions Read(params (string Name, string Value)[] settings) => RawServerOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("Raw:" + s.Name, (string?)s.Value))).Build());
}
