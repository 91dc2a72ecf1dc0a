using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace SideBySide.Tests.Servers.Peers;

/// <summary>The main routes on each peer: a comparison requires the same work.</summary>
[Trait("kind", "process")]
public sealed class PeerRouteTests(PeersFixture peers) : IClassFixture<PeersFixture>
{
    [Theory]
    [EachHttpPeer("/hello", "Hello, World!")]
    [EachHttpPeer("/hello?name=Ada", "Hello, Ada!")]
    [EachHttpPeer("/healthz", "Healthy")]
    [EachPythonPeer("/hello?name=%E4%BD%A0", "Hello, 你!")]
    [EachPythonPeer("/stream/3", "line 1\nline 2\nline 3\n")]
    [EachPythonPeer("/delay/0.05", "Waited 0.05 s.")]
    [EachPythonPeer("/visits", "Visits: 1")]
    public async Task Get_answers_with_text(string peer, string target, string body)
    {
        using var client = peers.Client(peer);
        using var answer = await client.GetAsync(target, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(body, await answer.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [EachPythonPeer]
    public async Task Python_reports_that_its_server_binds_a_socket_to_its_address(string peer)
    {
        using var client = peers.Client(peer);
        var calls = await client.GetStringAsync("/sockets", Token);

        Assert.Contains($"socket.bind ('127.0.0.1', {client.BaseAddress!.Port})", calls, StringComparison.Ordinal);
        Assert.Contains("socket.__new__", calls, StringComparison.Ordinal);
    }

    [Theory]
    [EachHttpPeer("/", "index.html")]
    [EachHttpPeer("/files/hello.txt", "files/hello.txt")]
    [EachHttpPeer("/files/%E4%BD%A0%E5%A5%BD.txt", "files/你好.txt")]
    public async Task Get_answers_with_a_file_of_the_site(string peer, string target, string file)
    {
        using var client = peers.Client(peer);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "site", file), Token), await client.GetByteArrayAsync(target, Token));
    }

    [Theory]
    [EachHttpPeer("/status/200", 200)]
    [EachHttpPeer("/status/204", 204)]
    [EachHttpPeer("/status/503", 503)]
    [EachHttpPeer("/nowhere", 404)]
    [EachHttpPeer("/files/absent.txt", 404)]
    public async Task Status_is_the_one_asked_for(string peer, string target, int status)
    {
        using var client = peers.Client(peer);
        using var answer = await client.GetAsync(target, Token);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory, EachPythonPeer]
    public async Task Echo_sends_the_body_and_its_type_back(string peer)
    {
        using var client = peers.Client(peer);
        using var content = new ByteArrayContent([0, 255, 13, 10]) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-thing") } };
        using var answer = await client.PostAsync("/echo", content, Token);
        Assert.Equal("application/x-thing", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(new byte[] { 0, 255, 13, 10 }, await answer.Content.ReadAsByteArrayAsync(Token));
    }

    [Theory, EachPythonPeer]
    public async Task Headers_are_told_in_lower_case(string peer)
    {
        using var client = peers.Client(peer);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/headers") { Headers = { { "X-Two", "a" } } };
        using var answer = await client.SendAsync(request, Token);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal("a", json.RootElement.GetProperty("x-two").GetString());
    }

    [Theory, EachPythonPeer]
    public async Task Form_is_taken_apart(string peer)
    {
        using var client = peers.Client(peer);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("一"), "word" },
            { new ByteArrayContent(new byte[7]) { Headers = { ContentType = new("image/png") } }, "file", "dot.png" },
        };
        using var answer = await client.PostAsync("/form", form, Token);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal("一", json.RootElement.GetProperty("fields").GetProperty("word").GetString());
        var file = json.RootElement.GetProperty("files")[0];
        Assert.Equal(("file", "dot.png", "image/png", 7),
            (file.GetProperty("field").GetString(), file.GetProperty("name").GetString(),
                file.GetProperty("type").GetString(), file.GetProperty("size").GetInt32()));
    }

    [Theory, EachWebSocketPeer]
    public async Task A_WebSocket_message_comes_back(string peer)
    {
        using var client = peers.Client(peer);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(client.BaseAddress!) { Scheme = "ws", Path = "/ws/echo" }.Uri, Token);
        await socket.SendAsync("你好"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Token);

        var message = new byte[16];
        var received = await socket.ReceiveAsync(message, Token);
        Assert.Equal((WebSocketMessageType.Text, "你好"), (received.MessageType, Encoding.UTF8.GetString(message, 0, received.Count)));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
