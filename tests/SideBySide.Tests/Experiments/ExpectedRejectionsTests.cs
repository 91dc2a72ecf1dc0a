using SideBySide.Experiments;
using SideBySide.Tests.Cli;

namespace SideBySide.Tests.Experiments;

/// <summary>An experiment whose request is rejected names the line of code that rejects it.</summary>
public sealed class ExpectedRejectionsTests
{
    [Theory]
    [InlineData("bare-lf", "BareLf", "HandRolledHttp/Http1/RequestHeadParser.cs:")]
    [InlineData("host-missing", "HostMissing", "HandRolledHttp/Http1/HostField.cs:")]
    [InlineData("smuggle-cl-te", "LengthAndTransferEncoding", "HandRolledHttp/Http1/BodyFraming.cs:")]
    public void The_parser_is_asked_where(string id, string reason, string place)
    {
        var refusal = Assert.Single(ExpectedRejections.Of(ExperimentLookup.Catalogue().Find(id)!));
        Assert.Equal(reason, refusal.Reason);
        Assert.All(refusal.Sources, source => Assert.StartsWith(place, source, StringComparison.Ordinal));
    }

    [Fact]
    public void Where_nothing_is_refused_nothing_is_named() => Assert.Empty(ExpectedRejections.Of(ExperimentLookup.Catalogue().Find("plain-get")!));

    [Theory]
    [InlineData("en", "BareLf (RFC 9112 §2.2) is rejected in:")]
    [InlineData("zh", "BareLf（RFC 9112 §2.2）在此拒绝：")]
    public async Task The_sheet_of_an_experiment_names_the_line(string language, string title)
    {
        var result = await CommandRunner.RunAsync(["show", "bare-lf"], language: language);
        Assert.Matches($"{System.Text.RegularExpressions.Regex.Escape(title)}\\s+HandRolledHttp/Http1/\\w+\\.cs:\\d+", result.Text);
    }
}
