using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using RawSocketServer;
using RawSocketServer.Hosting;
using SideBySide.Measure.Load;

namespace Benchmarks;

/// <summary>A published server.</summary>
/// <param name="Server">The project's name.</param>
/// <param name="Kind">The way of publishing.</param>
public sealed record Published(string Server, PublishedAs Kind)
{
    /// <summary>The first bytes that a client sends.</summary>
    public ReadOnlyMemory<byte> Question =>
        Server == "RawSocketServer" ? "Hello, Server!"u8.ToArray() : "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray();

    /// <summary>Publishes the server.</summary>
    /// <exception cref="StartupException">Publishing failed, so nothing can be measured.</exception>
    public async Task PublishAsync(string folder, CancellationToken cancel)
    {
        string[] properties = Kind switch
        {
            PublishedAs.Jit => [],
            PublishedAs.ReadyToRun => ["-p:PublishReadyToRun=true", "-p:SelfContained=false"],
            _ => ["-p:PublishAot=true"],
        };
        string[] arguments = ["publish", Server, "-c", "Release", .. properties, "-o", FolderIn(folder)];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var output = await publish.StandardOutput.ReadToEndAsync(cancel);
        await publish.WaitForExitAsync(cancel);
        if (publish.ExitCode != 0)
            throw new StartupException($"{this} could not be published: {output}");
    }

    /// <summary>The command line that starts it.</summary>
    public IReadOnlyList<string> CommandIn(string folder)
    {
        var command = ServerUnderLoad.CommandOf(Server, Server == "RawSocketServer" ? "tcp" : "http", FolderIn(folder));
        return Kind == PublishedAs.NativeAot ? [Path.Combine(FolderIn(folder), Server), .. command.Skip(2)] : command;
    }

    private string FolderIn(string folder) => Path.Combine(folder, $"{Server}-{Kind}");
}

/// <summary>When the code is compiled to machine code.</summary>
public enum PublishedAs
{
    /// <summary>While it runs; the framework's own libraries are compiled before. The default of <c>dotnet publish</c>.</summary>
    Jit,

    /// <summary>Before, for a fast start, and again while it runs. Suits servers whose kind of machine is known.</summary>
    ReadyToRun,

    /// <summary>Before, and only then: a program that needs no .NET.</summary>
    NativeAot,
}

/// <summary>All starts of a published server.</summary>
/// <param name="Of">The server.</param>
/// <param name="Milliseconds">From the start of the process to the first byte of its first response, in order.</param>
public sealed record Starts(Published Of, IReadOnlyList<double> Milliseconds)
{
    /// <summary>The median.</summary>
    public double Median => SideBySide.Measure.Load.Median.Of(Milliseconds);
}

/// <summary>
/// Measures the time from the start of a process to the first byte of its first response: <c>--only start</c>. Publishes the servers in
/// every way, then starts them in turn, so that other work on the machine affects all of them.
/// </summary>
public static class StartUp
{
    /// <summary>The id on the command line.</summary>
    public const string Id = "start";

    private const int Rounds = 15;

    private static readonly JsonSerializerOptions s_json = new() { Converters = { new JsonStringEnumConverter() } };

    private static readonly Published[] s_all =
    [
        .. from kind in (PublishedAs[])[PublishedAs.Jit, PublishedAs.ReadyToRun]
           from server in (string[])["RawSocketServer", "HandRolledHttp", "MinimalHttpServer"]
           select new Published(server, kind),
        new("RawSocketServer", PublishedAs.NativeAot),
        new("HandRolledHttp", PublishedAs.NativeAot),
    ];

    /// <summary>Publishes, measures and writes <c>start.json</c> and its two pages. Run it in the repository's root.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string output, TimeProvider time, CancellationToken cancel)
    {
        var folder = Path.Combine(Path.GetTempPath(), "csvsbs-start");
        foreach (var published in s_all)
        {
            Console.WriteLine($"publishing {published.Server}, {published.Kind}");
            await published.PublishAsync(folder, cancel);
        }

        var starts = s_all.ToDictionary(published => published, _ => new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var published in s_all)
            {
                var elapsed = await StartAsync(published, published.CommandIn(folder), time, cancel);
                if (round > 0) // the first round reads files that are not in the page cache
                    starts[published].Add(elapsed.TotalMilliseconds);
            }
        }

        var results = starts.Select(pair => new Starts(pair.Key, pair.Value)).ToArray();
        await File.WriteAllTextAsync(Path.Combine(output, "start.json"), JsonSerializer.Serialize(results, s_json) + "\n", cancel);
        await StartUpReport.WriteAsync(output, results, cancel);
        return ExitCodes.Success;
    }

    private static async Task<TimeSpan> StartAsync(
        Published published, IReadOnlyList<string> command, TimeProvider time, CancellationToken cancel)
    {
        var begin = time.GetTimestamp();
        await using var server = await ServerUnderLoad.StartAsync(published.Server, command, processor: null, time, cancel);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Address, cancel);
        _ = await socket.SendAsync(published.Question, cancel);
        var received = await socket.ReceiveAsync(new byte[1], cancel);
        return received == 1 ? time.GetElapsedTime(begin) : throw new StartupException($"{published} sent no response.");
    }
}
