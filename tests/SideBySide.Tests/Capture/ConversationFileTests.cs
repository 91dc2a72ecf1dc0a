using CsCheck;
using RawSocketServer;
using SideBySide.Capture;

namespace SideBySide.Tests.Capture;

public sealed class ConversationFileTests
{
    private const string Head = """{"format":"csvsbs-conversation","version":1,"to":"127.0.0.1:1"}""";

    [Fact]
    public void What_was_written_is_read_again() => Gen
        .Select(Gen.Byte.Array, Gen.Enum<RelayEventKind>(), Gen.Enum<Side>(), Gen.Int[0, 100_000])
        .Sample((bytes, kind, side, milliseconds) =>
        {
            var written = new RelayEvent(7, TimeSpan.FromMilliseconds(milliseconds), side, kind, kind == RelayEventKind.Bytes ? bytes : [], "x\"\n");
            var conversation = Read(ConversationFile.Head("a:1"), ConversationFile.Line(written), ConversationFile.Dropped(3));

            var read = Assert.Single(conversation.Events);
            Assert.Equal(written with { Bytes = default }, read with { Bytes = default });
            Assert.Equal(written.Bytes.Span, read.Bytes.Span);
            Assert.Equal(("a:1", 3), (conversation.To, conversation.Dropped));
        });

    [Fact]
    public void Text_is_written_for_people() => Assert.Equal(
        """{"connection":1,"at":0.5,"from":"client","event":"bytes","text":"GET /你 HTTP/1.1\r\n"}""",
        ConversationFile.Line(new RelayEvent(1, TimeSpan.FromSeconds(0.5), Side.Client, RelayEventKind.Bytes, "GET /你 HTTP/1.1\r\n"u8.ToArray())));

    [Theory]
    [InlineData("line 1")]
    [InlineData("line 1", "GET / HTTP/1.1")]
    [InlineData("line 1", """{"format":"csvsbs-conversation","version":2}""")]
    [InlineData("line 2", Head, "{")]
    [InlineData("line 3", Head, "", "null")]
    [InlineData("line 2", Head, """{"connection":1,"at":0,"from":"nobody","event":"bytes","text":""}""")]
    [InlineData("line 2", Head, """{"connection":0,"at":0,"from":"client","event":"bytes","text":""}""")]
    [InlineData("line 2", Head, """{"connection":1,"at":1e300,"from":"client","event":"bytes","text":""}""")]
    [InlineData("line 2", Head, """{"connection":1,"at":0,"from":"client","event":"bytes"}""")]
    [InlineData("line 2", Head, """{"connection":1,"at":0,"from":"client","event":"bytes","base64":"%"}""")]
    [InlineData("line 2", Head, """{"at":0,"from":"client","event":"opened"}""")]
    public void A_bad_line_is_named(string place, params string[] lines)
    {
        var e = Assert.Throws<StartupException>(() => Read(lines));
        Assert.StartsWith($"talk.jsonl, {place}: ", e.Message, StringComparison.Ordinal);
    }

    private static Conversation Read(params string[] lines)
    {
        using var reader = new StringReader(string.Join('\n', lines));
        return ConversationFile.Read(reader, "talk.jsonl");
    }
}
