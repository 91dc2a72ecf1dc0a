using System.Text;
using CsCheck;
using HandRolledHttp.Http1;

namespace HandRolledHttp.Tests.Http1;

public class HttpDateTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_example = new(1994, 11, 6, 8, 49, 37, TimeSpan.Zero);

    [Theory]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")] // the three examples of RFC 9110 §5.6.7
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov  6 08:49:37 1994")]
    [InlineData("Sun Nov 06 08:49:37 1994")]
    public void Reads_all_three_forms(string text)
    {
        Assert.True(HttpDate.TryParse(text, s_now, out var date));
        Assert.Equal(s_example, date);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 gmt")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 UTC")]
    [InlineData("sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 NOV 1994 08:49:37 GMT")]
    [InlineData("Mon, 06 Nov 1994 08:49:37 GMT")] // it was a Sunday
    [InlineData("Monday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Mon Nov  6 08:49:37 1994")]
    [InlineData("Sunday, 06-Nov-1994 08:49:37 GMT")]
    [InlineData("Sun, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun,  6 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, +6 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 24:00:00 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:60:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:49:60 GMT")] // a leap second is the last of its day
    [InlineData("Sun, 06 Nov 1994 08:49:61 GMT")]
    [InlineData("Sun, 06 Nov 1994 08.49.37 GMT")]
    [InlineData("Sun, 00 Nov 1994 08:49:37 GMT")]
    [InlineData("Thu, 31 Nov 1994 08:49:37 GMT")]
    [InlineData("Wed, 29 Feb 2023 08:49:37 GMT")]
    [InlineData("Sat, 01 Jan 0000 00:00:00 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT ")]
    [InlineData(" Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 -1:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:-1:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:49:-1 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:49.37 GMT")]
    [InlineData("Sun, 06 Nov 1994 23:59:61 GMT")]
    [InlineData("Sunday,006-Nov-94 08:49:37 GMT")]
    [InlineData("Sunday, 06 Nov-94 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov 94 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-9x 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94-08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 UTC")]
    [InlineData("Sunday, 31-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov 6 08:49:37 1994")]
    [InlineData("Sun Nov  6 08:49:37 94  ")]
    [InlineData("Sun, 06 Nov 1994 08:49:3٧ GMT")] // a digit, but not an ASCII one
    public void Takes_nothing_else(string text) => Assert.False(HttpDate.TryParse(text, s_now, out _));

    [Fact]
    public void Takes_a_leap_second_for_the_second_before_it()
    {
        Assert.True(HttpDate.TryParse("Sat, 31 Dec 2016 23:59:60 GMT", s_now, out var date));
        Assert.Equal(new DateTimeOffset(2016, 12, 31, 23, 59, 59, TimeSpan.Zero), date);
    }

    [Theory]
    [InlineData("Sunday, 01-Mar-76 12:00:00 GMT", 2076)] // exactly 50 years ahead: not more than 50
    [InlineData("Monday, 01-Mar-76 12:00:01 GMT", 1976)] // one second more: the past
    [InlineData("Tuesday, 01-Mar-77 12:00:00 GMT", 1977)]
    [InlineData("Saturday, 01-Mar-75 12:00:00 GMT", null)] // 2075, which is a Friday
    [InlineData("Friday, 01-Mar-75 12:00:00 GMT", 2075)]
    [InlineData("Friday, 31-Dec-99 23:59:59 GMT", 1999)]
    public void Understands_a_two_digit_year_in_relation_to_the_present(string text, int? year)
    {
        Assert.Equal(year is not null, HttpDate.TryParse(text, s_now, out var date));
        if (year is not null)
            Assert.Equal(year, date.Year);
    }

    [Fact]
    public void Writes_29_bytes_in_UTC()
    {
        Span<byte> bytes = stackalloc byte[HttpDate.Length];
        HttpDate.Format(s_example.ToOffset(TimeSpan.FromHours(8)), bytes);
        Assert.Equal("Sun, 06 Nov 1994 08:49:37 GMT", Encoding.ASCII.GetString(bytes));
        Assert.Throws<ArgumentException>(() => HttpDate.Format(s_example, new byte[HttpDate.Length - 1]));
    }

    [Fact]
    public void Reads_what_it_writes() =>
        Gen.Long[0, DateTime.MaxValue.Ticks / TimeSpan.TicksPerSecond].Sample(seconds =>
        {
            var moment = new DateTimeOffset(seconds * TimeSpan.TicksPerSecond, TimeSpan.Zero);
            return HttpDate.TryParse(HttpDate.Format(moment), s_now, out var read) && read == moment;
        });
}
