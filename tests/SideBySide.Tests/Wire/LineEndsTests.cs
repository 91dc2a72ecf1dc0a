using SideBySide.Wire;

namespace SideBySide.Tests.Wire;

public sealed class LineEndsTests
{
    [Fact]
    public void Line_ends_of_an_editor_become_those_of_HTTP() => Assert.Equal("a\r\nb\r\n\r\n"u8, LineEnds.ToCrLf("a\nb\r\n\n"u8));
}
