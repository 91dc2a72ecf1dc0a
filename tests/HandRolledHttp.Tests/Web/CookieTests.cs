using HandRolledHttp.Web;

namespace HandRolledHttp.Tests.Web;

public class CookieTests
{
    [Theory]
    [InlineData("visits=3", "3")]
    [InlineData("a=1; visits=3; b=2", "3")]
    [InlineData("a=1;visits=3", "3")]
    [InlineData(" visits = 3 ", "3")]
    [InlineData("visits=3; visits=4", "3")] // the most specific path comes first
    [InlineData("visits=\"3\"", "\"3\"")]
    [InlineData("visits=a=b", "a=b")]
    [InlineData("visits=", "")]
    [InlineData("=3; visits=4", "4")]
    [InlineData("nonsense; visits=4", "4")]
    [InlineData("Visits=3", null)]
    [InlineData("visits", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Finds_a_cookie(string? field, string? value) => Assert.Equal(value, Cookies.First(field, "visits"));

    [Fact]
    public void Writes_a_cookie_as_ASP_NET_Core_does() =>
        Assert.Equal("visits=3; path=/; samesite=lax; httponly", new SetCookie("visits", "3") { SameSite = SameSite.Lax, HttpOnly = true }.ToString());

    [Fact]
    public void Writes_every_attribute() =>
        Assert.Equal(
            "a=\"b\"; expires=Sun, 06 Nov 1994 08:49:37 GMT; max-age=60; domain=example.com; path=/x; secure; samesite=none; httponly",
            new SetCookie("a", "\"b\"")
            {
                Expires = new DateTimeOffset(1994, 11, 6, 8, 49, 37, TimeSpan.Zero),
                MaxAge = TimeSpan.FromMinutes(1),
                Domain = "example.com",
                Path = "/x",
                Secure = true,
                SameSite = SameSite.None,
                HttpOnly = true,
            }.ToString());

    [Theory]
    [InlineData("a", "1; domain=evil.example")]
    [InlineData("a", "1\r\nSet-Cookie: b=2")]
    [InlineData("a", "1 2")]
    [InlineData("a", "1,2")]
    [InlineData("a", "1\\2")]
    [InlineData("a", "1\"2")]
    [InlineData("a", "\"")]
    [InlineData("a", "你好")]
    [InlineData("a=b", "1")]
    [InlineData("a;b", "1")]
    [InlineData("", "1")]
    public void Lets_nothing_be_smuggled_into_the_field(string name, string value) =>
        Assert.Throws<InvalidOperationException>(() => new SetCookie(name, value).ToString());

    [Fact]
    public void Lets_no_attribute_carry_another()
    {
        Assert.Throws<InvalidOperationException>(() => new SetCookie("a", "1") { Path = "/; secure" }.ToString());
        Assert.Throws<InvalidOperationException>(() => new SetCookie("a", "1") { Domain = "x\r\n" }.ToString());
        Assert.Throws<InvalidOperationException>(() => new SetCookie("a", "1") { SameSite = SameSite.None }.ToString());
    }
}
