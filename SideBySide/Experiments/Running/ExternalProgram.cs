using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using SideBySide.Servers.Peers;
using SideBySide.Wire;

namespace SideBySide.Experiments.Running;

/// <summary>An independent client program such as curl: it was not written to fit the experiment.</summary>
/// <param name="log">Records its output.</param>
/// <param name="evidence">Decides when a wait is over.</param>
internal sealed class ExternalProgram(EventLog log, SilenceEvidence evidence)
{
    private const int MaxPrinted = 64 * 1024;

    // For programs and servers that cannot be observed.
    private static readonly TimeSpan s_withoutEvidence = TimeSpan.FromSeconds(5);

    /// <summary>Runs the program to its end; logs its output and its exit code.</summary>
    /// <param name="words">Its name and arguments.</param>
    /// <param name="input">Its input.</param>
    /// <param name="step">The step, with its time limit.</param>
    /// <param name="here">The server, if it runs in this process.</param>
    /// <param name="cancellation">Ends the run with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>False if the program is not installed.</returns>
    public async Task<bool> RunAsync(IReadOnlyList<string> words, ReadOnlyMemory<byte> input, ProgramStep step, IPEndPoint? here, CancellationToken cancellation)
    {
        using var process = Started(words);
        if (process is null)
            return false;

        using var killing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            var end = Task.WhenAll(
                WriteAsync(process.StandardInput.BaseStream, input, killing.Token),
                CopyAsync(process.StandardOutput.BaseStream, words[0], killing.Token),
                CopyAsync(process.StandardError.BaseStream, words[0], killing.Token),
                process.WaitForExitAsync(killing.Token));
            if (await SilenceAsync(process, end, step, here, cancellation) is { } control)
            {
                _ = log.Add(WireEventKind.GaveUp, words[0], control: control);
                await killing.CancelAsync();
            }

            await end;
            _ = log.Add(WireEventKind.Noted, words[0], note: string.Create(CultureInfo.InvariantCulture, $"exit={process.ExitCode}"));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            _ = log.Add(WireEventKind.Noted, words[0], note: "exit=none");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        return true;
    }

    /// <summary>Whether the installed program is this variant; netcat, for example, has several.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="variant">A word in the output of <c>-h</c>.</param>
    /// <param name="cancellation">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    public static async Task<bool> IsVariantAsync(string program, string variant, CancellationToken cancellation)
    {
        using var process = Started([program, "-h"]);
        if (process is null)
            return false;
        process.StandardInput.Close();
        var printed = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        await process.WaitForExitAsync(cancellation);
        return printed.Any(text => text.Contains(variant, StringComparison.Ordinal));
    }

    // A blocked program waits for ever if its server is idle. A program without output may still be starting.
    private async Task<TimeSpan?> SilenceAsync(Process process, Task end, ProgramStep step, IPEndPoint? here, CancellationToken cancellation)
    {
        if (!step.UntilIdle)
            return await evidence.WaitForAsync(end, step.Within, HasNotPrinted, cancellation);
        if (here is null || !BlockedProcess.IsKnown)
            return await evidence.WaitForAsync(end, s_withoutEvidence, HasNotPrinted, cancellation);
        var program = new BlockedProcess(process.Id);
        return await evidence.WaitForUnlessIdleAsync(
            end, s_withoutEvidence, () => program.IsBlocked() && !HasNotPrinted() && ServerThreads.AreIdle() && !ReceiveQueue.AnyOf(here), cancellation);

        bool HasNotPrinted() => !log.Events.Any(e => e.Kind == WireEventKind.Printed);
    }

    private static Process? Started(IReadOnlyList<string> words)
    {
        var start = ProcessGroup.Piped(words[0], words.Skip(1));
        start.Environment["LC_ALL"] = "C.UTF-8"; // the same messages everywhere
        ProcessGroup.RemoveProxies(start);
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static async Task WriteAsync(Stream standardInput, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        try
        {
            await using (standardInput)
                await standardInput.WriteAsync(input, cancellation);
        }
        catch (IOException)
        {
            // The program ended without reading its input.
        }
    }

    private async Task CopyAsync(Stream output, string program, CancellationToken cancellation)
    {
        var buffer = new byte[8 * 1024];
        var total = 0;
        while (await output.ReadAsync(buffer, cancellation) is > 0 and var count)
        {
            if ((total += count) <= MaxPrinted)
                _ = log.Add(WireEventKind.Printed, program, buffer.AsSpan(0, count).ToArray());
        }
    }
}

/// <summary>Whether a program is blocked: all its threads sleep, and none has run since the last call. Linux only: proc(5).</summary>
/// <param name="id">The process id.</param>
internal sealed class BlockedProcess(int id)
{
    private const string Switches = "ctxt_switches:";

    private long? _before;

    /// <summary>Whether this system provides the data.</summary>
    public static bool IsKnown => OperatingSystem.IsLinux();

    /// <summary>Whether the program sleeps and has slept since the last call.</summary>
    public bool IsBlocked()
    {
        var (before, now) = (_before, _before = Slept());
        return now is not null && now == before;
    }

    // The context switches of all threads; null while a thread can run.
    private long? Slept()
    {
        try
        {
            long switches = 0;
            foreach (var line in ThreadStatus.Of(id).SelectMany(thread => thread))
            {
                if (line.StartsWith("State:", StringComparison.Ordinal) && !line.EndsWith("(sleeping)", StringComparison.Ordinal))
                    return null;
                if (line.IndexOf(Switches, StringComparison.Ordinal) is >= 0 and var at)
                    switches += long.Parse(line.AsSpan(at + Switches.Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
            }

            return switches;
        }
        catch (IOException)
        {
            return null; // the process has ended
        }
    }
}

/// <summary>What Linux says of each thread of a process: the lines of <c>/proc/…/task/…/status</c>.</summary>
internal static class ThreadStatus
{
    /// <exception cref="IOException">The process has ended.</exception>
    public static IEnumerable<string[]> Of(int process) =>
        Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task")).Select(Lines);

    private static string[] Lines(string thread)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(thread, "status"));
        }
        catch (IOException)
        {
            return []; // the thread has just ended
        }
    }
}

/// <summary>
/// Whether the servers in this process have work. All of them are asynchronous: their work runs on the thread pool or is queued there. An
/// idle pool after a control exchange has done all work that arrived before the exchange.
/// </summary>
internal static class ServerThreads
{
    /// <summary>Whether the pool has no work except the caller's. On a busy machine this may never be true, which proves nothing.</summary>
    public static bool AreIdle()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var available, out _);
        var others = most - available - (Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
        return others <= 0 && ThreadPool.PendingWorkItemCount == 0;
    }
}
