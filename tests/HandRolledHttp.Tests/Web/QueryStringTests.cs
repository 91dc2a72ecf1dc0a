using System.Text;
using CsCheck;
using HandRolledHttp.Web;

namespace HandRolledHttp.Tests.Web;

public class QueryStringTests
{
    [Theory]
    [InlineData("name=X", "X")]
    [InlineData("a=1&name=X&b=2", "X")]
    [InlineData("name=first&name=second", "first")]
    [InlineData("name", "")]
    [InlineData("name=", "")]
    [InlineData("&&name=X", "X")]
    [InlineData("name=a=b", "a=b")]
    [InlineData("n%61me=X", "X")]
    [InlineData("name=a+b%20c%2Bd", "a b c+d")]
    [InlineData("name=%E4%BD%A0%e5%a5%bd", "你好")]
    [InlineData("name=100%", "100%")]
    [InlineData("name=%zz%4", "%zz%4")]
    [InlineData("name=%%41", "%A")]
    [InlineData("name=%2541", "%41")] // once only
    [InlineData("name=%E4%BD", "\uFFFD")]
    [InlineData("name=%FFx", "\uFFFDx")]
    [InlineData("name=a%00b", "a\0b")]
    [InlineData("Name=X", null)]
    [InlineData("names=X", null)]
    [InlineData("", null)]
    public void Finds_the_first_value_of_a_name(string query, string? value) =>
        Assert.Equal(value, QueryString.First(Encoding.UTF8.GetBytes(query), "name"));

    [Fact]
    public void Decodes_whatever_was_percent_encoded() =>
        Gen.String.Where(s => !s.Any(char.IsSurrogate)).Sample(text =>
            FormDecoding.Decode(Encoding.ASCII.GetBytes(Uri.EscapeDataString(text))) == text);
}
