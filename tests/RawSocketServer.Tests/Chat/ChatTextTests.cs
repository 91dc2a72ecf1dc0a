using System.Globalization;
using System.Text;
using RawSocketServer.Chat;

namespace RawSocketServer.Tests.Chat;

public class ChatTextTests
{
    [Theory]
    [InlineData("plain, 你好 😀 C:\\dir \"quoted\"", "plain, 你好 😀 C:\\dir \"quoted\"")]
    [InlineData("\u001b[2J\u0007\u0000\t\r", "␛[2J␇␀␉␍")]
    [InlineData("\u007f", "␡")]
    [InlineData("\u009b2J\u0085", "<U+009B>2J<U+0085>")]
    [InlineData("a\u202eb\u2066c\u200fd\u061ce", "a<U+202E>b<U+2066>c<U+200F>d<U+061C>e")]
    [InlineData("a\u2028b\u2029c", "a<U+2028>b<U+2029>c")]
    [InlineData("\ufeffa\u200b", "<U+FEFF>a<U+200B>")]
    [InlineData("می\u200cخواهم 👩\u200d🚀", "می\u200cخواهم 👩\u200d🚀")]
    public void Control_characters_are_shown_and_not_obeyed(string said, string shown) => Assert.Equal(shown, ChatText.Shown(said));

    [Fact]
    public void No_character_at_all_is_shown_as_a_control()
    {
        var all = Enumerable.Range(0, 0x110000).Where(value => value is not (>= 0xD800 and <= 0xDFFF or 0x200C or 0x200D)).Select(char.ConvertFromUtf32);
        var obeyed = ChatText.Shown(string.Concat(all)).EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
        Assert.Empty(obeyed);
    }

    [Theory]
    [InlineData("Ann", true)]
    [InlineData("小明", true)]
    [InlineData("O.Brien-2_x", true)]
    [InlineData("7", true)]
    [InlineData("दीपक", true)]
    [InlineData("12345678901234567890123456789012", true)]
    [InlineData("123456789012345678901234567890123", false)]
    [InlineData("", false)]
    [InlineData("*", false)]
    [InlineData("-ann", false)]
    [InlineData("\u0301a", false)]
    [InlineData("Ann:", false)]
    [InlineData("Ann Lee", false)]
    [InlineData("A\u200dnn", false)]
    [InlineData("A\u001b[2J", false)]
    [InlineData("GET", true)]
    [InlineData("/", false)]
    public void A_name_is_letters_digits_and_three_signs(string text, bool isName) => Assert.Equal(isName, ChatText.IsName(text));

    [Theory]
    [InlineData("Ann", ChatRole.Member, "Ann", 0)]
    [InlineData("Ann after=17", ChatRole.Member, "Ann", 17)]
    [InlineData("  Ann  ", ChatRole.Member, "Ann", 0)]
    [InlineData("Ann post", ChatRole.Poster, "Ann", 0)]
    [InlineData("*", ChatRole.Reader, "*", 0)]
    [InlineData("* after=9223372036854775807", ChatRole.Reader, "*", long.MaxValue)]
    public void A_first_line_has_three_forms(string line, ChatRole role, string name, long after) =>
        Assert.Equal(new FirstLine(role, name, after), FirstLine.Parse(line));

    [Theory]
    [InlineData("Ann Lee")]
    [InlineData("Ann after=-1")]
    [InlineData("Ann after=")]
    [InlineData("Ann after=9223372036854775808")]
    [InlineData("Ann after=1 post")]
    [InlineData("* post")]
    [InlineData("Ann Post")]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("")]
    public void Anything_else_is_no_first_line(string line) => Assert.Null(FirstLine.Parse(line));

    [Fact]
    public void Every_notice_is_one_line_that_begins_with_its_own_code()
    {
        var lines = Enum.GetValues<ChatNotice>().Select(notice => Encoding.UTF8.GetString(notice.Line())).ToArray();
        Assert.All(lines, line => Assert.Matches(@"^[!*] [a-z0-9-]+ [^\n]+\n$", line));
        Assert.Equal(lines.Length, lines.Select(line => line.Split(' ')[1]).Distinct().Count());
    }
}
