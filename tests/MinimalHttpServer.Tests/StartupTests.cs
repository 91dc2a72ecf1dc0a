using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TestKit;

namespace MinimalHttpServer.Tests;

/// <summary>The program as a user starts it.</summary>
[Trait("kind", "process")]
public sealed class StartupTests
{
    [Fact]
    public async Task Serves_from_any_folder_and_stops_with_exit_code_0()
    {
        await using var server = await ServerProcess.StartCommandAsync("dotnet",
            [Repository.Program("MinimalHttpServer"), "--urls", "http://127.0.0.1:0"], workingDirectory: Path.GetTempPath());
        using var client = new HttpClient();
        Assert.Contains("<html", await client.GetStringAsync(server.Urls[0], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, await server.StopAsync());
        Assert.Equal("", server.Error);
    }

    [Fact]
    public async Task Limits_of_Kestrel_are_configured_where_its_addresses_are()
    {
        await using var app = Program.Create(["--Kestrel:Limits:MaxConcurrentConnections", "7"]);

        Assert.Equal(7, app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.MaxConcurrentConnections);
    }

    [Theory]
    [InlineData("en", "is already in use", "--urls")]
    [InlineData("zh", "已被占用", "--urls")]
    public async Task A_port_that_is_taken_is_named_in_one_sentence(string language, string sentence, string option)
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        await AssertRefusedAsync(["--urls", $"http://127.0.0.1:{port}", "--lang", language], $"{port}", sentence, option);
    }

    [Theory]
    [InlineData("--urls", "nonsense", "nonsense", "--urls")]
    [InlineData("--urls", "ftp://127.0.0.1:1", "ftp://127.0.0.1:1", "--urls")]
    [InlineData("--lang", "tlh", "--lang", "tlh")]
    [InlineData("--Chat:Listen", "localhost", "localhost", "--Chat:Listen")]
    public async Task A_bad_value_is_named_in_one_sentence(string option, string value, params string[] parts) =>
        await AssertRefusedAsync([option, value], parts);

    [Fact]
    public async Task A_certificate_that_is_missing_is_named_in_one_sentence() =>
        await AssertRefusedAsync(
            ["--urls", "https://127.0.0.1:0", "--Kestrel:Certificates:Default:Path=absent.pfx"],
            "absent.pfx", "--Kestrel:Certificates:Default:Path");

    private static async Task AssertRefusedAsync(string[] args, params string[] parts)
    {
        var dotnet = Tool.Require("dotnet");
        var result = await dotnet.RunAsync([Repository.Program("MinimalHttpServer"), .. args]);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Text);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.All(parts, part => Assert.Contains(part, result.Error, StringComparison.Ordinal));
    }
}
