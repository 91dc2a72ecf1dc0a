using SideBySide.Capture;

namespace SideBySide.Tests.Capture;

public sealed class ConversationWriterTests
{
    [Fact]
    public async Task A_full_disk_is_one_sentence_and_ends_the_file_alone()
    {
        if (!File.Exists("/dev/full"))
            Assert.Skip("This system has no /dev/full.");
        var errors = new StringWriter();
        await using (var file = ConversationWriter.Create("/dev/full", errors))
        {
            Assert.False(file.HasFailed);
            file.WriteLine("one");
            file.WriteLine("two");
            Assert.True(file.HasFailed);
        }

        Assert.StartsWith("/dev/full cannot be written any more", errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, errors.ToString().Count(c => c == '\n'));
    }

    [Fact]
    public async Task Writes_lines()
    {
        var path = Path.GetTempFileName();
        await using (var file = ConversationWriter.Create(path, TextWriter.Null))
        {
            file.WriteLine("one");
            file.WriteLine("two");
        }

        Assert.Equal("one\ntwo\n", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        File.Delete(path);
    }
}
