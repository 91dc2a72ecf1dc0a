using System.Net;
using Microsoft.Extensions.Time.Testing;
using RawSocketServer.Echo;

namespace RawSocketServer.Tests.Echo;

public class SourceLimitTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void One_source_cannot_use_up_what_belongs_to_all()
    {
        var limit = new SourceLimit(new UdpEchoOptions { SourceBurst = 2, SourceRate = 1, TotalRate = 3 }, _time);
        Assert.Equal(2, Takes(limit, "10.0.0.1", 1000));
        Assert.Equal(1, Takes(limit, "10.0.0.2", 1000));
    }

    [Fact]
    public void All_together_get_no_more_than_the_total()
    {
        var limit = new SourceLimit(new UdpEchoOptions { TotalRate = 50 }, _time);
        Assert.Equal(50, Enumerable.Range(0, 200).Sum(i => Takes(limit, $"10.0.0.{i}", 1)));
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(25, Takes(limit, "10.1.0.1", 100));
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::ffff:1", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    public void Counts_a_network_of_IPv6_and_an_address_of_IPv4_as_one_source(string one, string other, bool same)
    {
        var limit = new SourceLimit(new UdpEchoOptions { SourceBurst = 1, SourceRate = 1 }, _time);
        Assert.Equal(1, Takes(limit, one, 1));
        Assert.Equal(same ? 0 : 1, Takes(limit, other, 1));
    }

    [Fact]
    public void Its_memory_is_bounded_and_quiet_sources_make_room()
    {
        var limit = new SourceLimit(new UdpEchoOptions { MaxSources = 10, SourceRate = 1, SourceBurst = 10 }, _time);
        Assert.Equal(10, Enumerable.Range(0, 1000).Sum(i => Takes(limit, $"10.0.{i / 250}.{i % 250}", 1)));
        Assert.Equal(10, limit.Count);

        _time.Advance(TimeSpan.FromSeconds(1)); // now each source has its whole burst again
        Assert.Equal(1, Takes(limit, "10.9.9.9", 1));
        Assert.Equal(1, limit.Count);
    }

    [Fact]
    public void A_bucket_never_holds_more_than_its_burst()
    {
        var bucket = new TokenBucket(rate: 10, burst: 3, _time);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal([true, true, true, false], [bucket.TryTake(), bucket.TryTake(), bucket.TryTake(), bucket.TryTake()]);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal([true, false], [bucket.TryTake(), bucket.TryTake()]);
    }

    private static int Takes(SourceLimit limit, string source, int tries) =>
        Enumerable.Range(0, tries).Count(_ => limit.TryTake(IPAddress.Parse(source)));
}
