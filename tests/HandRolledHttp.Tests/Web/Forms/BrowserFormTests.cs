using System.Text;

namespace HandRolledHttp.Tests.Web.Forms;

/// <summary>Multipart forms of browsers and other clients are read, and no data is lost silently.</summary>
public sealed class BrowserFormTests
{
    private const string Multipart = "multipart/form-data; boundary=foo";

    // Browsers send a backslash unchanged (HTML Standard §4.10.21.8), others send quoted-pairs (RFC 9110 §5.6.4).
    [Theory]
    [InlineData("name=\"f\"; filename=\"\\\"", "|f:\\::1")]
    [InlineData("name=\"f\"; filename=\"a\\\"", "|f:a\\::1")]
    [InlineData("filename=\"\\\"; name=\"f\"", "|f:\\::1")]
    [InlineData("name=\"\\\"", "\\=1")]
    [InlineData("name=\"a\\\"; filename=\"b\\\"", "|a\\:b\\::1")]
    [InlineData("name=\"f\"; filename=\"C:\\dir\\\"", "|f:C:\\dir\\::1")]
    [InlineData("name=\"f\"; filename=\"a\\\\\"", "|f:a\\::1")]
    [InlineData("name=\"f\"; filename=\"a\\\"b\"", "|f:a\"b::1")]
    [InlineData("name=\"f\"; filename=\"a\\\"; x=\\\"b\"", "|f:a\"; x=\"b::1")]
    [InlineData("name=\"f\"; filename=\"%22\\\"", "|f:\"\\::1")]
    [InlineData("name=\"f\"; filename=\"a", "BadDisposition")]
    // RFC 7578 §4.2 forbids filename*; some clients send only that.
    [InlineData("name=f; filename*=UTF-8''na%C3%AFve.txt", "|f:naïve.txt::1")]
    [InlineData("filename*=utf-8'en'a; name=f", "|f:a::1")]
    [InlineData("name=f; filename*=ISO-8859-1''%E9", "|f:é::1")]
    [InlineData("name=f; FileName*=\"UTF-8''a%20b\"", "|f:a b::1")]
    [InlineData("name=f; filename=plain; filename*=UTF-8''other", "|f:plain::1")]
    [InlineData("name=f; filename*=UTF-8''other; filename=plain", "|f:plain::1")]
    [InlineData("name=f; filename*=UTF-8''", "f=1")]
    [InlineData("name=f; filename*=UTF-8''%E9", "BadDisposition")]
    [InlineData("name=f; filename*=UTF-8''%zz", "BadDisposition")]
    [InlineData("name=f; filename*=a.txt", "BadDisposition")]
    [InlineData("name=f; filename*=koi8-r''%C1", "BadDisposition")]
    [InlineData("name=f; filename*=UTF-8''a; filename*=UTF-8''b", "BadDisposition")]
    [InlineData("name=f; filename*0=a; filename*1=b", "BadDisposition")]
    [InlineData("name=f; filename*0*=UTF-8''a", "BadDisposition")]
    // Folded, as MIME allows (RFC 2046 §5.1)
    [InlineData("\r\n name=\"n\"", "n=1")]
    [InlineData("\r\n\tname=\"n\";\r\n filename=x", "|n:x::1")]
    [InlineData("name=\"a\r\n b\"", "a b=1")]
    public async Task A_part_is_what_its_head_says(string parameters, string expected) =>
        Assert.Equal(expected, await Wire.ReadEveryWay(
            Multipart, Wire.Bytes($"--foo\r\nContent-Disposition: form-data; {parameters}\r\n\r\n1\r\n--foo--\r\n")));

    [Fact]
    public async Task A_fold_has_a_line_to_continue() =>
        Assert.Equal("BadPartHead", await Wire.ReadEveryWay(
            Multipart, Wire.Bytes("--foo\r\n X: y\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--foo--")));

    // RFC 2046 §5.1.1: transport padding, then CRLF or the end.
    [Theory]
    [InlineData("--foo--x\r\n", "BadDelimiter")]
    [InlineData("--foo--\n", "BadDelimiter")]
    [InlineData("--foo---\r\n", "BadDelimiter")]
    [InlineData("--foo-- x\r\n", "BadDelimiter")]
    [InlineData("--foo--\rx", "BadDelimiter")]
    [InlineData("--foo--\r", "EndedEarly")]
    [InlineData("--foo--", "a=1")]
    [InlineData("--foo-- \t", "a=1")]
    [InlineData("--foo-- \t\r\n", "a=1")]
    [InlineData("--foo--\r\nepilogue", "a=1")]
    public async Task A_closing_delimiter_is_a_line(string end, string expected) =>
        Assert.Equal(expected, await Wire.ReadEveryWay(Multipart, Wire.Bytes($"--foo\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n{end}")));

