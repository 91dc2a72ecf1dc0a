using System.Diagnostics;

namespace Reliability;

/// <summary>The destination of a server's standard output.</summary>
internal enum Mute
{
    /// <summary>A pipe without a reading program.</summary>
    Blocked,

    /// <summary>A pipe whose reader is gone.</summary>
    Closed,

    /// <summary>A full disk.</summary>
    Full,
}

/// <summary>A server that logs as much as possible, but cannot write its log.</summary>
internal sealed class MutedServer : IAsyncDisposable
{
    private readonly Process _process;

    private MutedServer(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public static async Task<MutedServer> StartAsync(ServerKind kind, Mute mute)
    {
        var process = Process.Start(new ProcessStartInfo("sh", ["-c", mute == Mute.Full ? "exec dotnet \"$@\" > /dev/full 2>&1" : "exec dotnet \"$@\"",
            "sh", Repository.Program(kind.Project()), .. kind.Arguments(),
            "--Logging:LogLevel:Default", "Trace", "--Logging:LogLevel:Microsoft.AspNetCore", "Trace"])
        { RedirectStandardOutput = mute != Mute.Full })!;
        var server = new MutedServer(process, await ListeningPort.OfAsync(process.Id));
        if (mute == Mute.Closed)
            process.StandardOutput.Dispose();
        return server;
    }

    /// <summary>Stops the server.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        await Signal.SendAsync(_process.Id, "TERM");
        await _process.WaitForExitAsync().WaitAsync(Hang.Guard);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
