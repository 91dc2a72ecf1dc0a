using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace TestKit;

/// <summary>
/// A server as a process of its own, started as a user starts it. It counts as started once it has said so;
/// whatever the test does, it is gone when this is disposed.
/// </summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    // A shell that starts the tests in the background lets them ignore SIGINT, and children inherit that: Ctrl-C would do nothing to a server.
    // GNU's env gives the signal back its meaning, and becomes the program.
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

    /// <summary>The URLs of its <c>Now listening on:</c> lines, in the order in which they came.</summary>
    public IReadOnlyList<string> Urls
    {
        get
        {
            lock (_gate)
                return [.. _urls];
        }
    }

    /// <summary>Everything it wrote to standard output until now.</summary>
    public string Output
    {
        get
        {
            lock (_gate)
                return _output.ToString();
        }
    }

    /// <summary>Everything it wrote to standard error until now.</summary>
    public string Error
    {
        get
        {
            lock (_gate)
                return _error.ToString();
        }
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Its present resident memory in bytes.</summary>
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
    /// <param name="args">Its command line. Give it ports 0.</param>
    public static Task<ServerProcess> StartAsync(string project, params string[] args) =>
        StartCommandAsync("dotnet", [Repository.Program(project), .. args]);

    /// <summary>Starts any program.</summary>
    /// <param name="path">Its file, or its name on PATH.</param>
    /// <param name="args">Arguments, each as the program shall see it.</param>
    /// <param name="ready">The line of output that tells that it serves; default: what the .NET host writes.</param>
    /// <param name="environment">Variables to set; null removes one.</param>
    /// <param name="workingDirectory">Where it runs; default: where the test runs.</param>
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

    /// <summary>Starts any program that says nothing when it is ready, for example one that is to be stopped in the middle.</summary>
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

    /// <summary>Waits until it has written a line like this to standard output; at once when it has already.</summary>
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

    /// <summary>Asks it to stop as a container runtime does (SIGTERM) and waits for its end.</summary>
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

    /// <summary>Waits until it ends by itself and all its output was read.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Hang.Guard);
        await _reading.WaitAsync(Hang.Guard);
        return _process.ExitCode;
    }

    /// <summary>Kills it, if it still runs.</summary>
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
