using System.Text;
using SideBySide.Cli;
using SideBySide.Http;

namespace SideBySide.Tests.Http;

/// <summary>Responses of real servers and programs that are not quite HTTP/1.1: each gets a specific name.</summary>
public sealed class ResponseOddityTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello", "ChunkSizeInvalid", "--raw")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{\"a\": 1}", "ChunkSizeInvalid", "--raw")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\nx\r\n", "ChunkSizeInvalid", "hexadecimal")]
    [InlineData("HTTP/2 200 \r\nserver: x\r\n\r\n", "StatusLineMalformed", "HTTP/2, which has no status line")]
    [InlineData("HTTP/2.0 200 OK\r\n\r\n", "StatusLineMalformed", "HTTP/2, which has no status line")]
    [InlineData("HTTP/3.0 200 OK\r\n\r\n", "StatusLineMalformed", "HTTP/3, which has no status line")]
    [InlineData("HTTP/0.9 200 OK\r\n\r\n", "StatusLineMalformed", "must begin with")]
    [InlineData("HTTP/3 200 \r\n\r\n", "StatusLineMalformed", "HTTP/3, which has no status line")]
    [InlineData("ICY 200 OK\r\n\r\n", "StatusLineMalformed", "SHOUTcast")]
    [InlineData("http/1.1 200 OK\r\n\r\n", "StatusLineMalformed", "capitals")]
    [InlineData("HTTP/1.1 200 OK\nA: b\n\n", "BareLf", "status line must end with CR LF")]
    [InlineData("HTTP/1.1 200\n\n", "BareLf", "status line must end with CR LF")]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\n\r\n", "BareLf", "CR LF")]
    [InlineData("HTTP/1.1 200 O\0K\r\n\r\n", "ReasonInvalid", "NUL")]
    [InlineData("HTTP/1.1 200 O\rK\r\n\r\n", "ReasonInvalid", "control character")]
    [InlineData("HTTP/1.1 099 No\r\n\r\n", "StatusCodeInvalid", "100 to 599")]
    [InlineData("HTTP/1.1 000 No\r\n\r\n", "StatusCodeInvalid", "100 to 599")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", "ContentLengthOverflow", "")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello", "ContentLengthInvalid", "")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello", "FieldRepeated", "")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "FieldRepeated", "")]
    [InlineData("HTTP/1.1 200 OK\r\n A: b\r\n\r\n", "WhitespaceBeforeFields", "")]
    public void Names_the_offence(string response, string reason, string sentence)
    {
        var refusal = Dissector.Read(Encoding.Latin1.GetBytes(response)).Refusal;

        Assert.Equal(reason, refusal?.Reason);
        Assert.Contains(sentence, refusal!.Sentence.En, StringComparison.Ordinal);
        Assert.Contains(refusal.Sentence.Zh, c => c >= 0x4E00);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nA: b\r\n c\r\n\td\r\nE: f\r\n\r\nhi", "folded")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "folded")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "Both Content-Length and Transfer-Encoding")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "chunked is there twice")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "chunked is there twice")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi", "repeated with the same value")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nhi", "repeated with the same value")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 02\r\nContent-Length: 2\r\n\r\nhi", "repeated with the same value")]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", "A 204 must not have a Content-Length")]
    [InlineData("HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n", "A 204 must not have a Transfer-Encoding")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nContent-Length: 0\r\n\r\n", "A 103 must not have a Content-Length")]
    public void Reads_on_and_says_what_should_not_be_there(string response, string note)
    {
        var bytes = Encoding.Latin1.GetBytes(response);
        var message = Assert.Single(Dissector.Read(bytes).Messages);

        Assert.True(message.IsComplete);
        Assert.Contains(message.Notes!, n => n.En.Contains(note, StringComparison.Ordinal) && n.Zh.Any(c => c >= 0x4E00));
        if (message.Response!.Status == 200)
            Assert.Equal("hi", message.Response.Body);
        Assert.Equal(bytes.Length, message.Spans.Sum(span => span.Length));
        Assert.Contains(message.Notes![0].En[..20], new DissectionView(new AnsiStyle(false)).Show(Dissector.Read(bytes), bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_good_response_has_no_notes() => Assert.Null(Dissector.Read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"u8.ToArray()).Messages[0].Notes);

    [Fact]
    public void A_fold_is_blanks_in_the_value()
    {
        var response = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nA: b\r\n c\r\nD: e\r\n\r\n"u8.ToArray();

        Assert.Equal("b   c", Dissector.Read(response).Messages[0].Response!.Fields.Single(field => field.Name == "A").Value);
        Assert.Equal("b   c", ParsedResponses.Read(response)[0].Fields.Single(field => field.Key == "A").Value);
    }

    [Fact]
    public void Trailers_are_named_as_trailers()
    {
        var spans = Dissector.Read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nExpires: x\r\n\r\n"u8.ToArray()).Messages[0].Spans;

        var name = spans.Single(span => span.Text == "Expires");
        Assert.Equal("RFC 9112 §7.1.2", name.Section);
        Assert.Contains("trailer field", name.Explanation.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n\r\n\r\n")]
    public void An_empty_line_before_a_response_is_explained(string before)
    {
        var messages = Dissector.Read(Encoding.ASCII.GetBytes(before + "HTTP/1.1 204 No Content\r\n\r\n")).Messages;

        Assert.Equal(["rest", "response"], messages.Select(message => message.Kind));
        Assert.Contains("empty line before a response", messages[0].Spans[0].Explanation.En, StringComparison.Ordinal);
        Assert.Equal(before.Length, messages[0].Length);
    }

    [Theory]
    [InlineData("get / HTTP/1.1\r\nHost: x\r\n\r\n", "get", "GET")]
    [InlineData("M-SEARCH * HTTP/1.1\r\nHost: x\r\n\r\n", "M-SEARCH", "SSDP")]
    public void Methods_that_are_no_capitals_are_explained(string request, string method, string word) => Assert.Contains(
        word, Dissector.Read(Encoding.ASCII.GetBytes(request)).Messages[0].Spans.First(span => span.Text == method).Explanation.En, StringComparison.Ordinal);

    [Theory]
    [InlineData("M-SEARCH * HTTP/1.1\r\n", true)]
    [InlineData("get / HTTP/1.1\r\n", true)]
    [InlineData("get / HTTP/1.0\n", true)]
    [InlineData("GET /", true)]
    [InlineData("get /\r\n", false)]
    [InlineData("hello, world\n", false)]
    [InlineData("\0\0", false)]
    public void A_direction_is_HTTP_whatever_its_methods_letters(string line, bool isHttp)
    {
        for (var cut = 0; cut < line.Length; cut++)
        {
            var direction = new ConnectionDissector().Client;
            _ = direction.Add(Encoding.ASCII.GetBytes(line[..cut]));
            _ = direction.Add(Encoding.ASCII.GetBytes(line[cut..]));
            Assert.Equal(isHttp, direction.IsHttp);
        }
    }
}
