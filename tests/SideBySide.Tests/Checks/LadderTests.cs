using SideBySide.Checks;
using SideBySide.Experiments;

namespace SideBySide.Tests.Checks;

/// <summary>The ladder of checks: each check can be found, explains itself in both languages, and refers to existing things.</summary>
public sealed class LadderTests
{
    private static IReadOnlyList<CheckItem> Items => CheckLadder.Instance.All;

    [Fact]
    public void An_id_is_unique() => Assert.Equal(Items.Count, Items.Select(item => item.Id).Distinct().Count());

    [Fact]
    public void Every_text_is_there_in_both_languages() => Assert.All(Items, item =>
    {
        foreach (var text in new[] { item.Title, item.Mistake, item.Cure })
        {
            Assert.True(text.En.Length > 0 && text.Zh.Length > 0, item.Id);
            Assert.True(text.Zh.Any(c => c is >= '\u4e00' and <= '\u9fff') || text.Zh == text.En, $"{item.Id}: {text.Zh}");
        }
    });

    [Fact]
    public void A_hint_names_what_is_in_this_repository() =>
        Assert.All(Items, item => Assert.True(Path.Exists(Path.Combine(Repository.Root, item.Hint)), item.Hint));

    [Fact]
    public void Every_check_names_an_experiment_that_explains_more() => Assert.All(Items, item => Assert.NotNull(item.Experiment));

    [Fact]
    public void Every_fault_of_a_response_has_a_check_that_looks_for_it() =>
        Assert.All(ResponseFaultFinder.Names.Keys, fault => Assert.Contains(fault, CheckLadder.Instance.Owner(fault).Faults));

    [Fact]
    public void No_script_asks_for_a_route_of_ours() => Assert.All(Items.SelectMany(item => item.Script.OfType<SendStep>()),
        sent => Assert.DoesNotMatch(@"^\w+ /(hello|echo|status|stream|delay|form|visits)\b", sent.Text));

    [Theory]
    [InlineData("chunk-extensions")]
    [InlineData("CVE-2025-55315")]
    public void A_vulnerability_is_found_by_its_name(string word) =>
        Assert.Equal(["chunk-details", "chunk-line-lf"], CheckLadder.Instance.Only(word).Select(item => item.Id));

    [Fact]
    public void A_check_that_looks_at_the_exchange_before_gets_its_script_when_it_is_alone() =>
        Assert.NotEmpty(Assert.Single(CheckLadder.Instance.Only("line-ends")).Script);

    [Fact]
    public void A_part_is_found_by_its_id() => Assert.All(CheckStep.All, part => Assert.NotEmpty(CheckLadder.Instance.Only(part.Id)));
}
