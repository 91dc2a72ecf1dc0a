using System.Text.RegularExpressions;

namespace SideBySide.Tests.Documents;

/// <summary>A word that texts for users avoid.</summary>
/// <param name="pattern">The pattern of the word; case is ignored.</param>
/// <param name="instead">The word to use.</param>
internal sealed class AvoidedWord(string pattern, string instead)
{
    private const int Around = 30;

    private readonly Regex _pattern = new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public string Instead => instead;

    /// <summary>All places in a text: the word as written, and some text around it.</summary>
    public IEnumerable<(string Word, string Place)> In(string text) => _pattern.Matches(text).Select(match => (
        match.Value, text[Math.Max(0, match.Index - Around)..Math.Min(text.Length, match.Index + match.Length + Around)].ReplaceLineEndings(" ")));
}

/// <summary>The words to avoid in both languages, and the texts that may contain one of them.</summary>
internal static class AvoidedWords
{
    private static readonly AvoidedWord[] s_english =
    [
        new(@"\b(whoever|nobody|somebody)\b", "the noun that acts: the client, the server, you"),
        new(@"\b(is|are) none\b", "is not a …, has no …"),
        new(@"\binside of\b", "inside, over"),
        new(@"(?<!load |load-|\[|/)\bbalancers?\b(?!\.\w)", "load balancer"),
        new(@"(?<!right )\banswer(s|ed|ing)?\b", "response, respond"),
        new(@"\brefus(e|es|ed|ing) (a |the |this |such )?(request|message)s?\b", "reject"),
        new(@"\brefusals?\b", "rejection, error response"),
        new(@"\borderly\b", "graceful shutdown"),
        new(@"\bkept connections?\b", "persistent connection"),
        new(@"\b(rungs?|staircase)\b", "step"),
        new(@"\bledger\b", "cost"),
        new(@"\b(live (wire|traffic)|the glass)\b", "live capture"),
        new(@"\bvouch(es|ed)?\b", "trust, sign"),
        new(@"\bmend(s|ed)?\b", "fix"),
        new(@"\b(bears|borne)\b", "withstand, handle"),
        new(@"\blet the framework[.;,]", "use a framework"),
        new(@"\d %", "25%"),
    ];

    private static readonly AvoidedWord[] s_chinese =
    [
        new("应答", "响应"),
        new("消息体|请求体", "正文"),
        new("请求头(?!部)", "请求头部"),
        new("挂载字段", "尾部字段（trailer）"),
        new("分界(?![符线])", "定界"),
        new("复位", "重置（RST）"),
        new("(?<!循)环回", "回环"),
        new("排空|有序停止", "优雅停机"),
        new("限额", "上限"),
        new("跟踪", "追踪"),
        new("处理函数", "处理程序"),
        new("(?<!负载)均衡器", "负载均衡器"),
        new("同行", "对照服务器"),
        new("裸套接字|原始(套接字|回显|协议|字节流)", "回显服务器（RawSocketServer）"),
        new("阶梯|台阶|第 ?[0-9一二三四五] ?级", "第 n 步"),
        new("账本", "开销"),
        new("矩阵", "结果总表"),
        new("实时(线路|流量)|[隔透][着过]玻璃", "实时抓包"),
        new("(整座|每个|这个)房[间子]", "目录，项目"),
        new("承载方式", "传输方式"),
        new("无法询问", "不适用"),
        new("学习者", "初学者，学生"),
        new("您", "你"),
        new(@"\d %", "25%"),
        new(@"(Accept|Allow|Connection|Content-[A-Z][a-z]+|Cookie|Date|Expect|Host|Range|Transfer-Encoding|Upgrade)：\s*[a-z0-9]", "半角冒号：Host: x"),
    ];

    // An exception whose text no longer has the word fails a test.
    private static readonly (string Text, string Word, string Why)[] s_justified =
    [
        ("README.zh-CN.md", "原始套接字", "says that SOCK_RAW is something else"),
        ("docs/faq.zh-CN.md", "原始套接字", "says that SOCK_RAW is something else"),
        ("docs/performance.md", " %", "tables of an older run; a new run writes them without the blank"),
        ("docs/performance.zh-CN.md", " %", "tables of an older run; a new run writes them without the blank"),
    ];

    /// <summary>The avoided words in a text, each with its place and the word to use.</summary>
    /// <param name="name">The text's path or id.</param>
    /// <param name="isChinese">Whether the text is Chinese.</param>
    /// <param name="text">The whole text.</param>
    public static IReadOnlyList<string> In(string name, bool isChinese, string text) =>
    [
        .. (isChinese ? s_chinese : s_english).SelectMany(word => word.In(text)
            .Where(found => !s_justified.Any(one => one.Text == name && found.Word.Contains(one.Word, StringComparison.Ordinal)))
            .Select(found => $"{name}: \"{found.Place}\", better: {word.Instead}")),
    ];

    /// <summary>The texts with an exception.</summary>
    public static IEnumerable<(string Text, string Word)> Justified => s_justified.Select(one => (one.Text, one.Word));
}
