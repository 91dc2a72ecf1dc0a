using HandRolledHttp.Web;

namespace HandRolledHttp.Tests.Web;

public class MediaTypeTests
{
    [Theory]
    [InlineData("multipart/form-data; boundary=x", "x")]
    [InlineData("Multipart/FORM-Data;BOUNDARY=x", "x")]
    [InlineData("multipart/form-data; boundary=\"a b\"", "a b")]
    [InlineData("multipart/form-data; boundary=\"a\\\"\\b\"", "a\"b")]
    [InlineData("multipart/form-data \t;\t boundary=x \t", "x")]
    [InlineData("multipart/form-data;;; boundary=x;", "x")] // empty parameters
    [InlineData("multipart/form-data; charset=utf-8; boundary=x", "x")]
    [InlineData("multipart/form-data; boundary=\"\"", "")]
    [InlineData("multipart/form-data", null)]
    [InlineData("multipart/form-data;", null)]
    public void Reads_type_and_parameters(string text, string? boundary)
    {
        var type = MediaType.Parse(text);
        Assert.NotNull(type);
        Assert.True(MediaType.IsWellFormed(text));
        Assert.True(type.Is("multipart/form-data"));
        Assert.False(type.Is("multipart/mixed"));
        Assert.Equal(boundary, type.Parameter("boundary"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("text/")]
    [InlineData("/plain")]
    [InlineData("text /plain")]
    [InlineData("text/plain charset=utf-8")]
    [InlineData("text/plain; charset")]
    [InlineData("text/plain; charset =utf-8")] // no whitespace around "=" (RFC 9110 §5.6.6)
    [InlineData("text/plain; charset= utf-8")]
    [InlineData("text/plain; charset=")]
    [InlineData("text/plain; charset=\"utf-8")]
    [InlineData("text/plain; charset=\"utf-8\\\"")]
    [InlineData("text/plain; charset=\"a\u0001b\"")]
    [InlineData("text/plain; charset=a; CHARSET=b")] // ambiguous
    [InlineData("text/plain, text/html")]
    public void Refuses_what_breaks_the_grammar(string? text) => Assert.Null(MediaType.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(";;")]
    [InlineData("text")]
    [InlineData("text/plain; charset=")]
    [InlineData("text/plain, text/html")]
    public void Knows_what_breaks_the_grammar(string text) => Assert.False(MediaType.IsWellFormed(text));
}
