using System.Text;
using SideBySide.Language;

namespace Reliability;

/// <summary>
/// A GET and a POST, cut after every byte by a FIN: a client that has finished sending still receives, and must get the response to every
/// complete request.
/// </summary>
internal sealed class HalfCloses() : Fault("half-closes", new("Half-close after every byte", "在每个字节之后半关闭"))
{
    public override async Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server)
    {
        var get = server.Kind.Request();
        var whole = get + Encoding.ASCII.GetString(server.Kind.EchoHead(8)) + "12345678";
        var (owed, reset) = (0, 0);
        await using var others = new ControlClients(server);
        await TimesAsync(whole.Length + 1, 16, async length =>
        {
            await using var peer = await Exchange.ConnectAsync(server.Port);
            await peer.SendAsync(whole[..length]);
            peer.HalfClose();
            var (received, wasReset) = await peer.ReceiveToEndOrResetAsync(); // within a minute, or this throws
            Interlocked.Add(ref owed, Missing(server.Kind, Encoding.ASCII.GetString(received), whole[..length], get.Length, whole.Length));
            if (wasReset)
                Interlocked.Increment(ref reset);
        });
        return
        [
            new(new("stages", "阶段数"), whole.Length + 1),
            new(new("missing responses", "应有而未收到的响应"), owed, Most: 0) { Excuse = server.Kind == ServerKind.Minimal ? s_kestrelTakesItForTheEnd : null },
            new(new("ended by a reset", "以重置结束"), reset),
            Others(plan, await others.EndAsync()),
        ];
    }

    private static readonly LocalizedText s_kestrelTakesItForTheEnd = new(
        "Kestrel treats the FIN of a client as the end of the connection and drops the response. This is known: "
            + "dotnet/aspnetcore issues 13188 and 24462. Browsers do not half-close; a script with nc does.",
        "Kestrel 把客户端的 FIN 当作连接结束，放弃响应。这是已知的行为：见 dotnet/aspnetcore 的 issue 13188 与 24462。浏览器不会半关闭，但用 nc 的脚本会。");

    private static int Missing(ServerKind kind, string received, string sent, int get, int whole)
    {
        if (!kind.IsHttp())
            return received == sent ? 0 : 1;
        var owed = (sent.Length >= get ? 1 : 0) + (sent.Length >= whole ? 1 : 0);
        return Math.Max(0, owed - received.Split("HTTP/1.1 200 ").Length + 1);
    }
}
