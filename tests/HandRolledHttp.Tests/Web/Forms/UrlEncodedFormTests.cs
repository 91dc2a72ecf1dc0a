using HandRolledHttp.Web.Forms;

namespace HandRolledHttp.Tests.Web.Forms;

public class UrlEncodedFormTests
{
    private const string UrlEncoded = "application/x-www-form-urlencoded";

    [Theory]
    [InlineData("a=1&b=2", "a=1&b=2")]
    [InlineData("a=1&a=2", "a=1&a=2")]
    [InlineData("", "")]
    [InlineData("&&a=1&", "a=1")]
    [InlineData("a", "a=")]
    [InlineData("=1", "=1")]
    [InlineData("a=b=c", "a=b=c")]
    [InlineData("a+b=%E4%BD%A0+%2B", "a b=你 +")]
    [InlineData("a=%zz%", "a=%zz%")]
    [InlineData("a=%FF", "a=\uFFFD")]
    [InlineData("a=你好", "a=你好")]
    public async Task Reads_pairs(string content, string expected) => Assert.Equal(expected, await Wire.ReadEveryWay(UrlEncoded, Wire.Bytes(content)));

    [Theory]
    [InlineData("APPLICATION/X-WWW-Form-UrlEncoded; charset=UTF-8", "a=1")]
    [InlineData("application/x-www-form-urlencoded; charset", "NotAForm")]
    [InlineData("application/json", "NotAForm")]
    [InlineData("text/plain", "NotAForm")]
    [InlineData("multipart/mixed; boundary=x", "NotAForm")]
    [InlineData("", "NotAForm")]
    public async Task Goes_by_the_media_type(string contentType, string expected) =>
        Assert.Equal(expected, await Wire.ReadEveryWay(contentType, Wire.Bytes("a=1")));

    [Theory]
    [InlineData("a=1&b=2&c=3", "a=1&b=2&c=3")]
    [InlineData("a=1&b=2&c=3&d=4", "TooManyFields")]
    [InlineData("a=1&b=2&c=3&", "a=1&b=2&c=3")]
    [InlineData("%61%61%61%61=1", "aaaa=1")]
    [InlineData("aaaaa=1", "NameTooLong")]
    [InlineData("a=3456789012345678", "a=3456789012345678")]
    [InlineData("a=34567890123456789", "TooLarge")]
    public async Task Stops_at_its_limits(string content, string expected) =>
        Assert.Equal(expected, await Wire.ReadEveryWay(UrlEncoded, Wire.Bytes(content), new FormLimits { MaxFields = 3, MaxName = 4, MaxTotal = 18 }));

    [Theory]
    [InlineData(FormError.None, 200)]
    [InlineData(FormError.NotAForm, 415)]
    [InlineData(FormError.BadBoundary, 400)]
    [InlineData(FormError.BadDelimiter, 400)]
    [InlineData(FormError.BadPartHead, 400)]
    [InlineData(FormError.BadDisposition, 400)]
    [InlineData(FormError.EndedEarly, 400)]
    [InlineData(FormError.PartHeadTooLong, 413)]
    [InlineData(FormError.NameTooLong, 413)]
    [InlineData(FormError.TooManyFields, 413)]
    [InlineData(FormError.TooLarge, 413)]
    public void Has_a_status_for_every_outcome(FormError error, int status) => Assert.Equal(status, new FormResult(null, error).Status);
}
