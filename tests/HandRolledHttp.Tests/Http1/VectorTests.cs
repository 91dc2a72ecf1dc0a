using HandRolledHttp.Http1;

namespace HandRolledHttp.Tests.Http1;

/// <summary>Parses each vector whole, byte by byte, and cut at every position, always with the same result.</summary>
public sealed class VectorTests
{
    public static TheoryData<string> Names => [.. Vector.All.Select(v => v.Name)];

    [Fact]
    public void Names_are_unique() => Assert.Equal(Vector.All.Count, Vector.All.DistinctBy(v => v.Name).Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void Understands_or_refuses(string name)
    {
        var vector = Find(name);
        var (bytes, offset, length) = vector.Decode();
        var understood = Understanding.Of(bytes, vector.ToLimits(), []);

        if (vector.Rejected is { } reason)
        {
            Assert.Equal(ParseResult.Rejected(Enum.Parse<RejectionReason>(reason), offset, length), understood.Result);
            return;
        }

        if (vector.Partial)
            Assert.Equal(ParseResult.NeedMore, understood.Result);
        else
            Assert.Equal(ParseResult.Complete(bytes.Length), understood.Result);
        Assert.Equal(vector.Method ?? understood.Method, understood.Method);
        Assert.Equal(vector.Target ?? understood.Target, understood.Target);
        Assert.Equal(vector.Path ?? understood.Path, understood.Path);
        Assert.Equal(vector.Host ?? understood.Host, understood.Host);
        Assert.Equal(vector.Version ?? understood.Version, understood.Version);
        Assert.Equal(vector.Persistent ?? understood.Persistent, understood.Persistent);
        Assert.Equal(vector.Continue ?? understood.Continue, understood.Continue);
        Assert.Equal(vector.Conditional ?? understood.Conditional, understood.Conditional);
        Assert.Equal(vector.Framing ?? understood.Framing.ToString(), understood.Framing.ToString());
        Assert.Equal(vector.Body ?? understood.Body, understood.Body);
        if (vector.Fields is { } fields)
            Assert.Equal(string.Join("\n", fields), understood.Fields);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_verdict_does_not_depend_on_how_the_bytes_are_cut(string name)
    {
        var vector = Find(name);
        var (bytes, _, _) = vector.Decode();
        var limits = vector.ToLimits();
        var whole = Understanding.Of(bytes, limits, []);

        Assert.Equal(whole, Understanding.Of(bytes, limits, Enumerable.Range(0, bytes.Length)));
        for (var cut = 0; cut < bytes.Length; cut++)
            Assert.Equal(whole, Understanding.Of(bytes, limits, [cut]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_request_that_follows_changes_nothing(string name)
    {
        var vector = Find(name);
        var (bytes, _, _) = vector.Decode();
        var alone = Understanding.Of(bytes, vector.ToLimits(), []);
        if (alone.Result.Status == ParseStatus.NeedMore)
            return; // the bytes after it would be the rest of it

        var followed = Understanding.Of([.. bytes, .. "GET /next HTTP/1.1\r\nHost: y\r\n\r\n"u8], vector.ToLimits(), []);

        Assert.Equal(alone, followed);
    }

    [Fact]
    public void Every_reason_of_the_parser_has_a_vector()
    {
        // The bytes of a message cannot cause these: the connection or the form reader finds them, and their tests cover them.
        RejectionReason[] ofTheConnection =
        [
            RejectionReason.HttpOnTlsPort, RejectionReason.BodyTooLarge, RejectionReason.PreconditionFailed,
            RejectionReason.HeadTimeout, RejectionReason.BodyTimeout
        ];

        var proven = Vector.All.Where(v => v.Rejected is not null).Select(v => Enum.Parse<RejectionReason>(v.Rejected!)).ToHashSet();

        var ofHandshakes = WebSocket.HandshakeVector.All.Where(v => v.Rejected is not null).Select(v => Enum.Parse<RejectionReason>(v.Rejected!));
        var ofForms = Enum.GetValues<HandRolledHttp.Web.Forms.FormError>().Select(error => new HandRolledHttp.Web.Forms.FormResult(null, error).Reason);
        Assert.Empty(Enum.GetValues<RejectionReason>().Except(ofTheConnection).Except(ofForms).Except(ofHandshakes).Except(proven));
    }

    [Fact]
    public void Every_reason_has_a_status_a_section_and_a_sentence_in_both_languages()
    {
        foreach (var reason in Enum.GetValues<RejectionReason>().Except([RejectionReason.None]))
        {
            var rejection = RejectionText.For(reason);
            Assert.InRange(rejection.Status, 400, 599);
            Assert.StartsWith("RFC ", rejection.Section, StringComparison.Ordinal);
            Assert.EndsWith(".", rejection.English, StringComparison.Ordinal);
            Assert.EndsWith("。", rejection.Chinese, StringComparison.Ordinal);
            var example = System.Text.Encoding.ASCII.GetBytes(rejection.Example);
            Assert.Equal(ParseResult.Complete(example.Length), Understanding.Of(example, new Limits(), []).Result);
        }
    }

    [Fact]
    public void An_https_target_belongs_on_a_secure_connection()
    {
        var parser = new RequestHeadParser(new Limits(), secure: true);

        Assert.True(parser.Parse("GET https://x/ HTTP/1.1\r\nHost: x\r\n\r\n"u8).IsComplete);
    }

    [Fact]
    public void One_parser_serves_request_after_request()
    {
        var parser = new RequestHeadParser(new Limits());
        var bytes = "POST /%41 HTTP/1.0\r\nContent-Length: 3\r\nConnection: keep-alive\r\n\r\n"u8;
        Assert.True(parser.Parse(bytes).IsComplete);

        parser.Reset();

        var next = "GET /b HTTP/1.1\r\nHost: x\r\n\r\n"u8;
        Assert.Equal(ParseResult.Complete(next.Length), parser.Parse(next));
        Assert.Equal(BodyKind.None, parser.Head.BodyKind);
        Assert.Equal(1, parser.Head.Fields.Length);
        Assert.True(parser.Head.Path.Of(next).SequenceEqual("/b"u8));
    }

    [Fact]
    public void Asked_again_the_parser_says_the_same()
    {
        var parser = new RequestHeadParser(new Limits());
        var bytes = "GET /a%41/%42 HTTP/1.1\r\nHost: x\r\n\r\n"u8;

        Assert.Equal(ParseResult.Complete(bytes.Length), parser.Parse(bytes));
        Assert.Equal(ParseResult.Complete(bytes.Length), parser.Parse(bytes));
    }

    [Fact]
    public void A_decoder_that_is_done_takes_nothing_more()
    {
        var decoder = new ChunkedDecoder(new Limits());
        decoder.Begin(0, 0);
        Assert.Equal(0, decoder.Trailers.Length);
        var left = "0\r\nA: b\r\n\r\nGET "u8;
        while (decoder.Decode(left, out var used, out _).Status == ParseStatus.NeedMore)
            left = left[used..];
        Assert.Equal(1, decoder.Trailers.Length);

        Assert.True(decoder.Decode("GET "u8, out var more, out _).IsComplete);
        Assert.Equal(0, more);
    }

    private static Vector Find(string name) => Vector.All.First(v => v.Name == name);
}
