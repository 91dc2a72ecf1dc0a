using System.Text;
using HandRolledHttp.WebSocket;

namespace HandRolledHttp.Tests.WebSocket;

/// <summary>Reads each vector whole, byte by byte, and cut at every position, always with the same result.</summary>
public sealed class FrameVectorTests
{
    public static TheoryData<string> Names => [.. FrameVector.All.Select(v => v.Name)];

    [Fact]
    public void Names_are_unique() => Assert.Equal(FrameVector.All.Count, FrameVector.All.DistinctBy(v => v.Name).Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void Understands_or_rejects(string name)
    {
        var vector = Find(name);
        var (bytes, offset, length) = vector.Decode();
        var read = ReadFrames.Of(bytes, vector.MaxMessage, [], !vector.FromServer);

        var expected = vector.Rejected is { } error ? FrameResult.Rejected(Enum.Parse<FrameError>(error), offset, length)
            : vector.Partial ? FrameResult.NeedMore
            : FrameResult.Complete(bytes.Length);
        Assert.Equal(expected, read.Result);
        Assert.Equal(string.Join('\n', vector.Reads.Select(line => Encoding.UTF8.GetString(VectorBytes.Decode(line)))), read.Reads);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_verdict_does_not_depend_on_how_the_bytes_are_cut(string name)
    {
        var vector = Find(name);
        var bytes = vector.Decode().Bytes;
        var whole = ReadFrames.Of(bytes, vector.MaxMessage, [], !vector.FromServer);

        Assert.Equal(whole, ReadFrames.Of(bytes, vector.MaxMessage, Enumerable.Range(0, bytes.Length), !vector.FromServer));
        for (var cut = 0; cut < bytes.Length; cut += cut < 300 ? 1 : 101)
            Assert.Equal(whole, ReadFrames.Of(bytes, vector.MaxMessage, [cut], !vector.FromServer));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_broken_rule_is_found_with_the_first_byte_that_breaks_it(string name)
    {
        var vector = Find(name);
        if (vector.Rejected is not { } error || error.StartsWith("Close", StringComparison.Ordinal))
            return; // a close frame is short and checked as a whole
        var (bytes, offset, length) = vector.Decode();
        var end = error.StartsWith("Continuation", StringComparison.Ordinal) ? bytes.Length // including the head
            : error == nameof(FrameError.MessageTooLarge) ? offset + length + (vector.FromServer ? 0 : 4) // including its key
            : offset + length;

        Assert.True(ReadFrames.Of(bytes[..end], vector.MaxMessage, [], !vector.FromServer).Result.IsRejected);
        if (length > 0)
            Assert.False(ReadFrames.Of(bytes[..(offset + length - 1)], vector.MaxMessage, [], !vector.FromServer).Result.IsRejected);
    }

    [Fact]
    public void Every_error_of_the_reader_has_a_vector() => Assert.Empty(Enum.GetValues<FrameError>()
        .Except([FrameError.None, FrameError.FrameTimeout]) // the connection's own error
        .Except(FrameVector.All.Where(v => v.Rejected is not null).Select(v => Enum.Parse<FrameError>(v.Rejected!))));

    [Fact]
    public void Every_error_has_a_close_code_a_section_and_a_sentence_in_both_languages_that_fits_into_a_close_frame()
    {
        foreach (var error in Enum.GetValues<FrameError>().Except([FrameError.None]))
        {
            var rejection = FrameRejection.For(error);
            Assert.True(rejection.Code is CloseCode.ProtocolError
                or CloseCode.InvalidContent or CloseCode.PolicyViolation or CloseCode.MessageTooLarge);
            Assert.StartsWith("RFC 6455 §", rejection.Section, StringComparison.Ordinal);
            Assert.EndsWith(".", rejection.English, StringComparison.Ordinal);
            Assert.EndsWith("。", rejection.Chinese, StringComparison.Ordinal);
            Assert.All([true, false], chinese => Assert.InRange(Encoding.UTF8.GetByteCount(rejection.Reason(chinese)), 1, 123));
        }
    }

    private static FrameVector Find(string name) => FrameVector.All.First(v => v.Name == name);
}
