using HandRolledHttp.Http1;

namespace HandRolledHttp.Tests.Http1;

/// <summary>A client that only reads is more lenient than a server: it can still show a repeated field.</summary>
public sealed class FieldSectionTests
{
    [Theory]
    [InlineData("Date: a\r\nDate: b\r\n\r\n", false, ParseStatus.Rejected)]
    [InlineData("Date: a\r\nDate: b\r\n\r\n", true, ParseStatus.Complete)]
    [InlineData("Content-Length: 1\r\nContent-Length: 2\r\n\r\n", true, ParseStatus.Rejected)]
    [InlineData("X: 1\r\nX: 2\r\n\r\n", false, ParseStatus.Complete)]
    public void Lets_repeated_fields_pass_when_it_only_reads_but_never_a_second_length(string fields, bool repeatable, ParseStatus expected)
    {
        var section = new FieldSection(new Limits(), repeatable);
        section.Begin(0);

        Assert.Equal(expected, section.Parse(System.Text.Encoding.ASCII.GetBytes(fields)).Status);
    }
}