    [Fact]
    public async Task A_line_of_a_value_that_looks_like_the_end_loses_nothing_in_silence() =>
        Assert.Equal("BadDelimiter", await Wire.ReadEveryWay(Multipart, Wire.Bytes(
            "--foo\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--foo--x\r\n2\r\n"
                + "--foo\r\nContent-Disposition: form-data; name=b\r\n\r\n3\r\n--foo--\r\n")));

    [Theory]
    [InlineData("A--foo\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--foo--\r\n", "BadDelimiter")]
    [InlineData(
        "A--foo\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--foo\r\nContent-Disposition: form-data; name=b\r\n\r\n2\r\n--foo--\r\n",
        "BadDelimiter")]
    [InlineData(" --foo\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--foo--\r\n", "BadDelimiter")]
    [InlineData("\n--foo\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--foo--\r\n", "BadDelimiter")]
    [InlineData("preamble\r\n--foo--\r\n", "BadDelimiter")]
    [InlineData("preamble\r\n--foo\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--foo--\r\n", "a=1")]
    [InlineData("--foo--", "")]
    [InlineData("--foo--\r\n", "")]
    public async Task What_comes_before_the_first_boundary_is_no_part(string content, string expected) =>
        Assert.Equal(expected, await Wire.ReadEveryWay(Multipart, Wire.Bytes(content)));

    [Theory]
    [InlineData("Content-Type: text/plain; charset=iso-8859-1\r\n", "E9", "a=é")]
    [InlineData("Content-Type: text/plain; charset=\"ISO-8859-1\"\r\n", "E9", "a=é")]
    [InlineData("Content-Type: text/plain; charset=utf-8\r\n", "C3A9", "a=é")]
    [InlineData("Content-Type: text/plain; charset=utf-16be\r\n", "00E9", "a=é")]
    [InlineData("Content-Type: text/plain\r\n", "C3A9", "a=é")]
    [InlineData("", "C3A9", "a=é")]
    [InlineData("Content-Type: text/plain; charset=utf-16le\r\n", "E900", "a=é")]
    [InlineData("Content-Type: text/plain; charset=us-ascii\r\n", "61", "a=a")]
    [InlineData("", "E9", "NotText")]
    [InlineData("", "C0AF", "NotText")]
    [InlineData("", "EDA080", "NotText")]
    [InlineData("Content-Type: text/plain\r\n", "61E4BD", "NotText")]
    [InlineData("Content-Type: text/plain; charset=utf-8\r\n", "E9", "NotText")]
    [InlineData("Content-Type: text/plain; charset=us-ascii\r\n", "C3A9", "NotText")]
    [InlineData("Content-Type: text/plain; charset=utf-16be\r\n", "D800", "NotText")]
    [InlineData("Content-Type: text/plain; charset=utf-16le\r\n", "6100E9", "NotText")]
    [InlineData("Content-Type: text/plain; charset=utf-16\r\n", "FEFF0061", "UnknownCharset")] // of undefined byte order
    [InlineData("Content-Type: text/plain; charset=koi8-r\r\n", "C1", "UnknownCharset")]
    [InlineData("Content-Type: text/plain; charset=nonsense\r\n", "61", "UnknownCharset")]
    public async Task A_value_is_decoded_as_declared_or_rejected(string type, string hex, string expected)
    {
        byte[] content =
        [
            .. Encoding.ASCII.GetBytes($"--foo\r\nContent-Disposition: form-data; name=a\r\n{type}\r\n"),
            .. Convert.FromHexString(hex),
            .. "\r\n--foo--"u8
        ];
        Assert.Equal(expected, await Wire.ReadEveryWay(Multipart, content));
    }

    [Theory]
    [InlineData("name=\"\u00E9\"")]
    [InlineData("name=a; filename=\"\u00E9.txt\"")]
    [InlineData("name=a\r\nX: \u00FF")]
    public async Task A_head_is_text(string parameters)
    {
        var content = Encoding.Latin1.GetBytes($"--foo\r\nContent-Disposition: form-data; {parameters}\r\n\r\n1\r\n--foo--");
        Assert.Equal("NotText", await Wire.ReadEveryWay(Multipart, content));
    }

    [Theory]
    [InlineData("iso-8859-1", "_charset_=iso-8859-1&a=é")]
    [InlineData("klingon", "UnknownCharset")]
    public async Task The_field_charset_declares_it_for_all(string charset, string expected)
    {
        byte[] content =
        [
            .. Encoding.ASCII.GetBytes($"--foo\r\nContent-Disposition: form-data; name=_charset_\r\n\r\n{charset}\r\n"
                + "--foo\r\nContent-Disposition: form-data; name=a\r\n\r\n"),
            0xE9,
            .. "\r\n--foo--"u8,
        ];
        Assert.Equal(expected, await Wire.ReadEveryWay(Multipart, content));
    }
}
