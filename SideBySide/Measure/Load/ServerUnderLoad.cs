using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using RawSocketServer;
using SideBySide.Experiments.Running;

namespace SideBySide.Measure.Load;

/// <summary>A server in a separate process, on a free port of 127.0.0.1; disposing this ends it.</summary>
public sealed partial class ServerUnderLoad : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private ServerUnderLoad(string name, Process process, IPEndPoint address)
    {
        Name = name;
        _process = process;
        Address = address;
    }

    /// <summary>Its name in results.</summary>
    public string Name { get; }

    /// <summary>Its address.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Its process id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The command of one of this repository's servers, installed beside this program.</summary>
    public static IReadOnlyList<string> CommandOf(string project, string scheme, string? folder = null) =>
        [Host, Path.Combine(folder ?? AppContext.BaseDirectory, $"{project}.dll"), "--urls", $"{scheme}://127.0.0.1:0"];

    /// <summary>The program that runs .NET assemblies.</summary>
    public static string Host { get; } =
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    /// <summary>Starts a server and waits until it prints <c>Now listening on:</c> and a URL or a port.</summary>
    /// <param name="name">Its name in results.</param>
    /// <param name="command">Program and arguments.</param>
    /// <param name="processor">The processor to pin it to; null for any.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Cancels the start.</param>
    /// <param name="environment">Additional environment variables.</param>
    /// <exception cref="StartupException">The server ended or printed no address in time.</exception>
    public static async Task<ServerUnderLoad> StartAsync(
        string name, IReadOnlyList<string> command, int? processor, TimeProvider time,
        CancellationToken cancel, IReadOnlyDictionary<string, string>? environment = null)
    {
        command = Pinning.Pin(command, processor);
        var process = Begin(command, environment);
        _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancel).AsTask().WaitAsync(s_patience, time, cancel) is { } line)
            {
                if (Listening().Match(line) is not { Success: true } match)
                    continue;
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // a full pipe would block the server
                var port = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
                return new ServerUnderLoad(name, process, new IPEndPoint(IPAddress.Loopback, port));
            }
        }
        catch (TimeoutException)
        {
            // Handled like an ended server.
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        process.Kill(entireProcessTree: true);
        throw new StartupException(LoadTexts.DidNotStart(name).ToString());
    }

    /// <summary>Starts a process with redirected outputs.</summary>
    /// <exception cref="StartupException">The program is missing or not executable.</exception>
    internal static Process Begin(IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new StartupException(LoadTexts.CannotRun(command[0], e.Message).ToString(), e);
        }
    }

    /// <summary>Ends the server.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"[Ll]istening on: .*?(\d+)\s*$")]
    private static partial Regex Listening();
}

/// <summary>The resources that a server's process has used since its start.</summary>
/// <param name="Processor">Processor time.</param>
/// <param name="Switches">Voluntary context switches of its threads; null if the system does not count them.</param>
internal readonly record struct ServerUse(TimeSpan Processor, long? Switches)
{
    /// <summary>The usage so far; null without a process.</summary>
    public static ServerUse? Of(Process? server)
    {
        if (server is null)
            return null;
        server.Refresh();
        return new ServerUse(server.TotalProcessorTime, SwitchesOf(server));
    }

    /// <summary>Resident memory now, in bytes; null without a process.</summary>
    public static long? MemoryOf(Process? server)
    {
        server?.Refresh();
        return server?.WorkingSet64;
    }

    /// <summary>The usage between two moments.</summary>
    public static ServerUse operator -(ServerUse after, ServerUse before) => new(after.Processor - before.Processor, after.Switches - before.Switches);

    // Linux counts them for each thread; the count of an ended thread is lost.
    private static long? SwitchesOf(Process server)
    {
        const string Line = "voluntary_ctxt_switches:";
        return !OperatingSystem.IsLinux() ? null : ThreadStatus.Of(server.Id)
            .SelectMany(thread => thread)
            .Where(line => line.StartsWith(Line, StringComparison.Ordinal))
            .Sum(line => long.Parse(line.AsSpan(Line.Length), CultureInfo.InvariantCulture));
    }
}
