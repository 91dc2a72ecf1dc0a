using System.Net.WebSockets;
using System.Text;

namespace Browser.Tests;

/// <summary>Other projects' programs, seen through the relay.</summary>
[Trait("kind", "browser")]
public sealed class LiveViewTests(Chromium browser, PageFixture fixture)
{
    [Fact]
    public async Task A_real_curl_appears_with_both_directions()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/live");
        var result = await Tool.Require("curl").RunAsync("-sS", "--noproxy", "*", $"{await visit.RelayAsync("handrolled")}hello?name=Relay");
        Assert.Equal("Hello, Relay!", result.Text);

        var connection = visit.Page.Locator(".connection", new() { HasText = "name=Relay" });
        await connection.GetByText("← HTTP/1.1 200 OK").WaitForAsync();
        await connection.ClickAsync();
        Assert.Contains("User-Agent: curl/", await visit.Page.Locator(".live-watched .event.sent pre").InnerTextAsync(), StringComparison.Ordinal);
        await visit.Page.ClickAsync(".live-watched .switch button");
        await visit.Page.Locator(".live-watched .panes").WaitForAsync();
        Assert.Equal("GET", await visit.Page.Locator(".live-watched .spans [role=option] .bytes").First.InnerTextAsync());
    }

    [Fact]
    public async Task A_WebSocket_appears_as_its_frames()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/live");
        using (var client = new ClientWebSocket())
        {
            var relay = await visit.RelayAsync("handrolled");
            await client.ConnectAsync(new Uri($"ws://{relay.Authority}/ws/echo?in=frames"), TestContext.Current.CancellationToken);
            await client.SendAsync("Hello, Relay!"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
            _ = await client.ReceiveAsync(new byte[64], TestContext.Current.CancellationToken);
            await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", TestContext.Current.CancellationToken);
        }

        var connection = visit.Page.Locator(".connection", new() { HasText = "in=frames" });
        await connection.GetByText("← HTTP/1.1 101 Switching Protocols").WaitForAsync();
        await connection.GetByText("closed").WaitForAsync();
        await connection.ClickAsync();
        await visit.Page.ClickAsync(".live-watched .switch button");
        await visit.Page.Locator(".live-watched .frames").WaitForAsync();
        Assert.Equal(["Hello, Relay!", "1000 bye"], await visit.Page.Locator(".live-watched .frames td:last-child").AllInnerTextsAsync());
    }

    [Fact]
    public async Task A_real_netcat_appears_at_the_bare_socket()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/live");
        var relay = await visit.RelayAsync("raw");
        var nc = Tool.Require("nc", "ncat");
        var help = await nc.RunAsync("-h");
        string[] ending = (help.Text + help.Error).Contains("-N", StringComparison.Ordinal) ? ["-N"] : []; // OpenBSD's nc needs -N to half-close
        var result = await nc.RunAsync(
            [.. ending, relay.Host, relay.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)], Encoding.UTF8.GetBytes("Hello, Relay!"));
        Assert.Equal("Hello, Relay!", result.Text);
        var connection = visit.Page.Locator(".connection", new() { HasText = "RawSocketServer" }).Filter(new() { HasText = "→ Hello, Relay!" });
        await connection.GetByText("← Hello, Relay!").WaitForAsync();
        await connection.GetByText("closed").WaitForAsync();
    }

    [Fact]
    public async Task Two_hundred_connections_leave_the_page_responsive_and_small()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/live");
        var relay = await visit.RelayAsync("minimal");
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 200 }) { BaseAddress = relay };
        for (var round = 0; round < 3; round++)
            await Task.WhenAll(Enumerable.Range(0, 200)
                .Select(i => client.GetStringAsync(new Uri($"/hello?name=N{i}", UriKind.Relative), TestContext.Current.CancellationToken)));

        await visit.Page.Locator(".connection").Nth(99).WaitForAsync();
        Assert.InRange(await visit.Page.Locator(".connection").CountAsync(), 100, 100);
        Assert.InRange(await visit.Page.EvaluateAsync<int>("document.querySelectorAll('*').length"), 1, 4000);
        await visit.Page.ClickAsync(".live-head button[aria-pressed]"); // the page still reacts to its user
        Assert.Equal("true", await visit.Page.Locator(".live-head button[aria-pressed]").GetAttributeAsync("aria-pressed"));
    }
}
