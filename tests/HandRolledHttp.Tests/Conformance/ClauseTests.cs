using System.Globalization;
using System.Text;

namespace HandRolledHttp.Tests.Conformance;

/// <summary>
/// RFC 9112 and RFC 9110, clause by clause, with the running server. One more request follows each case. It gets a response only if the
/// connection persists, so each case also shows where the server found the end of its bytes.
/// </summary>
public sealed class ClauseTests(RunningProgram server) : IClassFixture<RunningProgram>
{
    private const string Next = "GET /hello?name=next HTTP/1.1\r\nHost: x\r\n\r\n";
    private const int FewBytes = 2000;

    public static TheoryData<string> Names => [.. Clause.All.Select(c => c.Name)];

    [Fact]
    public void Names_are_unique() => Assert.Empty(Clause.All.GroupBy(c => c.Name).Where(g => g.Count() > 1).Select(g => g.Key));

    /// <summary>Rules 1, 2 and 8 are about responses, the others about requests; the cases' <c>rfc</c> names them.</summary>
    [Fact]
    public void Every_framing_rule_has_a_case() =>
        Assert.All(Enumerable.Range(1, 8), rule => Assert.Contains(Clause.All, clause => clause.Rfc == $"9112 §6.3 rule {rule}"));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Answers_as_the_clause_says(string name)
    {
        var clause = Clause.All.First(c => c.Name == name);
        var bytes = Encoding.Latin1.GetBytes(server.Fill(Encoding.Latin1.GetString(VectorBytes.Decode(clause.Sends))) + Next);

        Check(clause, await ConverseAsync([bytes]), interim: true);

        if (clause.Whole)
            return;

        // The same in small pieces. Only now a client that expects 100 (Continue) gets it, since its body has not arrived yet.
        var pieces = bytes.Chunk(bytes.Length > FewBytes ? bytes.Length / 100 : 1);
        Check(clause, await ConverseAsync(pieces), interim: false);
    }

    private async Task<byte[]> ConverseAsync(IEnumerable<byte[]> pieces)
    {
        await using var peer = await server.ConnectAsync();
        foreach (var piece in pieces)
            await peer.SendAsync(piece);
        peer.HalfClose();
        return await peer.ReceiveToEndAsync();
    }

    private void Check(Clause clause, byte[] received, bool interim)
    {
        var expected = clause.Answers.Where(answer => interim || answer[0] != '1').ToList();
        var replies = Reply.ReadAll(received, i => expected.ElementAtOrDefault(i)?.StartsWith("HEAD ", StringComparison.Ordinal) == true);
        if (!interim)
            replies.RemoveAll(reply => reply.Status < 200);
        var statuses = expected.Select(answer => int.Parse(answer.Replace("HEAD ", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(clause.Ends ? statuses : [.. statuses, 200], replies.Select(reply => reply.Status));

        for (var i = 0; i < replies.Count; i++)
            EveryResponse.Check(replies[i], toHttp10: i < statuses.Count && clause.Sends.Contains(" HTTP/1.0", StringComparison.Ordinal));
        Assert.All(replies.SkipLast(1), reply => Assert.False(reply.SaysClose, "Something follows an answer that said it would be the last."));
        if (clause.Ends)
            Assert.True(replies.Count == 0 || replies[^1].SaysClose, "The connection ended, and the last answer did not say so.");
        else
            Assert.Equal("Hello, next!", replies[^1].Body);

        if (statuses.Count > 0)
            CheckLast(clause, replies[statuses.Count - 1]);
    }

    private void CheckLast(Clause clause, Reply last)
    {
        foreach (var line in clause.Has)
            Assert.Contains(server.Fill(line), last.Lines);
        foreach (var name in clause.Lacks)
            Assert.False(last.Has(name), $"{name} must not be in the answer.");
        if (clause.Body is { } body)
            Assert.Equal(body, last.Body);
    }
}
