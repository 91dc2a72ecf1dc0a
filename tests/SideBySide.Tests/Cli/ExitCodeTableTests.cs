using System.Net;
using System.Net.Sockets;
using RawSocketServer;
using RawSocketServer.Hosting;

namespace SideBySide.Tests.Cli;

/// <summary>One table lists the exit codes of every sub-command, and each sub-command follows it.</summary>
public sealed class ExitCodeTableTests
{
    // For each sub-command: an unknown option, and other invalid arguments.
    private static readonly string[][] s_wrongUsage =
    [
        ["list", "--bogus"], ["list", "--lang", "fr"], ["list", "more"],
        ["show"], ["show", "--bogus"], ["show", "no-such-experiment"],
        ["run"], ["run", "no-such-experiment"], ["run", "plain-get", "--on", "nowhere"], ["run", "plain-get", "--target", "x"],
        ["matrix", "--bogus"], ["matrix", "no-such-experiment"], ["matrix", "--json", "--markdown"], ["matrix", "--on"],
        ["matrix", "--target", "x=192.0.2.1:80"],
        ["explain", "--bogus"], ["explain", "a", "b"],
        ["watch"], ["watch", "--listen", "0"], ["watch", "--listen", "x:y", "--to", "1"],
        ["watch", "--listen", "0", "--to", "udp://127.0.0.1:1"],
        ["replay"], ["replay", "talk"], ["replay", "talk", "--to", "localhost:65536"], ["replay", "talk", "--to", "1", "--to", "2"],
        ["check"], ["check", "--bogus"], ["check", "--start", "x", "--target", "y"], ["check", "--target", "127.0.0.1:1", "--get", "hello"],
        ["check", "--target", "127.0.0.1:1", "--only", "no-such-check"], ["check", "--target", "192.0.2.1:80"],
        ["steps", "--bogus"], ["steps", "--json", "--markdown"],
        ["bench", "--rounds", "0"], ["bench", "--rounds", "x"], ["bench", "--seconds", "1e300"], ["bench", "--seconds", "NaN"],
        ["cost", "--exchanges", "1"], ["cost", "--exchanges", "1.5"],
        ["load"], ["load", "127.0.0.1"], ["load", "127.0.0.1:1", "--connections", "0"], ["load", "127.0.0.1:1", "--duration", "-1e300"],
    ];

    public static TheoryData<string> WrongUsage => [.. s_wrongUsage.Select(words => string.Join(' ', words))];

    [Theory]
    [MemberData(nameof(WrongUsage))]
    public async Task Wrong_usage_of_a_sub_command_is_2(string line) => await VerifyAsync(ExitCodes.Usage, line.Split(' '));

    [Fact]
    public void Every_sub_command_is_used_wrongly_once() =>
        Assert.Equal(
            CommandLine.Root().Subcommands.Select(command => command.Name).Order(StringComparer.Ordinal),
            s_wrongUsage.Select(words => words[0]).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("explain nowhere/nothing")]
    [InlineData("explain /")]
    [InlineData("explain --escaped README.md")]
    [InlineData("matrix --from nowhere/nothing")]
    [InlineData("matrix --from README.md")]
    [InlineData("steps --from nowhere/nothing")]
    [InlineData("cost --from nowhere/nothing")]
    [InlineData("replay nowhere/nothing --to 1")]
    [InlineData("replay README.md --to 1")]
    [InlineData("watch --listen 0 --to 1 --save nowhere/nothing")]
    [InlineData("watch --listen 0 --to nobody.invalid:80")]
    [InlineData("watch --listen {taken} --to 1")]
    [InlineData("run plain-get --target x={closed}")]
    [InlineData("matrix --target x={closed}")]
    [InlineData("load {closed} --duration 0.2 --warm-up 0")]
    [InlineData("load {taken} --process 2147483647")]
    public async Task A_sub_command_that_cannot_run_is_3(string line)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // bound, so that no other process listens there, but not listening

        var words = line
            .Replace("{taken}", $"{taken.LocalEndpoint}", StringComparison.Ordinal)
            .Replace("{closed}", $"{closed.LocalEndPoint}", StringComparison.Ordinal);
        await VerifyAsync(ExitCodes.CannotRun, words.Split(' '));
    }

    // For a CI job, 1 means a fault of the server, and 2 that the check could not run, for any reason.
    [Theory]
    [InlineData("check", "--target", "{closed}")]
    [InlineData("check", "--target", "nobody.invalid:80")]
    [InlineData("check", "--start", "exit 7")]
    [InlineData("check", "--start", "exit 0", "--baseline", "nowhere/nothing")]
    public async Task A_check_that_could_not_be_made_is_2(params string[] words)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands are those of a Unix shell.");
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await VerifyAsync(ExitCodes.Usage, [.. words.Select(word => word.Replace("{closed}", $"{closed.LocalEndPoint}", StringComparison.Ordinal))]);
    }

    [Theory]
    [InlineData("--bogus")]
    [InlineData("--raw", "nowhere")]
    [InlineData("--lang", "fr")]
    public async Task Without_a_sub_command_the_program_is_a_server_that_cannot_start(params string[] args) =>
        await VerifyAsync(ExitCodes.Failure, args);

    [Theory]
    [InlineData("en", "docs/reference.md", "| exit code | meaning |")]
    [InlineData("zh", "docs/reference.zh-CN.md", "| 退出码 | 含义 |")]
    public async Task Help_and_the_reference_have_the_table(string language, string readme, string heading)
    {
        var help = await CommandRunner.RunAsync(["--help"], language: language);
        var table = InLanguage(language, () => ExitCodes.Table);

        Assert.All(table, row => Assert.Contains(Flat(row.Meaning), Flat(help.Text), StringComparison.Ordinal));
        var expected = $"{heading}\n| --- | --- |\n" + string.Concat(table.Select(row => $"| {row.Code} | {row.Meaning} |\n"));
        var reference = await File.ReadAllTextAsync(Path.Combine(Repository.Root, readme), TestContext.Current.CancellationToken);
        Assert.Contains(expected, reference, StringComparison.Ordinal);
    }

    private static async Task VerifyAsync(int code, string[] words)
    {
        var result = words.Contains("--lang") ? await CommandRunner.RunAsync(words, language: null) : await CommandRunner.RunAsync(words);

        Assert.Equal((code, ""), (result.ExitCode, result.Text));
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    // Without the line breaks at 80 columns.
    private static string Flat(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static T InLanguage<T>(string language, Func<T> read)
    {
        var before = System.Globalization.CultureInfo.CurrentUICulture;
        System.Globalization.CultureInfo.CurrentUICulture = Messages.CultureOf(language);
        try
        {
            return read();
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentUICulture = before;
        }
    }
}
