using HandRolledHttp.Http1;

namespace SideBySide.Http;

/// <summary>The rules for the values of request fields that the server itself interprets.</summary>
internal static class FieldValueRules
{
    private const string Http1 = "HandRolledHttp/Http1/";

    public static GrammarRule Host { get; } = GrammarRule.FieldValue with
    {
        Section = "RFC 9110 §7.2",
        Abnf = "Host = uri-host [ \":\" port ]",
        Enforcer = new(Http1 + "HostField.cs", "if (!IsValid(value.Of(message))"),
        Explanation = new("The host and port that the request is for: exactly one, and valid.", "请求发给哪个主机和端口：必须恰好一个，且格式正确。"),
    };

    public static GrammarRule ContentLength { get; } = GrammarRule.FieldValue with
    {
        Section = "RFC 9110 §8.6",
        Abnf = "Content-Length = 1*DIGIT",
        Enforcer = new(Http1 + "BodyFraming.cs", "if (!Grammar.IsDigit(b))"),
        Explanation = new("Only digits: the end of the body depends on them.", "只能是数字：正文在哪里结束由它决定。"),
    };

    public static GrammarRule TransferEncoding { get; } = GrammarRule.FieldValue with
    {
        Section = "RFC 9112 §6.1",
        Abnf = "Transfer-Encoding = #transfer-coding",
        Enforcer = new(Http1 + "BodyFraming.cs", "if (!seen.Chunked)"),
        Explanation = new("The transfer codings in the order in which they were applied: chunked must be the last.", "按施加的先后列出传输编码：最后一个必须是 chunked。"),
    };

    public static GrammarRule Connection { get; } = GrammarRule.FieldValue with
    {
        Section = "RFC 9110 §7.6.1",
        Abnf = "Connection = #connection-option",
        Enforcer = new(Http1 + "Persistence.cs", "close |= "),
        Explanation = new("Options for this connection; not case-sensitive.", "只针对这条连接的选项；不区分大小写。"),
    };

    public static GrammarRule Expect { get; } = GrammarRule.FieldValue with
    {
        Section = "RFC 9110 §10.1.1",
        Abnf = "Expect = #expectation",
        Enforcer = new(Http1 + "Expectation.cs", "\"100-continue\"u8"),
        Explanation = new("The only defined expectation is 100-continue.", "唯一有定义的期望是 100-continue。"),
    };

    public static IReadOnlyList<GrammarRule> All { get; } = [Host, ContentLength, TransferEncoding, Connection, Expect];

    public static GrammarRule For(KnownField field) => field switch
    {
        KnownField.Host => Host,
        KnownField.ContentLength => ContentLength,
        KnownField.TransferEncoding => TransferEncoding,
        KnownField.Connection => Connection,
        KnownField.Expect => Expect,
        _ => GrammarRule.FieldValue,
    };
}
