using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace SideBySide.Tests.Cli;

/// <summary>Real signals to real processes during their work: exit code 130 or 143, no stack trace, and no process left over.</summary>
[Trait("kind", "process")]
public sealed partial class SignalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("INT", 130, "RawSocketServer", "cost", "--exchanges", "1000000")]
    [InlineData("TERM", 143, "load", "bench", "--seconds", "30")]
    [InlineData("INT", 130, "python3", "steps")]
    [InlineData("TERM", 143, "run-in-group.sh", "matrix", "--peers", "--on", "raw")]
    [InlineData("INT", 130, "run-in-group.sh", "run", "plain-get", "--peers", "--on", "raw")]
    [InlineData("INT", 130, "http.server", "check", "--all", "--get", "/", "--start", "python3 -m http.server {port} & wait")]
    public async Task A_signal_leaves_no_child_process_behind(string signal, int exitCode, string child, params string[] args)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Children are read from /proc.");
        await using var process = Begin(args);
        var children = new Dictionary<int, string>();
        await UntilAsync(() =>
        {
            Assert.False(process.HasExited, $"It ended before it had a child: {process.Output}{process.Error}");
            children = Descendants(process.Id);
            return children.Values.Any(command => command.Contains(child, StringComparison.Ordinal));
        }, () => $"It never had a child like {child}, but: {string.Join("; ", children.Values)}");

        await AssertEndsAsync(process, signal, exitCode);

        // A killed process may take a moment to end.
        await UntilAsync(() => !Left().Any(), () => $"Left behind: {string.Join("; ", Left())}");

        IEnumerable<string> Left() => children
            .Where(known => Command(known.Key) == known.Value)
            .Select(known => $"{known.Key} {known.Value.Replace('\0', ' ')}");
    }

    [Theory]
    [InlineData("TERM", 143, "load", "{address}", "--duration", "300")]
    [InlineData("INT", 130, "run", "parsing", "attacks", "--target", "silent={address}")]
    [InlineData("TERM", 143, "matrix", "--target", "silent={address}")]
    public async Task A_signal_ends_a_command_that_waits_for_a_server(string signal, int exitCode, params string[] args)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        silent.Listen();
        var address = $"{silent.LocalEndPoint}";
        await using var process = Begin([.. args.Select(arg => arg.Replace("{address}", address, StringComparison.Ordinal))]);
        using var connection = await silent.AcceptAsync(Cancellation).AsTask().WaitAsync(Hang.Guard, Cancellation);

        await AssertEndsAsync(process, signal, exitCode);
    }

    private static ServerProcess Begin(string[] args) =>
        ServerProcess.Begin("dotnet", [Repository.Program("SideBySide"), .. args, "--lang", "en"]);

    private static async Task AssertEndsAsync(ServerProcess process, string signal, int exitCode)
    {
        Assert.Equal(exitCode, await process.SignalAsync(signal));
        Assert.Equal("", process.Output);
        Assert.DoesNotMatch(StackTrace(), process.Error);
    }

    private static async Task UntilAsync(Func<bool> isSo, Func<string> otherwise)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < Hang.Guard, otherwise());
            await Task.Delay(20, Cancellation);
        }
    }

    // By id and command line, since the kernel reuses the ids of ended processes.
    private static Dictionary<int, string> Descendants(int ancestor)
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && Parent().Match(Read($"{folder}/status")) is { Success: true } match)
                parents[id] = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        }

        bool Descends(int id) => parents.TryGetValue(id, out var parent) && (parent == ancestor || Descends(parent));
        return parents.Keys.Where(Descends).Select(id => (Id: id, Command: Command(id)))
            .Where(one => one.Command.Length > 0)
            .ToDictionary(one => one.Id, one => one.Command);
    }

    private static string Command(int id) => Read($"/proc/{id}/cmdline");

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return ""; // has ended meanwhile
        }
    }

    [GeneratedRegex(@"^PPid:\s+(\d+)", RegexOptions.Multiline)]
    private static partial Regex Parent();

    [GeneratedRegex(@"^\s+at |Unhandled", RegexOptions.Multiline)]
    private static partial Regex StackTrace();
}
