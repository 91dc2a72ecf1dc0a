using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using SideBySide.Servers.Peers;
using SideBySide.Wire;

namespace SideBySide.Checks;

/// <summary>
/// The program of <c>--start</c> or <c>--client</c>, as a child process that cannot outlive this one. On Linux
/// <c>peers/run-in-group.sh</c> runs it in a new process group, which ends as a whole.
/// </summary>
internal sealed class StartedProgram : IAsyncDisposable
{
    private const int MostLines = 12, LongestLine = 400, MostPrinted = 64 * 1024;


    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private readonly Queue<string> _output = new();
    private readonly StringBuilder _printed = new();
    private readonly Task _reading;

    private StartedProgram(Process process, int port)
    {
        _process = process;
        Port = port;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _printed), ReadAsync(process.StandardError, null));
        Ended = process.WaitForExitAsync();
    }

    /// <summary>The port that it was given; 0 for a client.</summary>
    public int Port { get; }

    /// <summary>The process: on Linux also the number of its group.</summary>
    public int Id => _process.Id;

    /// <summary>Completes when it has ended.</summary>
    public Task Ended { get; }

    /// <summary>Completes when all output has been read.</summary>
    public Task OutputRead => _reading;

    /// <summary>Valid once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Standard output of a client, as it is: the first 64 KiB. Ask once it has been read.</summary>
    public string Printed
    {
        get
        {
            lock (_printed)
                return _printed.ToString();
        }
    }

    /// <summary>The last lines of its output, with terminal control characters escaped.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (_output)
                return [.. _output];
        }
    }

    /// <summary>Starts it on a free port, which it receives as <c>{port}</c> and in the environment variable PORT.</summary>
    /// <exception cref="CannotCheckException">There is no shell.</exception>
    public static StartedProgram Start(string command)
    {
        var port = FreePort();
        return Start(StartInfo(command, "port", port.ToString(CultureInfo.InvariantCulture), "exec 1>&2"), port);
    }

    /// <summary>Starts a client with the address that it asks, which it is given as <c>{url}</c> and in the environment variable URL.</summary>
    /// <exception cref="CannotCheckException">There is no shell.</exception>
    public static StartedProgram StartClient(string command, string url)
    {
        var start = StartInfo(command, "url", url, "exec 1>&4 4>&-");
        ProcessGroup.RemoveProxies(start);
        return Start(start, 0);
    }

    private static StartedProgram Start(ProcessStartInfo start, int port)
    {
        try
        {
            return new StartedProgram(Process.Start(start)!, port);
        }
        catch (Win32Exception e)
        {
            throw new CannotCheckException(CheckTexts.NoShell(e.Message), e);
        }
    }

    // In the group, standard output is closed to a command. Descriptor 4 is the pipe to this process.
    private static ProcessStartInfo StartInfo(string command, string name, string value, string output)
    {
        var line = command.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        string[] words = OperatingSystem.IsWindows() ? ["cmd.exe", "/c", line]
            : OperatingSystem.IsLinux()
            ? ["/usr/bin/setsid", "/bin/sh", "-c", "exec /bin/sh \"$@\" 4>&1", "sh", ProcessGroup.Script, "/bin/sh", "-c", $"{output}\n{line}"]
            : ["/bin/sh", "-c", line];
        var start = ProcessGroup.Piped(words[0], words.Skip(1));
        start.Environment[name.ToUpperInvariant()] = value;
        start.Environment["PYTHONUNBUFFERED"] = "1"; // its last output explains its end
        return start;
    }

    /// <summary>Waits until the system lists its port as listening. It does not connect: the server would see a client that connects and
    /// closes.</summary>
    /// <param name="patience">A guard against hanging.</param>
    /// <param name="cancellation">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Its address; null if it ended or never listened.</returns>
    public async Task<IPEndPoint?> ListensAsync(TimeSpan patience, CancellationToken cancellation)
    {
        for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < patience;)
        {
            if (Listener() is { } listener)
                return listener;
            if (await Task.WhenAny(Ended, Task.Delay(s_look, cancellation)) == Ended)
                return null;
            cancellation.ThrowIfCancellationRequested();
        }

        return null;
    }

    /// <summary>Ends the program and its child processes.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close(); // on Linux the group ends with it
            if (!OperatingSystem.IsLinux() && !_process.HasExited)
                _process.Kill(entireProcessTree: true);
            await Task.WhenAll(Ended, _reading).WaitAsync(s_grace);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (IOException)
        {
            // The program has already ended.
        }

        _process.Dispose();
    }

    private IPEndPoint? Listener()
    {
        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(listener => listener.Port == Port).ToArray();
        var best = (Array.Find(listeners, listener => listener.AddressFamily == AddressFamily.InterNetwork) ?? listeners.FirstOrDefault())?.Address;
        var isAny = IPAddress.Any.Equals(best) || (IPAddress.IPv6Any.Equals(best) && !OperatingSystem.IsWindows()); // both families elsewhere
        return best is null ? null
            : new IPEndPoint(isAny ? IPAddress.Loopback : IPAddress.IPv6Any.Equals(best) ? IPAddress.IPv6Loopback : best, Port);
    }

    private async Task ReadAsync(StreamReader reader, StringBuilder? whole)
    {
        var line = new StringBuilder();
        var buffer = new char[1024];
        while (await reader.ReadAsync(buffer) is > 0 and var count)
        {
            if (whole is not null)
                Keep(whole, buffer.AsSpan(0, count));
            foreach (var c in buffer.AsSpan(0, count))
            {
                if (c == '\n')
                    Take(line);
                else if (line.Length < LongestLine)
                    _ = line.Append(c);
            }
        }

        Take(line);
    }

    private static void Keep(StringBuilder whole, ReadOnlySpan<char> text)
    {
        lock (whole)
            _ = whole.Append(text[..Math.Min(text.Length, MostPrinted - whole.Length)]);
    }

    private void Take(StringBuilder line)
    {
        var text = VisibleLines.Text(Encoding.UTF8.GetBytes(line.ToString().TrimEnd('\r')));
        _ = line.Clear();
        if (text.Length == 0)
            return;
        lock (_output)
        {
            _output.Enqueue(text);
            if (_output.Count > MostLines)
                _ = _output.Dequeue();
        }
    }

    // The port is released before the program binds it: without SO_REUSEADDR it could not bind beside a socket of ours.
    private static int FreePort()
    {
        using var port = new ReservedPort();
        return port.Address.Port;
    }
}
