using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

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

    /// <summary>The script that runs a command in a group, which ends with its standard input.</summary>
    public static string Script { get; } = Path.Combine(AppContext.BaseDirectory, "peers", "run-in-group.sh");

    public static ProcessGroup Start(string folder, IReadOnlyList<string> command, TimeProvider time)
    {
        var start = Plain("/usr/bin/setsid", ["/bin/sh", Script, .. command]);
        start.WorkingDirectory = folder;
        return new ProcessGroup(Process.Start(start)!, time);
    }

    /// <summary>A start without the user's environment variables (FLASK_DEBUG, …), which would influence the comparison.</summary>
    public static ProcessStartInfo Plain(string program, IEnumerable<string> arguments)
    {
        var start = Piped(program, arguments);
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LANG"] = "C.UTF-8";
        return start;
    }

    /// <summary>A start with a pipe for each of the three streams.</summary>
    public static ProcessStartInfo Piped(string program, IEnumerable<string> arguments) =>
        new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };

    /// <summary>Lets a client connect to the server itself, regardless of the user's proxies.</summary>
    public static void RemoveProxies(ProcessStartInfo start)
    {
        foreach (var proxy in (string[])["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"])
            _ = start.Environment.Remove(proxy);
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

/// <summary>
/// A free port for a program that does not support port 0. The socket is bound and does not listen: Linux then assigns the port to no other
/// socket, and a server with SO_REUSEADDR, as they all use, can still bind and listen beside it. A port that is chosen and released could
/// be taken by any other program.
/// </summary>
internal sealed class ReservedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ReservedPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // .NET sets SO_REUSEADDR by itself before a bind on Unix

    public IPEndPoint Address => (IPEndPoint)_socket.LocalEndPoint!;

    public void Dispose() => _socket.Dispose();
}
