using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using TestKit.Generator;

namespace Reliability;

/// <summary>
/// Requests of a seeded generator: half of them valid but unusual, the others invalid. RawSocketServer must send these bytes back unchanged.
/// An HTTP server may reject any request, but must neither fail nor stay silent.
/// </summary>
internal sealed partial class Mutations() : Fault("mutations", new("Mutated requests", "变异请求"))
{
    public override async Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server)
    {
        var count = plan.Count(100_000, 3000);
        var (requests, next, answers, wrong, silent) = (0, plan.Seed, 0, 0, 0);
        await using var others = new ControlClients(server);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            while (Volatile.Read(ref requests) < count)
            {
                var input = new RequestGenerator(Interlocked.Increment(ref next)).Connection();
                Interlocked.Add(ref requests, input.Requests.Count);
                if (await SendAsync(server.Port, input) is not { } received)
                {
                    Complain($"no end came to seed {input.Seed}", ref silent);
                    continue;
                }

                Interlocked.Add(ref answers, StatusLine().Count(received));
                if (IsWrong(server.Kind, input, received))
                    Complain($"seed {input.Seed}: {received}", ref wrong);
            }
        })));
        return
        [
            new(new("requests", "请求数"), requests),
            new(new("responses", "响应数"), answers),
            new(new("connections that never ended", "没有结束的连接"), silent, Most: 0),
            new(new("responses with 500, or wrong echoes", "返回 500 或回显有误"), wrong, Most: 0),
            Others(plan, await others.EndAsync()),
        ];
    }

    private static void Complain(string what, ref int count)
    {
        if (Interlocked.Increment(ref count) <= 3)
            Console.Error.WriteLine($"  mutations: {what}");
    }

    private static bool IsWrong(ServerKind kind, Input input, string received) =>
        kind.IsHttp() ? received.Contains("HTTP/1.1 500 ", StringComparison.Ordinal) : received != input.Text;

    private static async Task<string?> SendAsync(int port, Input input)
    {
        using var late = new CancellationTokenSource(Hang.Guard);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var received = new StringBuilder();
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), late.Token);
            await Task.WhenAll(SpeakAsync(socket, input, late.Token), ListenAsync(socket, received, late.Token));
        }
        catch (SocketException)
        {
            // The server may reject within the request.
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        return received.ToString();
    }

    private static async Task SpeakAsync(Socket socket, Input input, CancellationToken late)
    {
        foreach (var piece in input.Pieces)
        {
            for (ReadOnlyMemory<byte> rest = piece; rest.Length > 0;)
                rest = rest[await socket.SendAsync(rest, SocketFlags.None, late)..];
        }

        socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task ListenAsync(Socket socket, StringBuilder received, CancellationToken late)
    {
        var buffer = new byte[16 * 1024];
        while (await socket.ReceiveAsync(buffer, SocketFlags.None, late) is > 0 and var n)
            received.Append(Encoding.Latin1.GetString(buffer.AsSpan(0, n)));
    }

    [GeneratedRegex(@"HTTP/1\.1 [2-5]\d\d ")]
    private static partial Regex StatusLine();
}
