using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using SideBySide.Cli;
using SideBySide.Tests.Cli;

namespace SideBySide.Tests.Checks.Clients;

/// <summary><c>check --client</c> with clients of others, and with clients that do not take part.</summary>
[Trait("kind", "process")]
public sealed class ClientCheckTests : IDisposable
{
    private const string ReadsOnce = """
        import os, socket
        host, port = os.environ["URL"].split("/")[2].split(":")
        with socket.create_connection((host, int(port))) as connection:
            path = "/" + os.environ["URL"].split("/", 3)[3]
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
            print(connection.recv(65536).decode().partition("\r\n\r\n")[2])
        """;

    private const string HttpClient = """
        import http.client, sys
        from urllib.parse import urlsplit
        url = urlsplit(sys.argv[1])
        connection = http.client.HTTPConnection(url.netloc)
        connection.request("GET", url.path)
        sys.stdout.buffer.write(connection.getresponse().read())
        """;

    private const string NodeHttp =
        "require('http').get(process.argv[2], response => response.on('error', e => { throw e; }).pipe(process.stdout));";

    private const string Fetch = "fetch(process.argv[2]).then(response => response.text()).then(text => process.stdout.write(text));";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("csvsbs-");

    public ClientCheckTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "A program is ended with its children only on Linux.");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("curl", "")]
    [InlineData("python3", HttpClient, "client-103")]
    [InlineData("node", NodeHttp, "client-field-spaces", "client-chunk-spaces")]
    public async Task A_client_that_many_people_use_reads_every_kind_of_response(string program, string source, params string[] known)
    {
        // What is known is listed in docs/check.md.
        foreach (var part in (string[])["client1", "client2"])
        {
            var outcomes = await OutcomesAsync("--client", Command(program, source), "--only", part);
            Assert.All(outcomes.Where(outcome => !known.Contains(outcome.Key)),
                outcome => Assert.Equal($"{outcome.Key} {(outcome.Key == "client-head" ? "not-built" : "passed")}", $"{outcome.Key} {outcome.Value}"));
        }
    }

    [Theory]
    [InlineData("curl", "")]
    [InlineData("python3", HttpClient)]
    [InlineData("node", Fetch)]
    public async Task A_client_that_many_people_use_does_not_take_a_cut_content_for_complete(string program, string source)
    {
        var outcomes = await OutcomesAsync("--client", Command(program, source), "--only", "incomplete");
        foreach (var id in (string[])["client-cut-content", "client-cut-chunk", "client-no-last-chunk"])
            Assert.Equal("passed", outcomes[id]);
    }

    [Fact]
    public async Task A_response_to_HEAD_has_no_content()
    {
        _ = Tool.Require("curl");
        foreach (var (head, expected) in new[] { ("curl -I {url}", "passed"), ("curl {url}", "not-built") })
        {
            var outcomes = await OutcomesAsync("--client", "curl {url}", "--head", head, "--only", "client-head");
            Assert.Equal(expected, outcomes["client-head"]);
        }
    }

    [Theory]
    [InlineData("en", "One recv is taken for a whole head")]
    [InlineData("zh", "把一次 recv 当成了完整的首部")]
    public async Task A_client_that_receives_once_falls_at_the_first_response_in_pieces(string language, string mistake)
    {
        var result = await CommandRunner.RunAsync(["check", "--client", Command("python3", ReadsOnce)], language: language);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("(client-head-in-pieces)", result.Text);
        Assert.Contains(mistake, result.Text.ReplaceLineEndings("").Replace("  ", "", StringComparison.Ordinal));
        Assert.Contains("RFC 9112 §2.2", result.Text);
        Assert.DoesNotContain('\e', result.Text);
        Assert.All(result.Text.Split('\n'), line => Assert.InRange(TerminalText.Width(line), 0, 80));
    }

    [Theory]
    [InlineData("en", "never connected to http://127.0.0.1:")]
    [InlineData("zh", "始终没有连接 http://127.0.0.1:")]
    public async Task A_client_that_never_connects_cannot_be_checked(string language, string sentence)
    {
        var result = await CommandRunner.RunAsync(["check", "--client", "echo nothing to do; exit 3"], language: language);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(sentence, result.Error);
        Assert.Contains("nothing to do", result.Error);
    }

    [Fact]
    public async Task A_client_that_never_ends_is_stopped_with_all_that_it_has_started()
    {
        _ = Tool.Require("curl");
        var pids = Path.Combine(_folder.FullName, "pids");
        var command = $"curl -s {{url}}; sleep 1000 & echo $! > {pids}; sleep 1000";
        var result = await CommandRunner.RunAsync(["check", "--client", command, "--json"]);

        using var report = JsonDocument.Parse(result.Text);
        var first = report.RootElement.GetProperty("first");
        Assert.Equal(("client-response", "no end"), (first.GetProperty("id").GetString(), first.GetProperty("observed").GetString()));
        var stat = $"/proc/{int.Parse(File.ReadAllText(pids), CultureInfo.InvariantCulture)}/stat";
        for (var begin = Stopwatch.GetTimestamp(); Runs(stat); await Task.Delay(20, TestContext.Current.CancellationToken))
            Assert.True(Stopwatch.GetElapsedTime(begin) < Hang.Guard, "It still runs.");
    }

    [Fact]
    public async Task A_command_whose_exit_code_says_nothing_is_not_judged_by_it()
    {
        _ = Tool.Require("curl");
        var outcomes = await OutcomesAsync("--client", "curl -s {url} || true", "--all", "--only", "client3");
        Assert.Equal(("failed", "not-run"), (outcomes["client-no-response"], outcomes["client-cut-content"]));
    }

    [Fact]
    public async Task A_command_that_does_not_print_the_content_is_not_judged_by_it()
    {
        _ = Tool.Require("curl");
        var outcomes = await OutcomesAsync("--client", "curl -s -o /dev/null {url}", "--only", "client-unasked");
        Assert.Equal("not-run", outcomes["client-unasked"]);
    }

    [Fact]
    public async Task Reports_and_a_baseline_are_as_for_a_server()
    {
        var (junit, html) = (Path.Combine(_folder.FullName, "junit.xml"), Path.Combine(_folder.FullName, "page.html"));
        var command = Command("python3", ReadsOnce);
        var result = await CommandRunner.RunAsync(["check", "--client", command, "--json", "--junit", junit, "--html", html]);

        using var report = JsonDocument.Parse(result.Text);
        Assert.Equal(JsonValueKind.Null, report.RootElement.GetProperty("get").ValueKind);
        var first = report.RootElement.GetProperty("first");
        foreach (var member in (string[])["id", "title", "step", "rule", "explanation", "sent", "received", "observed", "expected", "cure"])
            Assert.NotEmpty(first.GetProperty(member).GetString()!);
        Assert.StartsWith("GET /check/client-head-in-pieces HTTP/1.1", first.GetProperty("received").GetString());
        Assert.Equal("check.client2", Assert.Single(XDocument.Load(junit).Descendants("failure")).Parent!.Attribute("classname")!.Value);
        Assert.Contains("client-head-in-pieces", File.ReadAllText(html));

        var baseline = Path.Combine(_folder.FullName, "known");
        File.WriteAllText(baseline, result.Text);
        result = await CommandRunner.RunAsync(["check", "--client", command, "--only", "client-head-in-pieces", "--baseline", baseline]);
        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [InlineData("--client", "true", "--start", "true")]
    [InlineData("--client", "true", "--get", "/")]
    [InlineData("--client", "true", "--only", "step1")]
    [InlineData("--start", "true", "--head", "true")]
    public async Task Options_of_servers_and_clients_do_not_mix(params string[] options)
    {
        var result = await CommandRunner.RunAsync(["check", .. options]);
        Assert.Equal((2, ""), (result.ExitCode, result.Text));
        Assert.NotEmpty(result.Error);
    }

    // A killed process is listed as Z until its parent has asked for its exit code.
    private static bool Runs(string stat)
    {
        try
        {
            return !File.ReadAllText(stat).Contains(") Z", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<Dictionary<string, string>> OutcomesAsync(params string[] options)
    {
        var result = await CommandRunner.RunAsync(["check", .. options, "--json"]);
        using var report = JsonDocument.Parse(result.Text);
        return report.RootElement.GetProperty("results").EnumerateArray()
            .ToDictionary(check => check.GetProperty("id").GetString()!, check => check.GetProperty("outcome").GetString()!);
    }

    private string Command(string program, string source)
    {
        var tool = Tool.Require(program);
        if (source.Length == 0)
            return $"{tool.Path} -sS {{url}}";
        var file = Path.Combine(_folder.FullName, program == "node" ? "client.js" : "client.py");
        File.WriteAllText(file, source);
        return $"{tool.Path} {file} {{url}}";
    }
}
