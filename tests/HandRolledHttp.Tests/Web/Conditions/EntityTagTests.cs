using HandRolledHttp.Web.Conditions;

namespace HandRolledHttp.Tests.Web.Conditions;

public class EntityTagTests
{
    [Theory] // the table of RFC 9110 §8.8.3.2
    [InlineData("W/\"1\"", "W/\"1\"", false, true)]
    [InlineData("W/\"1\"", "W/\"2\"", false, false)]
    [InlineData("W/\"1\"", "\"1\"", false, true)]
    [InlineData("\"1\"", "\"1\"", true, true)]
    public void Compares_strongly_and_weakly(string a, string b, bool strongly, bool weakly)
    {
        var (left, right) = (EntityTag.Parse(a)!.Value, EntityTag.Parse(b)!.Value);
        Assert.Equal(strongly, left.StronglyEquals(right));
        Assert.Equal(strongly, right.StronglyEquals(left));
        Assert.Equal(weakly, left.WeaklyEquals(right));
        Assert.Equal(a, left.ToString());
    }

    [Theory]
    [InlineData("\"\"", true)]
    [InlineData("\"a,b\"", true)]
    [InlineData("\"a\\\"", true)] // a backslash is an ordinary character
    [InlineData("\"ÿ\"", true)]
    [InlineData("\"你\"", true)]
    [InlineData("w/\"a\"", false)] // case-sensitive
    [InlineData("W/ \"a\"", false)]
    [InlineData("\"a b\"", false)]
    [InlineData("\"a", false)]
    [InlineData("a", false)]
    [InlineData("\"a\"b", false)]
    [InlineData("\"a\u007F\"", false)]
    [InlineData("", false)]
    [InlineData("*", false)]
    public void Parses_by_the_grammar(string text, bool valid) => Assert.Equal(valid, EntityTag.Parse(text) is not null);

    [Fact]
    public void Names_a_file_by_its_whole_seconds_and_its_length()
    {
        var second = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal($"\"{second.UtcTicks:x}-1f\"", EntityTag.Of(second.AddMilliseconds(999), 31).ToString());
        Assert.Equal(EntityTag.Of(second, 31), EntityTag.Of(second.ToOffset(TimeSpan.FromHours(8)), 31));
    }

    [Theory]
    [InlineData("*", "*")]
    [InlineData(" * ", "*")]
    [InlineData("\"a\"", "\"a\"")]
    [InlineData("\"a\", W/\"b\" ,\"c,d\"", "\"a\"|W/\"b\"|\"c,d\"")]
    [InlineData(",, \"a\" ,, \"b\",", "\"a\"|\"b\"")]
    [InlineData("", "")]
    [InlineData(",", "")]
    [InlineData("*, \"a\"", "")]
    [InlineData("\"a\" \"b\"", "")]
    [InlineData("\"a\", b", "")] // one invalid element invalidates the list
    [InlineData("\"a", "")]
    public void Parses_lists(string text, string expected)
    {
        var list = EntityTagList.Parse(text);
        Assert.Equal(expected, list.IsAny ? "*" : string.Join('|', list.Tags));
    }
}
