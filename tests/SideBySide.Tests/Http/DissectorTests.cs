using System.Text;
using System.Text.Json;
using CsCheck;
using HandRolledHttp.Http1;
using HandRolledHttp.Tests.Http1;
using SideBySide.Http;

namespace SideBySide.Tests.Http;

public sealed class DissectorTests
{
    public static TheoryData<string> Vectors => [.. Vector.All.Select(v => v.Name)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Shows_of_every_vector_what_the_parser_made_of_it(string name)
    {
        var vector = Vector.All.Single(v => v.Name == name);
        var (bytes, offset, length) = vector.Decode();
        var dissection = Dissector.Requests(bytes, vector.ToLimits());

        AssertEachByteOnce(dissection, bytes.Length);
        if (vector.Rejected is { } reason)
        {
            Assert.Equal((reason, offset, length), (dissection.Refusal?.Reason, dissection.Refusal!.Offset, dissection.Refusal.Length));
            Assert.Equal(length, dissection.Messages.SelectMany(m => m.Spans).Where(s => s.IsOffence).Sum(s => s.Length));
            Assert.Null(dissection.Messages[^1].Missing);
            return;
        }

        var message = Assert.Single(dissection.Messages);
        Assert.Equal((!vector.Partial, vector.Partial), (message.IsComplete, message.Missing is not null));
        Assert.Null(message.Refusal);
        Assert.DoesNotContain(message.Spans, span => span.Rule.StartsWith('('));
        if (message.Request is not { } request)
            return;
        Assert.Equal(vector.Method ?? request.Method, request.Method);
        Assert.Equal(vector.Target ?? request.Target, request.Target);
        Assert.Equal(vector.Persistent ?? request.IsPersistent, request.IsPersistent);
        if (vector.Fields is { } fields)
            Assert.Equal(fields, request.Fields.Select(f => $"{f.Name}: {f.Value}"));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_byte_of_every_vector_has_one_place_wherever_it_is_cut(string name)
    {
        var vector = Vector.All.Single(v => v.Name == name);
        var (bytes, _, _) = vector.Decode();
        for (var length = 0; length <= bytes.Length; length++)
        {
            AssertEachByteOnce(Dissector.Requests(bytes.AsMemory(0, length), vector.ToLimits()), length);
            AssertEachByteOnce(Dissector.Responses(bytes.AsMemory(0, length)), length);
        }
    }

    [Fact]
    public void Every_byte_of_generated_requests_has_one_place_and_the_parser_agrees() => Gen.Select(Streams.Requests, Gen.Int[0, 1000]).Sample((text, twist) =>
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        if (twist < 500 && bytes.Length > 0)
            bytes[twist % bytes.Length] = (byte)(twist * 31); // breaks half of them somewhere
        var dissection = Dissector.Requests(bytes);

        AssertEachByteOnce(dissection, bytes.Length);
        AssertParserAgrees(bytes, dissection);
    });

    [Fact]
    public void Every_byte_of_generated_responses_has_one_place() => Gen.Select(Streams.Responses, Gen.Int[0, 1000]).Sample((text, twist) =>
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        if (twist < 500 && bytes.Length > 0)
            bytes[twist % bytes.Length] = (byte)(twist * 31);

        AssertEachByteOnce(Dissector.Responses(bytes), bytes.Length);
        AssertEachByteOnce(Dissector.Responses(bytes, ["HEAD", "GET"], ended: true), bytes.Length);
    });

    [Fact]
    public void Names_each_part_of_a_request()
    {
        Assert.Equal("""
            method            GET
            SP                 
            absolute-path     /h%C3%A9/../a      /a
            "?"               ?
            query             n=a+b%21           n=a b!
            SP                 
            HTTP-version      HTTP/1.1
            CRLF              \r\n
            field-name        Host
            ":"               :
            OWS               \t
            field-value       x
            OWS                
            CRLF              \r\n
            field-name        Transfer-Encoding
            ":"               :
            field-value       chunked
            CRLF              \r\n
            CRLF              \r\n
            chunk-size        A                  10
            chunk-ext         ;a="b"
            CRLF              \r\n
            chunk-data        0123456789
            CRLF              \r\n
            last-chunk        0
            CRLF              \r\n
            field-name        T
            ":"               :
            field-value       t
            CRLF              \r\n
            CRLF              \r\n
            """.ReplaceLineEndings("\n"),
            Outline("GET /h%C3%A9/../a?n=a+b%21 HTTP/1.1\r\nHost:\tx \r\nTransfer-Encoding:chunked\r\n\r\nA;a=\"b\"\r\n0123456789\r\n0\r\nT:t\r\n\r\n"));
    }

