using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Playwright;
using RawSocketServer.Hosting;

namespace Contract.Tests.Clients;

/// <summary>
/// HTTP clients at RawSocketServer, which gives bytes no meaning. It sends the request back unchanged, so the clients find no status line.
/// </summary>
[Trait("kind", "browser")]
public sealed class RawPortTests(Browser browser) : IAsyncLifetime
{
    private readonly IHost _raw = RawSocketServer.Program.Create(["--urls", "tcp://127.0.0.1:0", "--Logging:LogLevel:Default=Warning"]);
    private string _url = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _raw.StartAsync(Token);
        _url = _raw.Services.GetRequiredService<BoundUrls>().Urls.Single().Replace("tcp://", "http://", StringComparison.Ordinal) + "/";
    }

    public async ValueTask DisposeAsync()
    {
        await _raw.StopAsync();
        _raw.Dispose();
    }

    [Fact]
    public async Task Curl_takes_the_answer_for_http_0_9_and_refuses_it()
    {
        var result = await Tool.Require("curl").RunAsync("-sS", "--noproxy", "*", "--max-time", "60", _url);
        Assert.Equal(1, result.ExitCode); // CURLE_UNSUPPORTED_PROTOCOL
        Assert.Equal("curl: (1) Received HTTP/0.9 when not allowed", result.Error.Trim());
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Curl_that_is_told_to_allow_it_shows_its_own_request()
    {
        var expected = $"GET / HTTP/1.1\r\nHost: {new Uri(_url).Authority}\r\nUser-Agent: me\r\nAccept: */*\r\n\r\n";
        var received = new byte[expected.Length];
        var command = new ProcessStartInfo(Tool.Require("curl").Path, ["-sSN", "--noproxy", "*", "--http0.9", "-A", "me", _url]);
        command.RedirectStandardOutput = true;
        using var curl = Process.Start(command)!;
        await curl.StandardOutput.BaseStream.ReadExactlyAsync(received, Token).AsTask().WaitAsync(Hang.Guard, Token);
        Assert.False(curl.HasExited); // the echo never closes first, so curl waits forever
        curl.Kill();
        await curl.WaitForExitAsync(Token);

        Assert.Equal(expected, Encoding.ASCII.GetString(received));
    }

    [Fact]
    public async Task A_browser_finds_the_answer_invalid()
    {
        var page = await browser.OpenAsync();
        var e = await Assert.ThrowsAsync<PlaywrightException>(() => page.GotoAsync(_url));
        Assert.Contains("net::ERR_INVALID_HTTP_RESPONSE", e.Message, StringComparison.Ordinal);
    }
}
