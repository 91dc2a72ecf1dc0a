using SideBySide.Checks;
using SideBySide.Checks.Clients;
using SideBySide.Http;
using SideBySide.Language;

namespace SideBySide.Tests.Checks.Clients;

/// <summary>The ladder for clients as it is written. Its responses are read by our own parser as by a client.</summary>
public sealed class ClientLadderTests
{
    private static IReadOnlyList<ClientCheck> Checks => ClientLadder.Instance.All;

    public static TheoryData<string> WithResponse => [.. Checks.Where(check => check.Response.Count > 0).Select(check => check.Item.Id)];

    [Fact]
    public void An_id_is_unique_and_no_check_of_servers_has_it()
    {
        string[] ids = [.. Checks.Select(check => check.Item.Id), .. CheckLadder.Instance.All.Select(item => item.Id)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Every_text_is_there_in_both_languages() => Assert.All(Checks, check =>
    {
        var item = check.Item;
        foreach (var text in (LocalizedText[])[item.Title, item.Mistake, item.Cure, .. check.Causes.Select(cause => cause.Mistake)])
            Assert.True(text.En.Length > 0 && text.Zh.Any(c => c is >= '\u4e00' and <= '\u9fff'), $"{check.Item.Id}: {text.Zh}");
    });

    [Fact]
    public void Every_rule_names_a_section() => Assert.All(Checks, check => Assert.Matches(@"^RFC 911[02] §\d", check.Item.Rule));

    [Fact]
    public void A_hint_names_what_is_in_this_repository() =>
        Assert.All(Checks, check => Assert.True(Path.Exists(Path.Combine(Repository.Root, check.Item.Hint)), check.Item.Hint));

    [Fact]
    public void A_part_is_found_by_its_id() =>
        Assert.All(CheckStep.OfClients, part => Assert.NotEmpty(ClientLadder.Instance.Only(part.Id)));

    [Theory]
    [MemberData(nameof(WithResponse))]
    public void Our_own_parser_reads_the_response_as_a_client_must(string id)
    {
        var check = ClientLadder.Instance.Only(id).Single();
        var bytes = Bytes(check.Further.Count > 0 ? check.Further : check.Response);
        var messages = Dissector.Responses(bytes, [check.IsHead ? "HEAD" : "GET"], ended: true).Messages;
        var read = messages.SkipWhile(IsInterim).FirstOrDefault();

        if (check.WantsError && !check.Item.Step.IsAdvice)
            Assert.True(read is not { IsComplete: true, Refusal: null, Response: not null }, "It is complete.");
        else if (!check.Passes.Contains(ClientOutcome.Error) && check.Tolerates.Count == 0)
            Assert.Equal((true, null, check.Content), (read!.IsComplete, read.Refusal?.Reason, read.Response!.Body ?? ""));
    }

    private static bool IsInterim(Message message) => message.Response is { Status: < 200 };

    private static byte[] Bytes(IReadOnlyList<ServedStep> steps) =>
        [.. steps.OfType<ServedBytes>().SelectMany(step => Enumerable.Repeat(step.Bytes.ToArray(), step.Times).SelectMany(bytes => bytes))];
}
