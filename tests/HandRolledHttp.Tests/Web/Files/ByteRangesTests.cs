using CsCheck;
using HandRolledHttp.Web.Files;

namespace HandRolledHttp.Tests.Web.Files;

public class ByteRangesTests
{
    [Theory]
    // the examples of RFC 9110 §14.1.2, of a representation of 10,000 bytes
    [InlineData("bytes=0-499", 10000, "0-499")]
    [InlineData("bytes=500-999", 10000, "500-999")]
    [InlineData("bytes=-500", 10000, "9500-9999")]
    [InlineData("bytes=9500-", 10000, "9500-9999")]
    [InlineData("bytes=0-0,-1", 10000, "0-0,9999-9999")]
    [InlineData("bytes= 0-999, 4500-5499, -1000", 10000, "0-999,4500-5499,9000-9999")]
    [InlineData("bytes=500-600,601-999", 10000, "500-999")]
    [InlineData("bytes=500-700,601-999", 10000, "500-999")]
    // forms
    [InlineData("BYTES=0-0", 10, "0-0")]
    [InlineData("bytes=,, 0-0 ,\t, 5-5,", 10, "0-0,5-5")]
    [InlineData("bytes=0-", 10, "0-9")]
    [InlineData("bytes=5-100", 10, "5-9")]
    [InlineData("bytes=-100", 10, "0-9")]
    [InlineData("bytes=0-99999999999999999999999999", 10, "0-9")]
    [InlineData("bytes=-99999999999999999999999999", 10, "0-9")]
    [InlineData("bytes=007-008", 10, "7-8")]
    [InlineData("bytes=5-6,0-3", 10, "5-6,0-3")] // the requested order
    [InlineData("bytes=0-3,5-6", 10, "0-3,5-6")]
    [InlineData("bytes=5-6,0-4", 10, "0-6")]
    [InlineData("bytes=8-9,0-1,2-3,1-8", 10, "0-9")] // the last one joins all
    [InlineData("bytes=20-30,0-1", 10, "0-1")]
    // nothing there
    [InlineData("bytes=10-", 10, "416")]
    [InlineData("bytes=10-20,-0", 10, "416")]
    [InlineData("bytes=99999999999999999999999999-", 10, "416")]
    [InlineData("bytes=-0", 10, "416")]
    [InlineData("bytes=0-", 0, "416")]
    [InlineData("bytes=-5", 0, "whole")] // satisfiable, but Content-Range cannot express it
    // ignored
    [InlineData(null, 10, "whole")]
    [InlineData("", 10, "whole")]
    [InlineData("bytes", 10, "whole")]
    [InlineData("bytes=", 10, "whole")]
    [InlineData("bytes=,", 10, "whole")]
    [InlineData("bytes =0-1", 10, "whole")]
    [InlineData("lines=0-1", 10, "whole")]
    [InlineData("bytes=5-4", 10, "whole")]
    [InlineData("bytes=0-1,5-4", 10, "whole")]
    [InlineData("bytes=-", 10, "whole")]
    [InlineData("bytes=0", 10, "whole")]
    [InlineData("bytes=+0-1", 10, "whole")]
    [InlineData("bytes=0 - 1", 10, "whole")]
    [InlineData("bytes=0-1-2", 10, "whole")]
    [InlineData("bytes=--1", 10, "whole")]
    [InlineData("bytes=a-b", 10, "whole")]
    [InlineData("bytes=0-1;5-6", 10, "whole")]
    [InlineData("bytes=٠-١", 10, "whole")]
    public void Selects(string? field, long length, string expected)
    {
        var selected = ByteRanges.Select(field, length);
        Assert.Equal(expected, selected.Outcome switch
        {
            RangeOutcome.Whole => "whole",
            RangeOutcome.Unsatisfiable => "416",
            _ => string.Join(',', selected.Ranges.Select(r => $"{r.First}-{r.Last}")),
        });
    }

    [Fact]
    public void Ignores_more_than_16_ranges()
    {
        var sixteen = "bytes=" + string.Join(',', Enumerable.Range(0, 16).Select(i => $"{i * 2}-{i * 2}"));
        Assert.Equal(16, ByteRanges.Select(sixteen, 100).Ranges.Count);
        Assert.Equal(RangeOutcome.Whole, ByteRanges.Select(sixteen + ",50-50", 100).Outcome);
        Assert.Equal(RangeOutcome.Whole, ByteRanges.Select("bytes=" + string.Concat(Enumerable.Repeat("0-,", 1300)), 100).Outcome);
    }

    [Fact]
    public void Selects_exactly_the_bytes_asked_for_and_none_twice() =>
        Gen.Select(Gen.Long[0, 39], Gen.Long[0, 3], (first, more) => (First: first, Last: first + more)).List[1, 16].Sample(asked =>
        {
            var selected = ByteRanges.Select("bytes=" + string.Join(',', asked.Select(r => $"{r.First}-{r.Last}")), 40);
            var bytes = selected.Ranges.SelectMany(r => Enumerable.Range((int)r.First, (int)r.Length)).ToArray();
            var wanted = asked.SelectMany(r => Enumerable.Range((int)r.First, (int)(Math.Min(r.Last, 39) - r.First + 1))).ToHashSet();
            return selected.Outcome == RangeOutcome.Partial
                && bytes.Length == wanted.Count && wanted.SetEquals(bytes)
                && selected.Ranges.All(a => selected.Ranges.All(b => a == b || a.Last + 1 < b.First || b.Last + 1 < a.First));
        });
}
