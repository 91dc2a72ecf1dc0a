using HandRolledHttp.Http1;
using HandRolledHttp.Web.Conditions;

namespace HandRolledHttp.Tests.Web.Conditions;

public class PreconditionsTests
{
    private const string Tag = "\"now\"";
    private const string Same = "Sun, 01 Mar 2026 12:00:00 GMT";
    private const string Before = "Sun, 01 Mar 2026 11:59:59 GMT";
    private const string After = "Sun, 01 Mar 2026 12:00:01 GMT";

    private static readonly DateTimeOffset s_lastModified = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    // If-Match: strong
    [InlineData("PUT", "If-Match: \"now\"", Precondition.Proceed)]
    [InlineData("PUT", "If-Match: \"old\", \"now\"", Precondition.Proceed)]
    [InlineData("PUT", "If-Match: *", Precondition.Proceed)]
    [InlineData("PUT", "If-Match: \"old\"", Precondition.Failed)]
    [InlineData("PUT", "If-Match: W/\"now\"", Precondition.Failed)]
    [InlineData("PUT", "If-Match: now", Precondition.Failed)]
    [InlineData("GET", "If-Match: \"old\"", Precondition.Failed)]
    // If-Unmodified-Since: only without If-Match
    [InlineData("PUT", "If-Unmodified-Since: " + Same, Precondition.Proceed)]
    [InlineData("PUT", "If-Unmodified-Since: " + After, Precondition.Proceed)]
    [InlineData("PUT", "If-Unmodified-Since: " + Before, Precondition.Failed)]
    [InlineData("PUT", "If-Unmodified-Since: yesterday", Precondition.Proceed)]
    [InlineData("PUT", "If-Match: \"now\"\nIf-Unmodified-Since: " + Before, Precondition.Proceed)]
    // If-None-Match: weak
    [InlineData("GET", "If-None-Match: \"now\"", Precondition.NotModified)]
    [InlineData("HEAD", "If-None-Match: W/\"now\"", Precondition.NotModified)]
    [InlineData("GET", "If-None-Match: *", Precondition.NotModified)]
    [InlineData("GET", "If-None-Match: \"old\"", Precondition.Proceed)]
    [InlineData("GET", "If-None-Match: now", Precondition.Proceed)]
    [InlineData("PUT", "If-None-Match: *", Precondition.Failed)]
    [InlineData("PUT", "If-None-Match: \"now\"", Precondition.Failed)]
    // If-Modified-Since: only without If-None-Match, only for GET and HEAD
    [InlineData("GET", "If-Modified-Since: " + Same, Precondition.NotModified)]
    [InlineData("HEAD", "If-Modified-Since: " + After, Precondition.NotModified)]
    [InlineData("GET", "If-Modified-Since: " + Before, Precondition.Proceed)]
    [InlineData("GET", "If-Modified-Since: yesterday", Precondition.Proceed)]
    [InlineData("PUT", "If-Modified-Since: " + Same, Precondition.Proceed)]
    [InlineData("GET", "If-None-Match: \"old\"\nIf-Modified-Since: " + Same, Precondition.Proceed)]
    // If-Match comes before If-None-Match
    [InlineData("GET", "If-Match: \"now\"\nIf-None-Match: \"now\"", Precondition.NotModified)]
    [InlineData("GET", "If-Match: \"old\"\nIf-None-Match: \"now\"", Precondition.Failed)]
    // If-Range: strong
    [InlineData("GET", "If-Range: \"now\"", Precondition.Proceed)]
    [InlineData("GET", "If-Range: W/\"now\"", Precondition.ProceedWithoutRange)]
    [InlineData("GET", "If-Range: \"old\"", Precondition.ProceedWithoutRange)]
    [InlineData("GET", "If-Range: \"now\", \"old\"", Precondition.ProceedWithoutRange)]
    [InlineData("GET", "If-Range: " + Same, Precondition.Proceed)]
    [InlineData("GET", "If-Range: " + After, Precondition.ProceedWithoutRange)]
    [InlineData("GET", "If-Range: " + Before, Precondition.ProceedWithoutRange)]
    [InlineData("GET", "If-Range: nonsense", Precondition.ProceedWithoutRange)]
    [InlineData("GET", "", Precondition.Proceed)]
    public void Follows_the_order_of_RFC_9110(string method, string fields, Precondition expected) =>
        Assert.Equal(expected, Evaluate(method, fields, s_lastModified.AddHours(1)));

    [Fact]
    public void Trusts_a_date_for_ranges_only_once_its_second_is_over()
    {
        Assert.Equal(Precondition.ProceedWithoutRange, Evaluate("GET", "If-Range: " + Same, s_lastModified.AddMilliseconds(999)));
        Assert.Equal(Precondition.Proceed, Evaluate("GET", "If-Range: " + Same, s_lastModified.AddSeconds(1)));
    }

    [Theory]
    // A state without validators is still a state: "*" matches it, and no tag does.
    [InlineData("GET", "If-Match: *", true, Precondition.Proceed)]
    [InlineData("GET", "If-Match: \"now\"", true, Precondition.Failed)]
    [InlineData("GET", "If-None-Match: *", true, Precondition.NotModified)]
    [InlineData("PUT", "If-None-Match: *", true, Precondition.Failed)]
    [InlineData("GET", "If-None-Match: \"now\"", true, Precondition.Proceed)]
    [InlineData("GET", "If-Modified-Since: " + After, true, Precondition.Proceed)]
    [InlineData("PUT", "If-Unmodified-Since: " + Before, true, Precondition.Proceed)]
    [InlineData("GET", "If-Range: \"now\"", true, Precondition.ProceedWithoutRange)]
    [InlineData("GET", "If-Range: " + Same, true, Precondition.ProceedWithoutRange)]
    // No state at all
    [InlineData("PUT", "If-Match: *", false, Precondition.Failed)]
    [InlineData("PUT", "If-Match: \"now\"", false, Precondition.Failed)]
    [InlineData("PUT", "If-None-Match: *", false, Precondition.Proceed)]
    [InlineData("PUT", "If-Unmodified-Since: " + Before, false, Precondition.Proceed)]
    public void Knows_a_state_without_validators_from_none(string method, string fields, bool exists, Precondition expected) =>
        Assert.Equal(expected, Evaluate(method, fields, s_lastModified.AddHours(1), exists ? new Validators(null, null) : null));

    private static Precondition Evaluate(string method, string fields, DateTimeOffset now) =>
        Evaluate(method, fields, now, new Validators(EntityTag.Parse(Tag), s_lastModified));

    private static Precondition Evaluate(string method, string fields, DateTimeOffset now, Validators? current)
    {
        var values = fields.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(": ")).ToDictionary(l => l[0], l => l[1]);
        Assert.True(HttpDate.TryParse(Same, now, out var same) && same == s_lastModified);
        return Preconditions.Evaluate(method, values.GetValueOrDefault, current, now);
    }
}
