using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SideBySide.Cli;
using SideBySide.Measure.Cost;
using SideBySide.Tests.Cli;

namespace SideBySide.Tests.Measure;

/// <summary>The cost of an exchange: the bytes are exact, and <c>docs/cost.md</c> agrees with the current bytes.</summary>
[Trait("kind", "process")]
public sealed partial class CostTests(MeasuredCosts measured) : IClassFixture<MeasuredCosts>
{
    private static readonly CostRow s_counted = new(
        "HandRolledHttp", 14, 100, 116, new Dictionary<string, double> { ["recvfrom"] = 1, ["futex"] = 0.01 }, 1848, 17.8);

    [Fact]
    public void Raw_adds_nothing_and_both_HTTP_servers_are_sent_the_same_request()
    {
        var (raw, handRolled, minimal) = (measured.Entries[0], measured.Entries[1], measured.Entries[2]);
        Assert.Equal(["RawSocketServer", "HandRolledHttp", "MinimalHttpServer"], measured.Entries.Select(entry => entry.Server));
        Assert.Equal((14, 14, 14), (raw.PayloadBytes, raw.RequestBytes, raw.ResponseBytes));
        Assert.Equal(
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 14\r\n\r\n".Length,
            handRolled.RequestProtocolBytes);
        Assert.Equal(handRolled.RequestBytes, minimal.RequestBytes);
        Assert.All([handRolled, minimal], entry => Assert.InRange(entry.ResponseProtocolBytes, 50, 500));
    }

    [Fact]
    public void Every_cost_is_observed_in_the_servers_own_process()
    {
        Assert.All(measured.Entries, entry => Assert.True(entry.CpuMicroseconds > 0));
        Assert.True(measured.Entries[2].AllocatedBytes > 0); // a framework allocates for each request, and the figure shows it
        foreach (var calls in measured.Entries.Select(entry => entry.SystemCalls).OfType<IReadOnlyDictionary<string, double>>())
        {
            Assert.True(
                calls.Where(call => call.Key.StartsWith("recv", StringComparison.Ordinal)).Sum(call => call.Value) >= 1,
                "Not every exchange was received.");
            Assert.True(
                calls.Where(call => call.Key.StartsWith("send", StringComparison.Ordinal)).Sum(call => call.Value) >= 1,
                "Not every exchange was answered.");
        }
    }

    [Theory]
    [InlineData("docs/cost.md")]
    [InlineData("docs/cost.zh-CN.md")]
    public void The_documents_tell_the_bytes_of_today(string document)
    {
        var table = Section().Match(Readme.Read(document).Text).Groups["table"].Value;
        var rows = table.Split('\n').Where(line => line.StartsWith("| [", StringComparison.Ordinal)).ToArray();

        Assert.Equal(measured.Entries.Count, rows.Length);
        Assert.All(rows.Zip(measured.Entries), pair =>
        {
            var (row, entry) = pair;
            Assert.StartsWith(
                $"| [{entry.Server}](../{entry.Server}) | {entry.PayloadBytes} | {entry.RequestProtocolBytes} | {entry.ResponseProtocolBytes} | ",
                row,
                StringComparison.Ordinal);
            Assert.Matches(@"\| \d+\.\d \(.*\) \| [\d,]+ \| \d+\.\d \|$", row); // the measured values of another machine
        });
    }

    [Fact]
    public void A_line_costs_what_each_door_adds_to_it()
    {
        var doors = measured.Report.Doors.ToDictionary(door => door.Door);
        var line = "10 Bob: Hello, Server!".Length;

        Assert.Equal([DoorCost.Lines, DoorCost.WebSocket, DoorCost.Events, DoorCost.LongPoll, DoorCost.Poll], measured.Report.Doors.Select(door => door.Door));
        Assert.Equal(new DoorCost(DoorCost.Lines, 14 + 1, line + 1, 0, line + 1, 0), doors[DoorCost.Lines]);
        Assert.Equal(new DoorCost(DoorCost.WebSocket, 2 + 4 + 14, 2 + line, 0, 2 + line, 2 * (2 + 6)), doors[DoorCost.WebSocket]);
        Assert.Equal(
            (0, "2c\r\nid: 12345678:10\ndata: \n\n\r\n".Length + line, 4 * "3\r\n:\n\n\r\n".Length),
            (doors[DoorCost.Events].ToldSent, doors[DoorCost.Events].ToldReceived, doors[DoorCost.Events].SilentMinute));
        Assert.True(doors[DoorCost.LongPoll].ToldSent > 40 && doors[DoorCost.LongPoll].ToldReceived > line + 100);
        Assert.True(doors[DoorCost.LongPoll].SilentMinute * 24 < doors[DoorCost.Poll].SilentMinute && doors[DoorCost.Poll].SilentMinute % 60 == 0);
        Assert.All([DoorCost.Events, DoorCost.LongPoll, DoorCost.Poll], door => Assert.Equal(
            (doors[door].SaySent, doors[door].SayReceived), (doors[DoorCost.Events].SaySent, doors[DoorCost.Events].SayReceived)));
    }

