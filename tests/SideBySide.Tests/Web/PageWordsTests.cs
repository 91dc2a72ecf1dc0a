using System.Text.Json;
using HandRolledHttp.WebSocket;
using SideBySide.Capture;
using SideBySide.Experiments;
using SideBySide.Http;
using SideBySide.Measure.Load;
using SideBySide.Wire;

namespace SideBySide.Tests.Web;

/// <summary>The page's words: complete in both languages, each of them used, and one for every key that the host sends.</summary>
[Trait("kind", "process")]
public sealed class PageWordsTests(PageWords page) : IClassFixture<PageWords>
{
    private static readonly string[] s_framings =
        [.. Enum.GetValues<ResponseEnd>().Select(ResponseParser.NameOf).Append(ResponseParser.UnknownFraming).Distinct()];

    private static readonly string[] s_opcodes = [.. Enum.GetValues<Opcode>().Select(FrameSpans.Name)];

    private static readonly string[] s_workloads = [.. Bench.Cases.Select(one => one.Workload.ToString().ToLowerInvariant()).Distinct()];

    // The keys that the host sends, by the folder of the page's words. A key a/b is the word b within the word a.
    private static readonly (string Folder, string[] Keys)[] s_sent =
    [
        ("wire", [.. Names<WireEventKind>(), .. Names<Verdict>().Where(verdict => verdict != "none")]),
        ("wire", [.. Properties<ByteBreakdown>().Where(part => part != "bytes").Select(part => "part-" + part)]),
        ("views/matrix", [.. Names<Verdict>().Select(verdict => "verdict-" + verdict)]),
        ("views/steps", [.. Properties<VerdictCounts>()]),
        ("views/live", [.. Enum.GetValues<RelayEventKind>().Select(Told).OfType<LiveClosed>().Select(closed => closed.How)]),
        ("views/cost", [.. s_workloads.Select(workload => "workloads/" + workload)]),
        ("dissection",
        [
            .. s_framings.Select(framing => "framings/" + framing), .. s_opcodes.Select(opcode => "opcodes/" + opcode),
            "request", "response", "frame", "rest"
        ]),
    ];

    [Fact]
    public void Every_word_exists_in_both_languages()
    {
        Assert.NotEmpty(page.Folders);
        Assert.All(page.Folders, folder => Assert.Equal(folder.Words["en"]!.ToJsonString(), folder.Words["zh"]!.ToJsonString()));
    }

    [Fact]
    public void Every_key_that_the_host_sends_has_its_word()
    {
        foreach (var (folder, keys) in s_sent)
            Assert.Empty(keys.Where(key => !page[folder].Has(key)).Select(page[folder].Place));
    }

    [Fact]
    public void Every_word_that_a_module_says_exists() =>
        Assert.Empty(page.Folders.SelectMany(folder => folder.Said.Where(key => !folder.Has(key)).Select(folder.Place)));

    [Fact]
    public void No_word_is_unused()
    {
        var sent = s_sent.SelectMany(one => one.Keys.Select(key => $"{one.Folder}/{key}")).ToHashSet();
        Assert.Empty(page.Folders.SelectMany(folder => folder.Keys
            .Where(key => !folder.MaySay(key) && !sent.Contains($"{folder.Name}/{key}"))
            .Select(folder.Place)));
        Assert.Equal(s_framings.Order(), page["dissection"].Within("framings").Order());
        Assert.Equal(s_opcodes.Order(), page["dissection"].Within("opcodes").Order());
        Assert.Equal(s_workloads.Order(), page["views/cost"].Within("workloads").Order());
    }

    private static IEnumerable<string> Names<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(value => JsonSerializer.SerializeToNode(value)!.GetValue<string>());

    private static IEnumerable<string> Properties<T>() =>
        typeof(T).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));

    private static LiveEvent? Told(RelayEventKind kind) => new LiveEventMapper("raw").Read(new RelayEvent(1, default, Side.Client, kind), 0);
}