    [Theory]
    [InlineData("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n", "authority-form")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "asterisk-form")]
    [InlineData("GET HTTP://a:1/b?c HTTP/1.1\r\nHost: a\r\n\r\n", "scheme \"://\" authority absolute-path \"?\" query")]
    [InlineData("GET gopher://a HTTP/1.1\r\nHost: a\r\n\r\n", "request-target request-target")]
    public void Tells_the_forms_of_a_target_apart(string request, string rules)
    {
        var spans = Dissector.Requests(Encoding.ASCII.GetBytes(request)).Messages[0].Spans;
        Assert.Equal(rules, string.Join(' ', spans.Skip(2).TakeWhile(span => span.Rule != "SP").Select(span => span.Rule)));
    }

    [Fact]
    public void Reads_requests_that_come_one_behind_the_other_until_one_closes()
    {
        const string get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
        const string post = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
        var dissection = Dissector.Requests(Encoding.ASCII.GetBytes(get + post + get));

        Assert.Equal(["request", "request", "rest"], dissection.Messages.Select(m => m.Kind));
        Assert.Equal([0, get.Length, get.Length + post.Length], dissection.Messages.Select(m => m.Offset));
        Assert.Equal("ok", dissection.Messages[1].Request!.Body);
        Assert.Equal("(not interpreted)", Assert.Single(dissection.Messages[2].Spans).Rule);
    }

    [Fact]
    public void Points_at_the_offence_and_interprets_nothing_behind_it()
    {
        var message = Assert.Single(Dissector.Requests("GET / HTTP/1.1\r\nHo st: x\r\n\r\nGET"u8.ToArray()).Messages);

        Assert.Equal([("field-name", "Ho", false), ("(refused)", " ", true), ("(not interpreted)", "st: x\\r\\n\\r\\nGET", false)],
            message.Spans.TakeLast(3).Select(span => (span.Rule, span.Text, span.IsOffence)));
        Assert.All(message.Refusal!.Sources, source => Assert.StartsWith("HandRolledHttp/Http1/FieldLine.cs:", source, StringComparison.Ordinal));
    }

    [Fact]
    public void A_value_that_was_refused_when_it_was_needed_is_still_a_value()
    {
        var message = Assert.Single(Dissector.Requests("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nhello"u8.ToArray()).Messages);

        Assert.Equal(("field-value", "+5"), Assert.Single(message.Spans, span => span.IsOffence) is var offence ? (offence.Rule, offence.Text) : default);
        Assert.Equal(("(not interpreted)", "hello"), (message.Spans[^1].Rule, message.Spans[^1].Text));
    }

    [Fact]
    public void Reads_responses_with_the_methods_they_answer()
    {
        const string head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
        var dissection = Dissector.Responses(
            Encoding.ASCII.GetBytes($"HTTP/1.1 100 Continue\r\n\r\n{head}hello{head}HTTP/1.0 404\r\n\r\nno"),
            ["POST", "HEAD"],
            ended: true);

        Assert.Equal([100, 200, 200, 404], dissection.Messages.Select(m => m.Response!.Status));
        Assert.Equal([null, "hello", null, "no"], dissection.Messages.Select(m => m.Response!.Body));
        Assert.Equal("There is nothing at this address.", dissection.Messages[3].Spans.Single(s => s.Rule == "status-code").Explanation.En);
        Assert.All(dissection.Messages, message => Assert.True(message.IsComplete));
    }

    [Fact]
    public void A_broken_response_is_told_without_a_status_that_nobody_will_send()
    {
        var refusal = Dissector.Responses("HTTP/1.1 2OO OK\r\n\r\n"u8.ToArray()).Refusal!;

        Assert.Equal(("StatusLineMalformed", 10, null), (refusal.Reason, refusal.Offset, refusal.Status));
    }

    [Fact]
    public void What_follows_a_switch_of_protocols_is_not_HTTP() =>
        Assert.Equal(
            ["response", "rest"],
            Dissector.Responses("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n\0\0"u8.ToArray()).Messages.Select(m => m.Kind));

    [Fact]
    public void Goes_to_the_page_as_plain_data()
    {
        var json = JsonSerializer.SerializeToElement(Dissector.Read("GET /\xff HTTP/1.1\r\n"u8.ToArray()), JsonSerializerOptions.Web);
        var message = json.GetProperty("messages")[0];

        Assert.Equal("TargetInvalidCharacter", message.GetProperty("refusal").GetProperty("reason").GetString());
        Assert.Equal("method", message.GetProperty("spans")[0].GetProperty("rule").GetString());
        Assert.StartsWith("GET：", message.GetProperty("spans")[0].GetProperty("explanation").GetProperty("zh").GetString(), StringComparison.Ordinal);
    }

    private static void AssertEachByteOnce(Dissection dissection, int length)
    {
        var at = 0;
        foreach (var message in dissection.Messages)
        {
            Assert.Equal(at, message.Offset);
            foreach (var span in message.Spans)
            {
                Assert.Equal(at, span.Offset);
                Assert.InRange(span.Length, 1, length - at);
                at += span.Length;
            }

            Assert.Equal(at, message.Offset + message.Length);
        }

        Assert.Equal(length, at);
    }

    private static void AssertParserAgrees(byte[] bytes, Dissection dissection)
    {
        foreach (var message in dissection.Messages.Where(m => m.Kind == "request"))
        {
            var result = new RequestHeadParser(new Limits()).Parse(bytes.AsSpan(message.Offset));
            if (result.IsRejected)
                Assert.Equal(
                    (result.Reason.ToString(), message.Offset + result.Offset, result.Length),
                    (message.Refusal!.Reason, message.Refusal.Offset, message.Refusal.Length));
            else
                Assert.Equal(result.IsComplete, message.Request is not null);
        }
    }

    private static string Outline(string request) => string.Join('\n', Dissector.Read(Encoding.ASCII.GetBytes(request)).Messages
        .SelectMany(message => message.Spans)
        .Select(span => span.Meaning is null ? $"{span.Rule,-18}{span.Text}" : $"{span.Rule,-18}{span.Text,-19}{span.Meaning}"));
}
