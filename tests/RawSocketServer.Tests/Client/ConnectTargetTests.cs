using System.Globalization;
using System.Net.Sockets;
using RawSocketServer.Client;

namespace RawSocketServer.Tests.Client;

public class ConnectTargetTests
{
    [Theory]
    [InlineData("localhost:12345", "tcp", "localhost", 12345)]
    [InlineData("TCP://127.0.0.1:1", "tcp", "127.0.0.1", 1)]
    [InlineData("udp://[::1]:65535/", "udp", "::1", 65535)]
    public void Reads_scheme_host_and_port(string text, string scheme, string host, int port) =>
        Assert.Equal(new ConnectTarget(scheme, host, port), ConnectTarget.Parse(text));

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:")]
    [InlineData(":1")]
    [InlineData("localhost:0")]
    [InlineData("localhost:65536")]
    [InlineData("localhost:-1")]
    [InlineData("http://localhost:1")]
    [InlineData("::1:12345")]
    [InlineData("")]
    public void Refuses_what_could_mean_something_else(string text) => Assert.Throws<UsageException>(() => ConnectTarget.Parse(text));

    [Theory]
    [InlineData(SocketError.HostNotFound)]
    [InlineData(SocketError.ConnectionRefused)]
    [InlineData(SocketError.TimedOut)]
    [InlineData(SocketError.ConnectionReset)]
    [InlineData(SocketError.NetworkUnreachable)]
    [InlineData(SocketError.HostUnreachable)]
    [InlineData(SocketError.AccessDenied)]
    public void Every_failure_is_explained_in_both_languages_and_names_the_host(SocketError error)
    {
        var english = In("en-US", error);
        var chinese = In("zh-CN", error);
        Assert.Contains("example.org", english, StringComparison.Ordinal);
        Assert.Contains("example.org", chinese, StringComparison.Ordinal);
        Assert.DoesNotContain(english, char.IsSurrogate);
        Assert.DoesNotContain(english, c => c >= 0x4E00);
        Assert.Contains(chinese, c => c >= 0x4E00);
    }

    private static string In(string culture, SocketError error)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            return new SocketClientException(new ConnectTarget("tcp", "example.org", 1), error, TimeSpan.FromSeconds(1)).Message;
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
