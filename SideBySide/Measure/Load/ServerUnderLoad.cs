using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using RawSocketServer;

namespace SideBySide.Measure.Load;

/// <summary>A server as a process of its own, on a free port of 127.0.0.1; gone when this is disposed.</summary>
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

    /// <summary>What it is called in results.</summary>
    public string Name { get; }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address { get; }

    /// <summary>The process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>One of this repository's servers, which lie beside this program.</summary>
    public static IReadOnlyList<string> CommandOf(string project, string scheme, string? folder = null) =>
        [Host, Path.Combine(folder ?? AppContext.BaseDirectory, $"{project}.dll"), "--urls", $"{scheme}://127.0.0.1:0"];

    /// <summary>The program that runs .NET assemblies.</summary>
    public static string Host { get; } =
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    /// <summary>Starts it and waits until it says <c>Now listening on:</c> and a URL or a port.</summary>
    /// <param name="name">For results.</param>
    /// <param name="command">Program and arguments.</param>
    /// <param name="processor">The processor to keep it on; null for any.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="environment">Variables that it finds besides ours.</param>
    /// <exception cref="StartupException">It ended, or said nothing in time.</exception>
    public static async Task<ServerUnderLoad> StartAsync(
        string name, IReadOnlyList<string> command, int? processor, TimeProvider time, CancellationToken cancel, IReadOnlyDictionary<string, string>? environment = null)
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
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // or its pipe fills up, and it waits
                return new ServerUnderLoad(name, process, new IPEndPoint(IPAddress.Loopback, int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)));
            }
        }
        catch (TimeoutException)
        {
            // As if it had ended.
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        process.Kill(entireProcessTree: true);
        throw new StartupException(LoadTexts.DidNotStart(name).ToString());
    }

    /// <summary>Starts a process whose outputs are read here.</summary>
    /// <exception cref="StartupException">The program is not to be found, or may not be run.</exception>
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

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"[Ll]istening on: .*?(\d+)\s*$")]
    private static partial Regex Listening();
}
