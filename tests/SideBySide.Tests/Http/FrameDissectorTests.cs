using HandRolledHttp.Tests.WebSocket;
using HandRolledHttp.WebSocket;
using SideBySide.Http;

namespace SideBySide.Tests.Http;

/// <summary>Frames taken apart: of every vector what the reader made of it, wherever it is cut.</summary>
public sealed class FrameDissectorTests
{
    public static TheoryData<string> Vectors => [.. FrameVector.All.Select(v => v.Name)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Shows_of_every_vector_what_the_reader_made_of_it(string name)
    {
        var vector = Find(name);
        var (bytes, offset, length) = vector.Decode();
        var messages = Dissect(vector, bytes);

        var refusal = messages.Select(message => message.Refusal).SingleOrDefault(refused => refused is not null);
        Assert.Equal(vector.Rejected is null ? default : (vector.Rejected, offset, length),
            refusal is null ? default : (refusal.Reason, refusal.Offset, refusal.Length));
        Assert.Equal(Math.Max(length, 0), messages.SelectMany(m => m.Spans).Where(span => span.IsOffence).Sum(span => span.Length));
        Assert.Equal(
            vector.Reads.Count(read => read.StartsWith("close", StringComparison.Ordinal)), messages.Count(m => m.Frame?.Opcode == "close"));
        if (refusal is not null)
        {
            var rule = FrameRejection.For(Enum.Parse<FrameError>(refusal.Reason));
            Assert.Equal((rule.English, rule.Chinese), (refusal.Sentence.En, refusal.Sentence.Zh));
            Assert.Equal(((int)rule.Code, rule.Section), (refusal.Status, refusal.Section));
            Assert.All(refusal.Sources, source => Assert.StartsWith("HandRolledHttp/WebSocket/", source, StringComparison.Ordinal));
            Assert.Null(messages[^1].Missing);
        }
        else if (!vector.Partial)
        {
            Assert.All(messages, message => Assert.Equal((true, null), (message.IsComplete, message.Missing)));
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_byte_has_one_place_wherever_frames_are_cut(string name)
    {
        var vector = Find(name);
        var (bytes, _, _) = vector.Decode();
        for (var cut = 0; cut <= bytes.Length; cut += cut < 300 ? 1 : 997)
        {
            var messages = Dissect(vector, bytes[..cut]);
            Assert.Equal(cut, messages.Sum(message => message.Length));
            AssertEachByteOnce(messages);
            Assert.All(messages.Where(message => message.Kind == "frame"), message =>
                Assert.Equal(!message.IsComplete, message.Refusal is not null ^ message.Missing is not null));
        }
    }

    [Fact]
    public void Names_each_part_of_a_clients_frames()
    {
        Assert.Equal("""
            FIN RSV opcode    81                 FIN=1 RSV=000 opcode=1 (text)
            MASK length       85                 MASK=1 length=5
            masking key       37 fa 21 3d
            payload data      7f 9f 4d 51 58     Hello
            FIN RSV opcode    02                 FIN=0 RSV=000 opcode=2 (binary)
            MASK length       82                 MASK=1 length=2
            masking key       37 fa 21 3d
            payload data      37 05              \0\xFF
            FIN RSV opcode    89                 FIN=1 RSV=000 opcode=9 (ping)
            MASK length       80                 MASK=1 length=0
            masking key       37 fa 21 3d
            FIN RSV opcode    80                 FIN=1 RSV=000 opcode=0 (continuation)
            MASK length       80                 MASK=1 length=0
            masking key       37 fa 21 3d
            FIN RSV opcode    88                 FIN=1 RSV=000 opcode=8 (close)
            MASK length       85                 MASK=1 length=5
            masking key       37 fa 21 3d
            close code        34 12              1000
            close reason      43 44 52           bye
            (not interpreted) GET
            """.ReplaceLineEndings("\n"),
            Outline(Dissect(false, [.. Frames.Parse(@"text(Hello) bin-(\x00\xff) ping() cont() close(\x03\xe8bye)"), .. "GET"u8])));
    }

    [Fact]
    public void Names_each_part_of_a_servers_frames()
    {
        Assert.Equal("""
            FIN RSV opcode    81                 FIN=1 RSV=000 opcode=1 (text)
            MASK length       02                 MASK=0 length=2
            payload data      Hi
            FIN RSV opcode    82                 FIN=1 RSV=000 opcode=2 (binary)
            MASK length       7e                 MASK=0 length=126
            extended length   00 7e              126
            payload data      … 61
            FIN RSV opcode    8a                 FIN=1 RSV=000 opcode=A (pong)
            MASK length       00                 MASK=0 length=0
            FIN RSV opcode    88                 FIN=1 RSV=000 opcode=8 (close)
            MASK length       02                 MASK=0 length=2
            close code        03 e9              1001
            """.ReplaceLineEndings("\n"),
            Outline(Dissect(true, Frames.Parse(@"text(Hi) bin(\*126(a)) pong() close(\x03\xe9)", isMasked: false)))
                .Replace(string.Concat(Enumerable.Repeat("61 ", 125)), "… ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_rejection_is_at_its_byte_and_nothing_behind_it_is_interpreted()
    {
        var message = Assert.Single(Dissect(false, Frames.Parse("81 05 48 65 6c 6c 6f")));

        Assert.Equal([("FIN RSV opcode", "81", false), ("MASK length", "05", true), ("(not interpreted)", "Hello", false)],
            message.Spans.Select(span => (span.Rule, span.Text, span.IsOffence)));
        Assert.Equal(("MASK=0 length=5", "RFC 6455 §7.1.7"), (message.Spans[1].Meaning, message.Spans[2].Section));
        Assert.Equal(("MaskMissing", 1002, "RFC 6455 §5.1"), (message.Refusal!.Reason, message.Refusal.Status, message.Refusal.Section));
        Assert.Equal("MaskUnexpected", Assert.Single(Dissect(true, Frames.Parse("text(Hello)"))).Refusal!.Reason);
    }

    [Fact]
    public void The_example_of_a_rejection_is_a_frame_that_keeps_the_rules()
    {
        foreach (var vector in FrameVector.All.Where(vector => vector.Rejected is not null))
        {
            var example = Dissect(vector, vector.Decode().Bytes)[^1].Refusal!.Example;
            Assert.True(Assert.Single(Dissect(vector.FromServer, Frames.Parse(example))).IsComplete);
        }
    }

    [Fact]
    public void A_reserved_bit_is_no_offence_where_an_extension_may_have_set_it()
    {
        var bytes = Frames.Parse("text(a) c1 81 00 00 00 00 62 text(c)");

        Assert.Equal(["frame", "rest"], Dissect(new FrameDissector(fromServer: false, mayBeExtended: true), bytes).Select(m => m.Kind));
        Assert.Equal(["frame", "frame"], Dissect(false, bytes).Select(m => m.Kind));
        Assert.Equal("ReservedBits", Dissect(false, bytes)[1].Refusal!.Reason);
    }

    private static FrameVector Find(string name) => FrameVector.All.Single(v => v.Name == name);

    private static List<Message> Dissect(FrameVector vector, byte[] bytes) =>
        Dissect(new FrameDissector(vector.FromServer, mayBeExtended: false, vector.MaxMessage), bytes);

    private static List<Message> Dissect(bool fromServer, byte[] bytes) => Dissect(new FrameDissector(fromServer, mayBeExtended: false), bytes);

    private static List<Message> Dissect(FrameDissector frames, byte[] bytes)
    {
        var messages = new List<Message>();
        for (var at = 0; at < bytes.Length; at += messages[^1].Length)
            messages.Add(frames.Read(bytes.AsMemory(at), at));
        return messages;
    }

    private static void AssertEachByteOnce(List<Message> messages)
    {
        var at = 0;
        foreach (var span in messages.SelectMany(message => message.Spans))
        {
            Assert.Equal(at, span.Offset);
            Assert.InRange(span.Length, 1, int.MaxValue);
            at += span.Length;
        }

        Assert.Equal(at, messages.Sum(message => message.Length));
    }

    private static string Outline(List<Message> messages) => string.Join('\n', messages.SelectMany(message => message.Spans)
        .Select(span => (span.Meaning is null ? $"{span.Rule,-17} {span.Text}" : $"{span.Rule,-17} {span.Text,-18} {span.Meaning}").TrimEnd()));
}
