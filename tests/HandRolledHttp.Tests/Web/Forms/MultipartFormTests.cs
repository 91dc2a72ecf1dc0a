using System.Text;
using CsCheck;
using HandRolledHttp.Web.Forms;

namespace HandRolledHttp.Tests.Web.Forms;

public class MultipartFormTests
{
    private const string Multipart = "multipart/form-data; boundary=b";

    private static readonly string[] s_pieces = ["\r", "\n", "\r\n", "-", "--", "--b", "\r\n--", "\r\n-b", "b", "\0", "你"];

    // \n is CRLF; a bare LF is \l.
    public static TheoryData<string, string> Contents => new()
    {
        // of browsers
        { "--b\nContent-Disposition: form-data; name=\"a\"\n\n1\n--b--\n", "a=1" },
        { "--b\nContent-Disposition: form-data; name=\"a\"\n\n1\n--b\nContent-Disposition: form-data; name=\"a\"\n\n2\n--b--\n", "a=1&a=2" },
        { "--b\nContent-Disposition: form-data; name=\"f\"; filename=\"x.txt\"\nContent-Type: text/plain\n\nhello\n--b--\n", "|f:x.txt:text/plain:5" },
        { "--b\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\nContent-Type: application/octet-stream\n\n\n--b--\n", "f=" }, // no file chosen
        { "--b\nContent-Disposition: form-data; name=\"你\"; filename=\"好.txt\"\n\n你好\n--b--\n", "|你:好.txt::6" },
        { "--b\nContent-Disposition: form-data; name=\"%22q%22%0d%0A\"\n\n1\n--b--\n", "\"q\"\r\n=1" },
        { "--b--\n", "" },
        {
            "--b\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\n\n123\n"
                + "--b\nContent-Disposition: form-data; name=\"f\"; filename=\"y\"\n\n12\n--b--\n",
            "|f:x::3|f:y::2"
        },
        // of other clients
        { "--b\nContent-Disposition: form-data; name=\"\\\"q\\\\\"\n\n1\n--b--\n", "\"q\\=1" },
        { "--b\nContent-Disposition: form-data; name=a; filename=\"C:\\notes.txt\"\n\n1\n--b--\n", "|a:C:\\notes.txt::1" },
        { "--b\nContent-Disposition: form-data; name=\"100%41\"\n\n1\n--b--\n", "100%41=1" },
        { "--b\ncontent-disposition:FORM-DATA;NAME=a;;\t\n\n1\n--b--\n", "a=1" },
        { "--b\nX: y\nContent-Disposition: form-data; name=a; unknown*=UTF-8''x\nContent-Transfer-Encoding: 8bit\n\n1\n--b--\n", "a=1" },
        { "--b\nContent-Disposition: form-data; name=\"\"\n\n1\n--b--\n", "=1" },
        // boundaries
        { "preamble\n\n--b\nContent-Disposition: form-data; name=a\n\n1\n--b--\nepilogue\n--b\n", "a=1" },
        { "--bogus is no preamble", "BadDelimiter" },
        { "--b \t \nContent-Disposition: form-data; name=a\n\n1\n--b-- \t", "a=1" },
        { "--b\nContent-Disposition: form-data; name=a\n\n\n--b--", "a=" },
        { "--b\nContent-Disposition: form-data; name=a\n\n--b--", "a=" }, // without an empty line
        { "--b\nContent-Disposition: form-data; name=a\n\n\n\n--b--", "a=\r\n" },
        { "--b\nContent-Disposition: form-data; name=a\n\n\n\n-\n--\n---b\n -b\n--b--", "a=\r\n\r\n-\r\n--\r\n---b\r\n -b" },
        { "--b\nContent-Disposition: form-data; name=a\n\n1\r\n--b--", "a=1\r" },
        { "--b\nContent-Disposition: form-data; name=a\n\n1\\l--b\n--b--", "a=1\n--b" }, // a bare LF does not begin a boundary
        { "--b\nContent-Disposition: form-data; name=a\n\n1--b\n--b--", "a=1--b" },
        { "--b\nContent-Disposition: form-data; name=a\n\n1\n--bb\n--b--", "BadDelimiter" },
        { "--b\nContent-Disposition: form-data; name=a\n\n1\n--b-\n--b--", "BadDelimiter" },
        { "--b\nContent-Disposition: form-data; name=a\n\n1\n--b --\n", "BadDelimiter" },
        { "--b\\lContent-Disposition: form-data; name=a\\l\\l1\\l--b--\\l", "BadDelimiter" },
        // ends
        { "", "EndedEarly" },
        { "--b", "EndedEarly" },
        { "--b-", "EndedEarly" },
        { "--b\n", "EndedEarly" },
        { "--b\nContent-Disposition: form-data; name=a\n\n1", "EndedEarly" },
        { "--b\nContent-Disposition: form-data; name=a\n\n1\n--b", "EndedEarly" },
        { "--b\nContent-Disposition: form-data; name=a\n\n1\n--b\n", "EndedEarly" },
        // heads of parts
        { "--b\n\n1\n--b--", "BadDisposition" },
        { "--b\nContent-Type: text/plain\n\n1\n--b--", "BadDisposition" },
        { "--b\nContent-Disposition: attachment; name=a\n\n1\n--b--", "BadDisposition" },
        { "--b\nContent-Disposition: form-data\n\n1\n--b--", "BadDisposition" },
        { "--b\nContent-Disposition: form-data; filename=a\n\n1\n--b--", "BadDisposition" },
        { "--b\nContent-Disposition: form-data; name=\"a\n\n1\n--b--", "BadDisposition" },
        { "--b\nContent-Disposition: form-data; name=\n\n1\n--b--", "BadDisposition" },
        { "--b\nContent-Disposition: form-data name=a\n\n1\n--b--", "BadDisposition" },
        { "--b\nContent-Disposition: form-data; name=a; name=b\n\n1\n--b--", "BadDisposition" },
        { "--b\nContent-Disposition: form-data; name=a; filename=b; filename=c\n\n1\n--b--", "BadDisposition" },
        { "--b\nContent-Disposition: form-data; name=a\nContent-Disposition: form-data; name=b\n\n1\n--b--", "BadDisposition" },
        { "--b\nContent-Disposition: form-data; name=a\nContent-Type: a/b\nContent-Type: c/d\n\n1\n--b--", "BadPartHead" },
        { "--b\nContent-Disposition : form-data; name=a\n\n1\n--b--", "BadPartHead" },
        { "--b\nContent-Disposition: form-data; name=\"a\\lb\"\n\n1\n--b--", "BadPartHead" },
        { "--b\nContent-Disposition: form-data; name=\"a\0\"\n\n1\n--b--", "BadPartHead" },
        { "--b\nno colon\n\n1\n--b--", "BadPartHead" },
        { "--b\nContent-Disposition: form-data; name=a\n--b--\n\nepilogue", "BadPartHead" }, // the boundary is inside a head
        { "--b\nContent-Disposition: form-data; name=a\n--b--", "EndedEarly" },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public async Task Reads_the_same_however_it_arrives(string content, string expected) =>
        Assert.Equal(expected, await Wire.ReadEveryWay(Multipart, Content(content)));

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=\"\"")]
    [InlineData("multipart/form-data; boundary=\"b \"")]
    [InlineData("multipart/form-data; boundary=\"b\\\"b\"")]
    [InlineData("multipart/form-data; boundary=b*b")]
    [InlineData("multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012345678901234567890")]
    public async Task Refuses_a_boundary_that_RFC_2046_does_not_allow(string contentType) =>
        Assert.Equal(FormError.BadBoundary, (await Wire.Read(contentType, Wire.Bytes("--b--"), [])).Error);

    [Theory]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789")]
    [InlineData("a 'b'(c)+_,-./:=?d")]
    [InlineData("----WebKitFormBoundaryAbC123")]
    [InlineData("--")] // its own delimiter looks like a closing one
    public async Task Takes_any_boundary_that_RFC_2046_allows(string boundary)
    {
        var content = Wire.Bytes($"--{boundary}\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n-\r\n--{boundary}--");
        Assert.Equal("a=1\r\n-", await Wire.ReadEveryWay($"multipart/form-data; boundary=\"{boundary}\"", content));
    }

    [Theory]
    [InlineData(1, "1", "TooManyFields")]
    [InlineData(2, "1", "a=1&bcde=1")]
    [InlineData(2, "123", "a=1&bcde=123")]
    [InlineData(2, "1234", "TooLarge")] // 1 + 1 + 4 + 4 bytes
    public async Task Stops_at_its_limits(int maxFields, string value, string expected)
    {
        var content = Content($"--b\nContent-Disposition: form-data; name=a\n\n1\n--b\nContent-Disposition: form-data; name=bcde\n\n{value}\n--b--");
        Assert.Equal(expected, await Wire.ReadEveryWay(Multipart, content, new FormLimits { MaxFields = maxFields, MaxName = 4, MaxTotal = 9 }));
        Assert.Equal("NameTooLong", await Wire.ReadEveryWay(Multipart, content, new FormLimits { MaxName = 3 }));
    }

    [Theory]
    [InlineData(0, "a=1")]
    [InlineData(1, "PartHeadTooLong")]
    [InlineData(10, "PartHeadTooLong")]
    [InlineData(200, "PartHeadTooLong")]
    public async Task Stops_at_a_long_head(int over, string expected)
    {
        const string Head = "Content-Disposition: form-data; name=a";
        var content = Content($"--b\n{Head}{new string(' ', over)}\n\n1\n--b--");
        Assert.Equal(expected, await Wire.ReadEveryWay(Multipart, content, new FormLimits { MaxPartHead = Head.Length }));
    }

    [Fact]
    public async Task Stops_at_endless_padding() =>
        Assert.Equal(FormError.BadDelimiter, (await Wire.Read(Multipart, Content($"--b{new string(' ', 20_000)}\n"), [])).Error);

    [Fact]
    public async Task Counts_a_file_without_keeping_it()
    {
        var head = Content("--b\nContent-Disposition: form-data; name=f; filename=big\n\n");
        var tail = Content("\n--b--");
        var block = new byte[64 * 1024];
        const int Blocks = 4096; // 256 MiB
        var next = -1;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = FormReader.ReadAsync(Multipart, () => new ValueTask<ReadOnlyMemory<byte>>(next++ switch
        {
            -1 => head,
            < Blocks => block,
            Blocks => tail,
            _ => default,
        }));
        Assert.True(reading.IsCompleted); // all on this thread
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal("|f:big::268435456", Wire.Describe(await reading));
        Assert.InRange(allocated, 0, 64 * 1024);
    }

    [Fact]
    public Task Gives_back_any_content_in_any_pieces() =>
        Gen.Select(Gen.Int[0, 10].Select(i => s_pieces[i]).Array[0, 20], Gen.Int[1, 400].Array[0, 10])
            .Where(g => !("\r\n" + string.Concat(g.Item1)).Contains("\r\n--b", StringComparison.Ordinal))
            .SampleAsync(async g =>
            {
                var value = string.Concat(g.Item1);
                var content = Content("--b\nContent-Disposition: form-data; name=a\n\n").Concat(Wire.Bytes(value)).Concat(
                    Content("\n--b\nContent-Disposition: form-data; name=f; filename=x\n\n")).Concat(Wire.Bytes(value)).Concat(Content("\n--b--")).ToArray();
                var result = await Wire.Read(Multipart, content, g.Item2.Where(c => c < content.Length));
                return result.Form!.Fields[0].Value == value && result.Form.Files[0].Size == Encoding.UTF8.GetByteCount(value);
            });

    private static byte[] Content(string text) =>
        Wire.Bytes(text.Replace("\n", "\r\n", StringComparison.Ordinal).Replace("\\l", "\n", StringComparison.Ordinal));
}
