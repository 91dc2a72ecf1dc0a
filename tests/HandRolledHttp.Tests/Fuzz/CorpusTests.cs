using System.IO.Compression;
using HandRolledHttp.Fuzz.Targets;

namespace HandRolledHttp.Tests.Fuzz;

/// <summary>All inputs of the fuzzer's corpus, with the fuzzer's own checks.</summary>
public sealed class CorpusTests
{
    private delegate void Target(ReadOnlySpan<byte> input);

    [Fact]
    public void The_parser_withstands_the_whole_corpus() => Replay("parser", ParserTarget.Run);

    [Fact]
    public void The_connection_withstands_the_whole_corpus() => Replay("connection", new ConnectionTarget().Run);

    [Fact]
    public void Forms_withstand_the_whole_corpus() => Replay("multipart", MultipartTarget.Run);

    [Fact]
    public void Cookies_withstand_the_whole_corpus() => Replay("cookies", CookiesTarget.Run, least: 20);

    [Fact]
    public void Forwarded_withstands_the_whole_corpus() => Replay("forwarded", ForwardedTarget.Run);

    [Fact]
    public void The_PROXY_header_withstands_the_whole_corpus() => Replay("proxy", ProxyTarget.Run, least: 30);

    [Fact]
    public void WebSocket_frames_withstand_the_whole_corpus() => Replay("websocket", WebSocketTarget.Run);

    private static void Replay(string corpus, Target target, int least = 100)
    {
        using var archive = ZipFile.OpenRead(Path.Combine(AppContext.BaseDirectory, "Fuzz", "Corpus", corpus + ".zip"));
        var findings = new List<string>();
        foreach (var entry in archive.Entries)
        {
            using var content = entry.Open();
            using var input = new MemoryStream();
            content.CopyTo(input);
            try
            {
                target(input.ToArray());
            }
            catch (Exception e)
            {
                findings.Add($"{entry.FullName} ({Convert.ToHexString(input.ToArray())}): {e}");
            }
        }

        Assert.True(archive.Entries.Count >= least, $"{corpus}.zip holds {archive.Entries.Count} inputs.");
        Assert.Empty(findings);
    }
}
