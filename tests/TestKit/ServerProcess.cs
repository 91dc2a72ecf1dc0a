using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace TestKit;

/// <summary>
/// A server as a separate process, started as a user starts it. It has started when its output says so; disposing this object always ends
/// it.
/// </summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    // A shell that starts the tests in the background makes them ignore SIGINT. Child processes inherit that, so Ctrl-C would not stop a
    // server. GNU's env restores the signal's default action, then becomes the program.
    private static readonly string? s_env = File.Exists("/usr/bin/env") && Run("/usr/bin/env", "--default-signal=INT", "true") ? "/usr/bin/env" : null;

    private readonly Process _process;
    private readonly Regex _ready;
    private readonly Lock _gate = new();
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly List<string> _urls = [];
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(Regex Line, TaskCompletionSource Seen)> _awaited = [];
    private readonly Task _reading;

    private ServerProcess(Process process, Regex ready)
    {
        _process = process;
        _ready = ready;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _output), ReadAsync(process.StandardError, _error));
    }

    /// <summary>The URLs in its <c>Now listening on:</c> lines, in order.</summary>
    public IReadOnlyList<string> Urls
    {
        get
        {
            lock (_gate)
                return [.. _urls];
        }
    }

    /// <summary>Its standard output so far.</summary>
    public string Output
    {
        get
        {
            lock (_gate)
                return _output.ToString();
        }
    }

    /// <summary>Its standard error so far.</summary>
    public string Error
    {
        get
        {
            lock (_gate)
                return _error.ToString();
        }
    }

    public int Id => _process.Id;

    /// <summary>Its current resident memory in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts a project's built program and waits until it serves ("Application started").</summary>
    /// <param name="project">The project's folder at the repository's root; the test project references it.</param>
    /// <param name="args">The command line; use port 0.</param>
    public static Task<ServerProcess> StartAsync(string project, params string[] args) =>
        StartCommandAsync("dotnet", [Repository.Program(project), .. args]);

    /// <summary>Starts any program.</summary>
    /// <param name="path">The program's file, or its name on PATH.</param>
    /// <param name="args">The arguments, unquoted.</param>
    /// <param name="ready">The line of output after which it serves; default: that of the .NET host.</param>
    /// <param name="environment">Variables to set; null removes one.</param>
    /// <param name="workingDirectory">The folder in which it runs; default: the test's.</param>
    public static async Task<ServerProcess> StartCommandAsync(
        string path, IEnumerable<string> args, Regex? ready = null, IReadOnlyDictionary<string, string?>? environment = null, string? workingDirectory = null)
    {
        var server = Begin(path, args, ready, environment, workingDirectory);
        try
        {
            await server._started.Task.WaitAsync(Hang.Guard);
            return server;
        }
        catch (Exception e)
        {
            await server.DisposeAsync();
            throw new InvalidOperationException($"{path} {string.Join(' ', args)} did not start.\n{server.Output}{server.Error}", e);
        }
    }

    /// <summary>Starts any program without waiting for its output, for example one that is stopped while it starts.</summary>
    /// <inheritdoc cref="StartCommandAsync"/>
    public static ServerProcess Begin(
        string path, IEnumerable<string> args, Regex? ready = null, IReadOnlyDictionary<string, string?>? environment = null, string? workingDirectory = null)
    {
        var start = s_env is null ? Tool.StartInfo(path, args, environment) : Tool.StartInfo(s_env, ["--default-signal=INT", path, .. args], environment);
        start.WorkingDirectory = workingDirectory ?? "";
        return new ServerProcess(Process.Start(start)!, ready ?? ApplicationStarted);
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Waits until standard output has a line that matches.</summary>
    public async Task WaitForOutputAsync(Regex line)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (line.IsMatch(_output.ToString()))
                return;
            _awaited.Add((line, seen));
        }

        try
        {
            await seen.Task.WaitAsync(Hang.Guard);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"No line like {line} came. Until then:\n{Output}{Error}", e);
        }
    }

    /// <summary>The port of its first URL with this scheme.</summary>
    public int Port(string scheme) => new Uri(Urls.First(u => u.StartsWith(scheme + "://", StringComparison.Ordinal))).Port;

    /// <summary>Stops it as a container runtime does (SIGTERM) and waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> StopAsync() => SignalAsync("TERM");

    /// <summary>Sends a signal by name (<c>TERM</c>, <c>INT</c>) and waits for the process's end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> SignalAsync(string signal)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no signals.");
        using (var kill = Process.Start("sh", ["-c", $"kill -{signal} {_process.Id}"]))
            await kill.WaitForExitAsync();
        return await ExitAsync();
    }

    /// <summary>Waits until it has ended and all its output was read.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Hang.Guard);
        await _reading.WaitAsync(Hang.Guard);
        return _process.ExitCode;
    }

    /// <summary>Kills it if it is still running.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await ExitAsync();
        _process.Dispose();
    }

    private static bool Run(string path, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(path, args) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private async Task ReadAsync(StreamReader from, StringBuilder to)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            lock (_gate)
            {
                to.AppendLine(line);
                if (NowListeningOn.Match(line) is { Success: true } listening)
                    _urls.Add(listening.Groups["url"].Value);
                if (to == _output)
                    _awaited.RemoveAll(awaited => awaited.Line.IsMatch(line) && awaited.Seen.TrySetResult());
            }

            if (_ready.IsMatch(line))
                _started.TrySetResult();
        }

        if (to == _output)
            _started.TrySetException(new InvalidOperationException("It closed its output before it was ready."));
    }

    [GeneratedRegex(@"Now listening on: (?<url>\S+)")]
    private static partial Regex NowListeningOn { get; }

    [GeneratedRegex("Application started")]
    private static partial Regex ApplicationStarted { get; }
}
