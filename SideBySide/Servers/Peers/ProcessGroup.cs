using System.Diagnostics;

namespace SideBySide.Servers.Peers;

/// <summary>
/// A child process that cannot outlive this one. <c>peers/run-in-group.sh</c> runs it in a new process group and ends the group when its
/// standard input is closed: by <see cref="DisposeAsync"/>, or by the kernel if this process is killed. (Linux's parent-death signal
/// depends on the thread that started the child, and pool threads end at any time.)
/// </summary>
internal sealed class ProcessGroup : IAsyncDisposable
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly TimeProvider _time;
    private readonly Task _listening;
    private string _lastWords = "";

    private ProcessGroup(Process process, TimeProvider time)
    {
        _process = process;
        _time = time;
        _listening = ListenAsync();
        Ended = process.WaitForExitAsync();
    }

    /// <summary>Completes when the command has ended.</summary>
    public Task Ended { get; }

    /// <summary>Valid once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>The last line that it wrote to standard error.</summary>
    public string LastWords => Volatile.Read(ref _lastWords);

    public static ProcessGroup Start(string peers, string folder, IReadOnlyList<string> command, TimeProvider time)
    {
        var start = Plain("/usr/bin/setsid", ["/bin/sh", Path.Combine(peers, "run-in-group.sh"), .. command]);
        start.WorkingDirectory = folder;
        return new ProcessGroup(Process.Start(start)!, time);
    }

    /// <summary>A start without the user's environment variables (FLASK_DEBUG, …), which would influence the comparison.</summary>
    public static ProcessStartInfo Plain(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LANG"] = "C.UTF-8";
        return start;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await Task.WhenAll(Ended, _listening).WaitAsync(s_grace, _time);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await Ended;
        }

        _process.Dispose();
    }

    // Reads to the end, so that a peer that logs each request never blocks; only the last line is kept.
    private async Task ListenAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
                Volatile.Write(ref _lastWords, line.Trim());
        }
    }
}
