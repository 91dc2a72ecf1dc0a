using RawSocketServer.Hosting;
using RawSocketServer.Listening;

namespace RawSocketServer.Tests.Listening;

public class ListenUrlTests
{
    [Theory]
    [InlineData("tcp://127.0.0.1:12345", "tcp", "127.0.0.1", 12345)]
    [InlineData("UDP://[::1]:0", "udp", "[::1]", 0)]
    [InlineData("tcp://LOCALHOST:80/", "tcp", "localhost", 80)]
    [InlineData("tcp://*:1", "tcp", "*", 1)]
    [InlineData("tcp://+:1", "tcp", "*", 1)]
    public void Reads_what_can_be_bound(string text, string scheme, string host, int port) =>
        Assert.Equal(new ListenUrl(scheme, host, port), ListenUrl.Parse(text, RawServer.Schemes));

    [Theory]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("tcp://127.0.0.1")]
    [InlineData("tcp://127.0.0.1:65536")]
    [InlineData("tcp://127.0.0.1:+1")]
    [InlineData("tcp://127.0.0.1:1/path")]
    [InlineData("tcp://1:1")]
    [InlineData("tcp://0x7f.1:1")]
    [InlineData("tcp://::1:1")]
    [InlineData("tcp://[::1]")]
    [InlineData("tcp://example.org:1")]
    [InlineData("tcp://localhost:0")]
    [InlineData("tcp://:1")]
    [InlineData(";")]
    public void Refuses_what_cannot(string text) =>
        Assert.Throws<UsageException>(() => ListenUrl.ParseList(text, RawServer.Schemes));

    [Theory]
    [InlineData("tcp://127.0.0.1:1", true)]
    [InlineData("tcp://127.8.9.1:1", true)]
    [InlineData("tcp://localhost:1", true)]
    [InlineData("tcp://[::1]:1", true)]
    [InlineData("tcp://*:1", false)]
    [InlineData("tcp://0.0.0.0:1", false)]
    [InlineData("tcp://192.0.2.1:1", false)]
    public void Knows_whether_others_can_reach_it(string text, bool loopback) =>
        Assert.Equal(loopback, ListenUrl.Parse(text, RawServer.Schemes).IsLoopback);
}
