using HandRolledHttp.Connection;
using Microsoft.Extensions.Configuration;
using RawSocketServer;
using TestKit;

namespace HandRolledHttp.Tests.Server;

public sealed class ConfigurationTests
{
    [Fact]
    public void Every_option_that_is_set_is_read() => Options.AssertAllDiffer(new HttpServerOptions(), Read(
        ("Certificate", "my.pfx"), ("CertificatePassword", "secret"), ("Terse", "true"),
        ("Limits:RequestLine", "777"), ("Limits:FieldSection", "777"), ("Limits:FieldCount", "7"), ("Limits:EmptyLines", "7"),
        ("Limits:ChunkExtension", "7"), ("Limits:ChunkExtensions", "7"), ("Limits:Body", "7000000000"),
        ("Timeouts:Head", "00:00:07"), ("Timeouts:KeepAlive", "00:00:07"), ("Timeouts:MinimumRate", "7"),
        ("Timeouts:Grace", "00:00:07"), ("Timeouts:Silence", "00:00:07"), ("Timeouts:Handshake", "00:00:07"),
        ("Sockets:Backlog", "7"), ("Sockets:ReuseAddress", "false"), ("Sockets:DualMode", "false"), ("Sockets:NoDelay", "false"), ("Sockets:KeepAlive", "false"),
        ("Sockets:ReceiveBufferSize", "7000"), ("Sockets:SendBufferSize", "7000"),
        ("Sockets:MaxConnections", "7"), ("Sockets:DrainTimeout", "00:00:07"), ("Sockets:ReadinessLoop", "false"), ("Sockets:ReusePort", "true"),
        ("Sockets:Proxy:Trusted", "127.0.0.1"), ("Sockets:Proxy:Timeout", "00:00:07"),
        ("WebSockets:MaxMessage", "7"), ("WebSockets:PingAfter", "00:00:07"), ("WebSockets:IdleTimeout", "00:00:07"),
        ("WebSockets:AllowedOrigins", "https://app.example"),
        ("Forwarded:Trusted", "10.0.0.0/8"), ("Forwarded:Field", "forwarded")));

    [Theory]
    [InlineData("Terse", "yes")]
    [InlineData("Limits:Body", "1.5")]
    [InlineData("Timeouts:Head", "soon")]
    [InlineData("Forwarded:Field", "Via")]
    [InlineData("Forwarded:Field", "7")]
    [InlineData("Sockets:Proxy:Trust", "127.0.0.1")]
    public void A_value_that_cannot_be_read_and_a_name_that_is_unknown_are_told(string name, string value)
    {
        var refused = Assert.Throws<UsageException>(() => Read((name, value)));
        Assert.Contains($"Http:{name}", refused.Message, StringComparison.Ordinal);
    }

    private static HttpServerOptions Read(params (string Name, string Value)[] settings) => HttpServerOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("Http:" + s.Name, (string?)s.Value))).Build());
}
