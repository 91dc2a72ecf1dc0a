using System.Net.Sockets;
using System.Text.RegularExpressions;
using SideBySide;

namespace Reliability;

/// <summary>
/// More clients than descriptors. Those who are served already notice nothing, the others wait in the system's queue, the log says so
/// once, the processor rests; and when some leave, the next are served.
/// </summary>
internal sealed partial class Descriptors() : Fault("descriptors", new("Out of file descriptors", "文件描述符耗尽"))
{
    private const int Limit = 256;
    private const int Crowd = 400;

    private static readonly Bilingual s_runtimeEnds = new(
        "Kestrel keeps no descriptor back, and the .NET runtime ends the process when it finds none for a file that it needs (\"Out of memory.\"). Let Kestrel:Limits:MaxConcurrentConnections stay well below ulimit -n.",
        "Kestrel 不预留描述符；.NET 运行时需要打开文件却得不到描述符时会终止进程（“Out of memory.”）。请让 Kestrel:Limits:MaxConcurrentConnections 明显低于 ulimit -n。");

    public override async Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server)
    {
        await using var poor = await ServerUnderTest.StartShortAsync(server.Kind, Limit);
        await using var served = await Exchange.ConnectAsync(poor.Port);
        await Exchange.OnAsync(served, poor.Kind);
        Peer[] crowd = [.. (await Task.WhenAll(Enumerable.Range(0, Crowd).Select(_ => TryConnectAsync(poor.Port)))).OfType<Peer>()];
        try
        {
            List<Measure> measures = [new(new("descriptors", "描述符"), Limit), new(new("clients", "客户端"), crowd.Length)];
            var (cpu, start) = (Usage.Cpu(poor.Process.Id), TimeProvider.System.GetTimestamp());
            await Task.Delay(plan.Time(5, 2));
            measures.Add(new(new("the process lives on", "进程继续运行"), Usage.IsAlive(poor.Process.Id) ? 1 : 0, Least: 1) { Excuse = server.Kind == ServerKind.Minimal ? s_runtimeEnds : null });
            if (!Usage.IsAlive(poor.Process.Id))
                return measures;

            var load = (Usage.Cpu(poor.Process.Id) - cpu) / TimeProvider.System.GetElapsedTime(start).TotalSeconds * 100;
            await Exchange.OnAsync(served, poor.Kind);
            var answered = await HalfLeaveAsync(crowd, poor.Kind);
            await Exchange.OnceAsync(poor.Port, poor.Kind);
            return
            [
                .. measures,
                new(new("processor meanwhile, % of one", "期间处理器占用（单核 %）"), load, Most: 20),
                new(new("clients answered when others had left", "其他客户端离开后得到回答的客户端"), answered, Least: Crowd / 2),
                new(new("log lines about it", "相关日志条数"), Complaints().Count(poor.Process.Output), 1, 1),
                new(new("exit code", "退出码"), await poor.Process.StopAsync(), 0, 0),
            ];
        }
        finally
        {
            foreach (var peer in crowd)
                await peer.DisposeAsync();
        }
    }

    // The process may end while they come.
    private static async Task<Peer?> TryConnectAsync(int port)
    {
        try
        {
            return await Exchange.ConnectAsync(port);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    // Half of them leave, and the other half is owed an answer.
    private static async Task<int> HalfLeaveAsync(Peer[] crowd, ServerKind kind)
    {
        foreach (var peer in crowd[..(crowd.Length / 2)])
            peer.Reset();
        var answered = 0;
        await Task.WhenAll(crowd[(crowd.Length / 2)..].Select(async peer =>
        {
            try
            {
                await Exchange.OnAsync(peer, kind);
                Interlocked.Increment(ref answered);
            }
            catch (Exception)
            {
                // Not answered: the count tells.
            }

            peer.Reset();
        }));
        return answered;
    }

    [GeneratedRegex("^(warn|fail|crit): ", RegexOptions.Multiline)]
    private static partial Regex Complaints();
}
