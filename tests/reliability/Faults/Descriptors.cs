using System.Net.Sockets;
using System.Text.RegularExpressions;
using SideBySide.Language;

namespace Reliability;

/// <summary>
/// More clients than descriptors. The served clients are not affected, the others wait in the kernel's backlog, the log reports it once, and
/// the processor is idle. When some clients leave, the next are served.
/// </summary>
internal sealed partial class Descriptors() : Fault("descriptors", new("Out of file descriptors", "文件描述符耗尽"))
{
    private const int Limit = 256;
    private const int Crowd = 400;
    private const int Aborted = 128 + 6; // SIGABRT: the runtime aborts the process

    // An aborting process loses its connections a moment before it ends. Only a process that keeps running, which is a failure, takes so long.
    private static readonly TimeSpan s_ending = TimeSpan.FromSeconds(20);

    private static readonly LocalizedText s_runtimeEnds = new(
        "Kestrel reserves no descriptors, and the .NET runtime ends the process if it gets none for a file that it needs (\"Out of memory.\"). "
            + "Keep Kestrel:Limits:MaxConcurrentConnections well below ulimit -n.",
        "Kestrel 不预留描述符；.NET 运行时需要打开文件却得不到描述符时会终止进程（“Out of memory.”）。请让 Kestrel:Limits:MaxConcurrentConnections 明显低于 ulimit -n。");

    private static readonly LocalizedText s_retries = new(
        "Kestrel takes a failed accept for a connection that was reset in the queue: it tries again at once, and logs it only at the level Debug.",
        "Kestrel 把失败的 accept 当作连接在队列中被重置：它立即重试，而且只在 Debug 级别记录日志。");

    public override async Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server)
    {
        await using var poor = await ServerUnderTest.StartShortAsync(server.Kind, Limit);
        await using var served = await Exchange.ConnectAsync(poor.Port);
        await Exchange.OnAsync(served, poor.Kind);
        Peer[] crowd = [.. (await Task.WhenAll(Enumerable.Range(0, Crowd).Select(_ => TryConnectAsync(poor.Port)))).OfType<Peer>()];
        try
        {
            Measure[] measures = [new(new("descriptors", "描述符"), Limit), new(new("clients", "客户端"), crowd.Length)];
            return
            [
                .. measures,
                .. await LivesOnAsync(plan, poor, served, crowd) ?? [LivesOn(0) with { Excuse = server.Kind == ServerKind.Minimal ? s_runtimeEnds : null }]
            ];
        }
        finally
        {
            foreach (var peer in crowd)
                await peer.DisposeAsync();
        }
    }

    private static Measure LivesOn(int lives) => new(new("the process keeps running", "进程继续运行"), lives, Least: 1);

    // Null if the process ended in a step: each step may be the first to need one more descriptor.
    private static async Task<IReadOnlyList<Measure>?> LivesOnAsync(RunPlan plan, ServerUnderTest poor, Peer served, Peer[] crowd)
    {
        try
        {
            var (cpu, start) = (Usage.Cpu(poor.Process.Id), TimeProvider.System.GetTimestamp());
            await Task.Delay(plan.Time(5, 2));
            var load = (Usage.Cpu(poor.Process.Id) - cpu) / TimeProvider.System.GetElapsedTime(start).TotalSeconds * 100;
            await Exchange.OnAsync(served, poor.Kind);
            var answered = await HalfLeaveAsync(crowd, poor.Kind);
            await Exchange.OnceAsync(poor.Port, poor.Kind);
            var code = await poor.Process.StopAsync();
            if (code == Aborted)
                return null;
            LocalizedText? excuse = poor.Kind == ServerKind.Minimal ? s_retries : null;
            return
            [
                LivesOn(1),
                new(new("CPU in the meantime, % of one processor", "期间处理器占用（单核 %）"), load, Most: plan.Guard(20)) { Excuse = excuse },
                new(new("clients served after others had left", "其他客户端离开后得到响应的客户端"), answered, Least: Crowd / 2),
                new(new("log lines about it", "相关日志行数"), Complaints().Count(poor.Process.Output), 1, 1) { Excuse = excuse },
                new(new("exit code", "退出码"), code, 0, 0),
            ];
        }
        catch (Exception)
        {
            if (await Usage.EndsAsync(poor.Process.Id, s_ending))
                return null;
            throw;
        }
    }

    // The process may end while the clients connect.
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

    // Half of the clients leave; the other half must get a response.
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
                // No response: the number of responses shows it.
            }

            peer.Reset();
        }));
        return answered;
    }

    [GeneratedRegex("^(warn|fail|crit): ", RegexOptions.Multiline)]
    private static partial Regex Complaints();
}
