using Microsoft.AspNetCore.Builder;
using TestKit;

namespace MinimalHttpServer.Tests;

/// <summary>The room of docs/chat.md in a connection handler: the same conversations as with the room by hand, and HTTP beside it.</summary>
public sealed class ChatRoomTests : IAsyncLifetime
{
    private readonly WebApplication _app = Program.Create(["--urls", "http://127.0.0.1:0", "--Chat:Listen", "tcp://127.0.0.1:0"]);

    public static TheoryData<string> Scripts => [.. ChatScripts.Names];

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [MemberData(nameof(Scripts))]
    public Task The_room_keeps_the_agreement(string script) =>
        ChatScripts.RunAsync(script, () => Peer.ConnectAsync(_app.Urls.Last()), () => _app.StopAsync(TestContext.Current.CancellationToken));

    [Fact]
    public async Task The_room_listens_beside_HTTP()
    {
        Assert.Equal(2, _app.Urls.Count);
        using var client = new HttpClient();
        Assert.Equal("Hello, World!", await client.GetStringAsync(_app.Urls.First() + "/hello", TestContext.Current.CancellationToken));
    }
}
