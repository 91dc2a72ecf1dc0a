using System.Text;
using System.Text.Json;
using Contract.Tests.Servers;

namespace Contract.Tests.Clients;

/// <summary>curl as a client.</summary>
[Trait("kind", "process")]
public sealed class CurlTests(ServersFixture servers)
{
    private static readonly string[] s_quiet = ["-sS", "--max-time", "60", "--noproxy", "*"];

    [Theory]
    [EachServer("/hello?name=curl", "Hello, curl!")]
    [EachServer("/stream/2", "line 1\nline 2\n")]
    [EachServer("/files/hello.txt", "Hello from a file.\n")]
    public async Task Gets(ServerUnderTest server, string target, string body)
    {
        var result = await CurlAsync(Url(server, target));
        Assert.Equal(body, result.Text);
    }

    [Theory, EachServer]
    public async Task Posts_data(ServerUnderTest server)
    {
        var result = await CurlAsync("-d", "a=1&b=2", Url(server, "/form"));
        Assert.Equal("""{"fields":{"a":"1","b":"2"},"files":[]}""", result.Text);
    }

    [Theory]
    [EachServer("-X", "POST", "-T")] // with Content-Length
    [EachServer("-H", "Transfer-Encoding: chunked", "-X", "POST", "-T")]
    [EachServer("--http1.0", "-X", "POST", "-T")]
    public async Task Uploads_a_file_and_gets_it_back(ServerUnderTest server, params string[] options)
    {
        using var file = new RandomFile(3 * 1024 * 1024);
        var result = await CurlAsync([.. options, file.Path, Url(server, "/echo")]);
        Assert.True(file.Bytes.AsSpan().SequenceEqual(result.Output), $"{result.Output.Length} bytes came back");
    }

    [Theory, EachServer]
    public async Task Is_told_to_continue_when_its_body_is_large(ServerUnderTest server)
    {
        // Above 1 MiB curl sends Expect by itself; without a response it continues after a second.
        using var file = new RandomFile(2 * 1024 * 1024);
        var result = await CurlAsync(
            "-v", "--expect100-timeout", "60", "-H", "Content-Type: application/octet-stream", "--data-binary", $"@{file.Path}", Url(server, "/echo"));
        Assert.Contains("> Expect: 100-continue", result.Error, StringComparison.Ordinal);
        Assert.Contains("< HTTP/1.1 100 Continue", result.Error, StringComparison.Ordinal);
        Assert.True(file.Bytes.AsSpan().SequenceEqual(result.Output));
    }

    [Theory, EachServer]
    public async Task Speaks_http_1_0(ServerUnderTest server)
    {
        var result = await CurlAsync("--http1.0", "-i", Url(server, "/stream/3"));
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", result.Text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nline 1\nline 2\nline 3\n", result.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EachServer("-I", "/files/hello.txt", "200")]
    [EachServer("-X", "OPTIONS", "/", "204")]
    [EachServer("-X", "DELETE", "/", "405")]
    [EachServer("-r", "0-4", "/files/hello.txt", "206")]
    [EachServer("/status/503", "503")]
    public async Task Sees_the_status(ServerUnderTest server, params string[] optionsTargetStatus)
    {
        var result = await CurlAsync([
            .. optionsTargetStatus[..^2], "-o", OperatingSystem.IsWindows() ? "NUL" : "/dev/null", "-w", "%{http_code}",
            Url(server, optionsTargetStatus[^2])]);
        Assert.Equal(optionsTargetStatus[^1], result.Text);
    }

    [Theory, EachServer]
    public async Task Sends_a_form_with_a_file(ServerUnderTest server)
    {
        using var file = new RandomFile(1234);
        var result = await CurlAsync("-F", "word=你好", "-F", $"file=@{file.Path};filename=a.bin;type=application/x-a", Url(server, "/form"));
        Assert.Equal("""{"fields":{"word":"你好"},"files":[{"field":"file","name":"a.bin","type":"application/x-a","size":1234}]}""", result.Text);
    }

    [Theory, EachServer]
    public async Task Uses_one_connection_for_two_requests(ServerUnderTest server)
    {
        var result = await CurlAsync("-v", Url(server, "/hello?name=1"), Url(server, "/hello?name=2"));
        Assert.Equal("Hello, 1!Hello, 2!", result.Text);
        Assert.Contains("Re-using existing connection", result.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [EachServer("127.0.0.1")]
    [EachServer("localhost")]
    public async Task Trusts_the_demo_certificate_by_name(ServerUnderTest server, string host)
    {
        var url = $"https://{host}:{servers[server].Https.Port}/hello?name=TLS";
        var result = await CurlAsync("--cacert", servers[server].Certificate.Pem, url);
        Assert.Equal("Hello, TLS!", result.Text);

        var distrust = await Tool.Require("curl").RunAsync([.. s_quiet, url]);
        Assert.Equal(60, distrust.ExitCode); // CURLE_PEER_FAILED_VERIFICATION
    }

    [Theory, EachServer]
    public async Task Speaks_http_1_1_inside_of_tls_when_asked_to(ServerUnderTest server)
    {
        var result = await CurlAsync("--http1.1", "--cacert", servers[server].Certificate.Pem, new Uri(servers[server].Https, "/whoami").ToString());
        using var json = JsonDocument.Parse(result.Text);
        Assert.Equal("HTTP/1.1", json.RootElement.GetProperty("version").GetString());
        Assert.True(json.RootElement.GetProperty("tls").GetBoolean());
    }

    private static async Task<ToolResult> CurlAsync(params string[] args)
    {
        var result = await Tool.Require("curl").RunAsync([.. s_quiet, .. args]);
        Assert.True(
            result.ExitCode == 0,
            $"curl {string.Join(' ', args)}: exit {result.ExitCode}\n{result.Error}\n"
                + $"{Encoding.UTF8.GetString(result.Output.AsSpan(0, Math.Min(500, result.Output.Length)))}");
        return result;
    }

    private string Url(ServerUnderTest server, string target) => new Uri(servers[server].Http, target).ToString();
}
