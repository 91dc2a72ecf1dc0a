using HandRolledHttp.Http1;
using HandRolledHttp.Tests.Http1;
using HandRolledHttp.WebSocket;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SideBySide.Http;

namespace SideBySide.Tests.Http;

/// <summary>Every rule names the line that enforces it. The tests find this line in the repository's sources, read by the compiler.</summary>
public sealed class RuleSourceTests
{
    private static readonly IReadOnlyList<GrammarRule> s_rules =
        [
            .. typeof(GrammarRule).GetProperties()
                .Where(property => property.PropertyType == typeof(GrammarRule))
                .Select(property => (GrammarRule)property.GetValue(null)!),
            .. FieldValueRules.All,
            .. FrameRule.All
        ];

    private static readonly Dictionary<string, string[]> s_code = [];

    [Fact]
    public void The_line_of_every_rule_holds_the_code_that_the_rule_names_and_no_other_line_does()
    {
        Assert.InRange(s_rules.Count, 35, 100);
        Assert.Equal([GrammarRule.OtherProtocol], s_rules.Where(rule => rule.Enforcer is null)); // no code here speaks another protocol
        foreach (var rule in s_rules.Where(rule => rule.Enforcer is not null))
        {
            var (path, line) = Split(rule.Source);
            Assert.Equal(rule.Enforcer!.Path, path);
            var code = Code(path);
            Assert.Contains(rule.Enforcer.Piece, code[line - 1], StringComparison.Ordinal);
            Assert.Single(code, text => text.Contains(rule.Enforcer.Piece, StringComparison.Ordinal));
            Assert.NotEmpty(rule.Explanation.Zh);
        }
    }

    [Fact]
    public void A_piece_of_code_that_is_gone_or_ambiguous_is_never_given_a_line()
    {
        Assert.Throws<InvalidOperationException>(() => new RuleSource("HandRolledHttp/Http1/RequestLine.cs", "no such code").Place);
        Assert.Throws<InvalidOperationException>(() => new RuleSource("HandRolledHttp/Http1/RequestLine.cs", "ParseResult").Place);
        Assert.Throws<InvalidOperationException>(() => new RuleSource("HandRolledHttp/Http1/NoSuchFile.cs", "ParseResult").Place);
        Assert.Throws<InvalidOperationException>(() => new RuleSource("HandRolledHttp/Http1/RequestLine.cs", "warns of request smuggling").Place); // a comment
    }

    [Fact]
    public void Every_reason_is_refused_on_exactly_the_lines_that_give_it()
    {
        var given = Directory.GetFiles(Path.Combine(Repository.Root, "HandRolledHttp"), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
                && !path.Contains("Http1/Rejection", StringComparison.Ordinal))
            .SelectMany(path => Given(path, nameof(RejectionReason)))
            .ToLookup(place => place.Reason, place => place.Place);

        foreach (var reason in Enum.GetValues<RejectionReason>().Except([RejectionReason.None]))
        {
            var named = Enum.GetValues<MessagePart>().SelectMany(where => RejectionSources.Of(reason, where)).ToHashSet();
            Assert.NotEmpty(named);
            Assert.Equal(given[reason.ToString()].ToHashSet(), named);
        }
    }

    [Fact]
    public void Every_frame_is_rejected_on_exactly_the_lines_that_give_the_error()
    {
        var given = Directory.GetFiles(Path.Combine(Repository.Root, "HandRolledHttp", "WebSocket"), "*.cs")
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(path => !path.EndsWith("FrameRejection.cs", StringComparison.Ordinal))
            .SelectMany(path => Given(path, nameof(FrameError)))
            .ToLookup(place => place.Reason, place => place.Place);

        foreach (var error in Enum.GetValues<FrameError>().Except([FrameError.None, FrameError.FrameTimeout])) // the clock's
        {
            Assert.NotEmpty(RejectionSources.Of(error));
            Assert.Equal(given[error.ToString()].ToHashSet(), RejectionSources.Of(error).ToHashSet());
        }
    }

    [Fact]
    public void Every_vector_that_is_refused_names_one_file_or_two()
    {
        foreach (var vector in Vector.All.Where(vector => vector.Rejected is not null))
        {
            var refusal = Dissector.Requests(vector.Decode().Bytes, vector.ToLimits()).Refusal!;
            Assert.NotEmpty(refusal.Sources);
            Assert.InRange(refusal.Sources.Select(source => Split(source).Path).Distinct().Count(), 1, 2);
        }
    }

    [Theory]
    [InlineData("\n", "RequestHeadParser.cs", "RejectionReason.BareLf, _position)")]
    [InlineData("\rG", "RequestHeadParser.cs", "RejectionReason.BareCr")]
    [InlineData("GET / HTTP/1.1\n", "RequestHeadParser.cs", "RejectionReason.BareLf, _position + lf)")]
    [InlineData("GET /\r HTTP/1.1\r\n", "RequestLine.cs", "RejectionReason.BareCr")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\n", "FieldSection.cs", "RejectionReason.BareLf")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\n", "ChunkedDecoder.cs", "RejectionReason.BareLf, lf)")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\rx", "ChunkHeader.cs", "RejectionReason.BareCr")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\n", "ChunkedDecoder.cs", "? RejectionReason.BareLf")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\rx", "ChunkedDecoder.cs", "RejectionReason.BareCr")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\na: b\n", "FieldSection.cs", "RejectionReason.BareLf")]
    public void A_line_end_that_is_wrong_is_refused_where_that_line_is_judged(string request, string file, string code)
    {
        var source = Assert.Single(Dissector.Requests(System.Text.Encoding.ASCII.GetBytes(request)).Refusal!.Sources);
        var (path, line) = Split(source);
        Assert.Equal($"HandRolledHttp/Http1/{file}", path);
        Assert.Contains(code, Code(path)[line - 1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_value_of_a_field_that_the_server_must_understand_names_who_understands_it()
    {
        var spans = Dissector.Requests("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nX: y\r\n\r\nz"u8.ToArray())
            .Messages[0].Spans.Where(span => span.Rule == "field-value");
        Assert.Equal(["HostField.cs", "BodyFraming.cs", "FieldLine.cs"], spans.Select(span => Path.GetFileName(Split(span.Source).Path)));
    }

    // Distinguishes code that returns a reason from code that compares with it, by syntax instead of text.
    private static IEnumerable<(string Reason, string Place)> Given(string path, string type)
    {
        var tree = CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(Repository.Root, path)));
        return tree.GetRoot().DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Where(access => access.Expression is IdentifierNameSyntax { Identifier.Text: var name } && name == type
                && !access.Parent.IsKind(SyntaxKind.EqualsExpression))
            .Select(access => (access.Name.Identifier.Text, $"{path}:{access.GetLocation().GetLineSpan().StartLinePosition.Line + 1}"));
    }

    // The lines of a file without comments.
    private static string[] Code(string path) => s_code.TryGetValue(path, out var code) ? code : s_code[path] = Read(path);

    private static string[] Read(string path)
    {
        var tree = CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(Repository.Root, path)));
        var root = tree.GetRoot();
        var text = root.ReplaceTrivia(
            root.DescendantTrivia().Where(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia)),
            (trivia, _) => SyntaxFactory.Whitespace(new string([.. trivia.ToFullString().Select(c => c == '\n' ? '\n' : ' ')]))).ToFullString();
        return text.Split('\n');
    }

    private static (string Path, int Line) Split(string place) =>
        (place.Split(':')[0], int.Parse(place.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture));
}