    [Theory]
    [InlineData("docs/cost.md", "en")]
    [InlineData("docs/cost.zh-CN.md", "zh")]
    public void The_documents_have_the_bytes_of_each_door(string document, string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        var table = Section().Match(Readme.Read(document).Text).Groups["table"].Value;
        var today = measured.Report.ToMarkdown().TrimEnd('\n');

        Assert.EndsWith(today[today.LastIndexOf($"| {CostTexts.Door} |", StringComparison.Ordinal)..], table.TrimEnd('\n'), StringComparison.Ordinal);
    }

    [Fact]
    public void What_strace_prints_is_read()
    {
        var calls = SystemCalls.Read(
            """
            strace: Process 42 attached with 2 threads
            strace: Process 43 detached
            % time     seconds  usecs/call     calls    errors syscall
            ------ ----------- ----------- --------- --------- ----------------
             60.00    0.000060           3        20           epoll_wait
             40.00    0.000040           2        21         1 recvfrom
            ------ ----------- ----------- --------- --------- ----------------
            100.00    0.000100                    41         1 total
            """);
        Assert.Equal(new Dictionary<string, int> { ["epoll_wait"] = 20, ["recvfrom"] = 21 }, calls);
    }

    [Fact]
    public void What_could_not_be_counted_is_said()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        var seen = new CostReport(100, [s_counted], default, []);
        var unseen = new CostReport(100, [s_counted with { SystemCalls = null }], default, []);

        Assert.Contains("| 14 | 86 | 102 | 1.0 (recvfrom 1.0) | 1,848 | 17.8 |", seen.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("| 14 | 86 | 102 | – | 1,848 | 17.8 |", unseen.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("were not counted", unseen.ToMarkdown(), StringComparison.Ordinal);
        Assert.DoesNotContain("were not counted", seen.ToMarkdown(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "The cost: what one exchange costs", "CPU µs")]
    [InlineData("zh", "开销：往返一次的开销", "CPU 微秒")]
    public async Task The_command_shows_it_in_80_columns(string language, string title, string column)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, measured.Report.ToJson(), TestContext.Current.CancellationToken);
        var result = await CommandRunner.RunAsync(["cost", "--from", file], language: language);
        File.Delete(file);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains(title, result.Text, StringComparison.Ordinal);
        Assert.Contains(column, result.Text, StringComparison.Ordinal);
        Assert.All(measured.Entries, entry => Assert.Matches(
            $@"{entry.Server} +14 +{entry.RequestProtocolBytes} +{entry.ResponseProtocolBytes} ", result.Text));
        Assert.All(result.Text.Split('\n'), line => Assert.InRange(TerminalText.Width(line), 0, 80));
    }

    [Fact]
    public async Task The_command_speaks_JSON_and_reads_it_again()
    {
        var result = await CommandRunner.RunAsync(["cost", "--exchanges", "100", "--json"]);

        var cost = JsonElement.Parse(result.Text);
        Assert.Equal(100, cost.GetProperty("exchanges").GetInt32());
        Assert.Equal(
            measured.Entries.Select(entry => entry.ResponseProtocolBytes),
            cost.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("responseProtocolBytes").GetInt32()));

        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, result.Text, TestContext.Current.CancellationToken);
        var again = await CommandRunner.RunAsync(["cost", "--from", file, "--json"]);
        Assert.Equal(result.Text, again.Text);
        File.Delete(file);
    }

    [Theory]
    [InlineData(2, "Choose one of --markdown and --json.", "--markdown", "--json")]
    [InlineData(2, "cost:exchanges is 99; it must be from 100 to 1000000.", "--exchanges", "99")]
    [InlineData(3, "--from README.md: this is not the output of cost --json.", "--from", "README.md")]
    [InlineData(
        2,
        "\"--rounds\" is not an option of this program; its options are --exchanges, --markdown, --json, --from, --lang, --help (see --help).",
        "--rounds")]
    public async Task A_bad_option_is_one_sentence(int code, string sentence, params string[] options)
    {
        var result = await CommandRunner.RunAsync(["cost", .. options]);

        Assert.Equal((code, "", sentence + "\n"), (result.ExitCode, result.Text, result.Error.ReplaceLineEndings("\n")));
    }

    [GeneratedRegex(@"<!-- cost: [^\n]*-->\n(?<table>.*?)<!-- end of cost -->", RegexOptions.Singleline)]
    private static partial Regex Section();
}

/// <summary>One measurement for all tests, with few exchanges, since the bytes are the same in each.</summary>
public sealed class MeasuredCosts : IAsyncLifetime
{
    private const int Exchanges = 200;

    internal CostReport Report { get; private set; } = new(Exchanges, [], default, []);

    public IReadOnlyList<CostRow> Entries => Report.Entries;

    public async ValueTask InitializeAsync() => Report = new(
        Exchanges,
        await new CostMeasurement(Exchanges, TimeProvider.System).RunAsync(CancellationToken.None),
        default,
        await DoorMeasurement.RunAsync(CancellationToken.None));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
