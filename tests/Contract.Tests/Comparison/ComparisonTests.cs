using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Contract.Tests.Servers;

namespace Contract.Tests.Comparison;

/// <summary>Sends the same bytes to both servers and compares the responses.</summary>
public sealed partial class ComparisonTests(ServersFixture servers)
{
    public static TheoryData<string> Names => [.. Exchanges.All.Select(e => e.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task Both_answer_alike_but_for_what_is_listed(string name)
    {
        var exchange = Exchanges.All.Single(e => e.Name == name);
        var handRolled = await AskAsync(ServerUnderTest.HandRolled, exchange);
        var minimal = await AskAsync(ServerUnderTest.Minimal, exchange);

        var listed = Differences.Known.Where(d => d.Exchange == name).Select(d => d.Aspect).Order(StringComparer.Ordinal);
        var found = Compare(handRolled, minimal).ToArray();
        Assert.True(listed.SequenceEqual(found.Select(d => d.Aspect).Order(StringComparer.Ordinal)),
            $"Listed: {string.Join(", ", listed)}\nFound:\n"
                + string.Join('\n', found.Select(d => $"  {d.Aspect}: hand-rolled {d.HandRolled} | minimal {d.Minimal}")));
    }

    [Fact]
    public void Every_listed_difference_belongs_to_an_exchange() =>
        Assert.Empty(Differences.Known.Select(d => d.Exchange).Except(Exchanges.All.Select(e => e.Name)));

    private static IEnumerable<(string Aspect, string HandRolled, string Minimal)> Compare(Answer? handRolled, Answer? minimal)
    {
        if (handRolled is null || minimal is null)
            return (handRolled is null) == (minimal is null) ? [] : [("answer", handRolled?.StatusLine ?? "none", minimal?.StatusLine ?? "none")];

        if (handRolled.Status != minimal.Status)
            return [("status", $"{handRolled.Status}", $"{minimal.Status}")]; // the other differences result from the status

        var explained = handRolled.Status >= 400;
        var aspects = new List<(string Aspect, string HandRolled, string Minimal)>();
        if (!explained)
            aspects.Add(("body", Normal(handRolled), Normal(minimal)));
        aspects.AddRange(handRolled.Fields.Concat(minimal.Fields).Select(f => f.Name).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(f => !Differences.Fields.ContainsKey(f) && !(explained && f.ToUpperInvariant() is "CONTENT-TYPE" or "VARY"))
            .Select(f => ($"field {f}", handRolled[f] ?? "none", minimal[f] ?? "none")));
        return aspects.Where(a => a.HandRolled != a.Minimal);
    }

    // Each client and each server has its own port.
    private static string Normal(Answer answer) => LoopbackPort().Replace(Encoding.Latin1.GetString(answer.Body), "127.0.0.1:port");

    private async Task<Answer?> AskAsync(ServerUnderTest server, Exchange exchange)
    {
        await using var peer = await servers[server].ConnectAsync();
        await peer.SendAsync(exchange.Request);
        if (exchange.HalfClose)
            peer.HalfClose();
        try
        {
            return await Answer.ReceiveAsync(peer, head: exchange.Request.StartsWith("HEAD ", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is SocketException or Xunit.Sdk.FailException)
        {
            return null; // closed or reset without a response
        }
    }

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex LoopbackPort();
}
