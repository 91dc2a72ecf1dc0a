using System.Net;
using System.Net.Sockets;
using System.Text;
using HandRolledHttp.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RawSocketServer.Hosting;

namespace HandRolledHttp.Tests.Server;

/// <summary>A keep-alive request allocates nothing, including its socket and its waits; the whole process is measured.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
[Trait("kind", "serial")]
public sealed class AllocationTests
{
    private const string Post = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: curl/8\r\n\r\n", 1)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n", 16)]
    [InlineData(Post, 1)]
    public async Task Nothing_is_allocated_for_a_request(string request, int pipelined)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere it is .NET's own sockets that allocate or not.");
        const int Exchanges = 20_000, Rounds = 10;
        byte[] home = "Hello"u8.ToArray();
        await using var server = WebServer.Create(["--urls", "http://127.0.0.1:0"], builder => builder.Logging.ClearProviders());
        server.MapGet("/", (_, response) => response.BytesAsync("text/plain", home));
        server.MapPost("/echo", (request, response) =>
        {
            response.ContentType = request.Field("Content-Type");
            response.ContentLength = request.ContentLength;
            return request.Body.CopyToAsync(response);
        });
        await server.StartAsync(TestContext.Current.CancellationToken);

        // Blocking from the first call on, which allocates nothing either.
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.Connect(IPEndPoint.Parse(new Uri(server.Services.GetRequiredService<BoundUrls>().Urls[0]).Authority));
        var requests = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(request, pipelined)));
        var answer = Exchange(client, requests, 1, pipelined);

        // Several rounds: the first fills pools, and background work allocates a little in some. A real cost appears in all of them.
        var allocated = long.MaxValue;
        for (var round = 0; round < Rounds && allocated > 2 * Exchanges; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            Exchange(client, requests, Exchanges, pipelined, answer);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        // Far less than an object per request: background work of the process sometimes allocates a little.
        Assert.InRange(allocated, 0, 2 * Exchanges);
        await server.StopAsync(TestContext.Current.CancellationToken);
    }

    // Returns the length of the responses; if it is unknown (0), finds it by their end.
    private static int Exchange(Socket client, byte[] requests, int count, int pipelined, int known = 0)
    {
        Span<byte> buffer = stackalloc byte[8192];
        for (var i = 0; i < count; i++)
        {
            client.Send(requests);
            var received = 0;
            while (known > 0 ? received < known : buffer[..received].Count("\r\n\r\n"u8) < pipelined || !EndsInHello(buffer[..received]))
                received += client.Receive(buffer[received..]);
            known = received;
        }

        return known;
    }

    private static bool EndsInHello(ReadOnlySpan<byte> bytes) => bytes.EndsWith("Hello"u8) || bytes.EndsWith("hello"u8);
}
