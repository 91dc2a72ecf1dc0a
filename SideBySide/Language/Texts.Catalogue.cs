namespace SideBySide.Language;

/// <summary>Errors in a file of the catalogue, and reasons why an experiment does not run.</summary>
internal static partial class Texts
{
    public static LocalizedText BadEscape(string escape) => new(
        $"\"{escape}\" is not an escape: write \\r \\n \\t \\0 \\\\ \\xNN or \\u{{N}}.",
        $"“{escape}”不是有效的转义：请写 \\r \\n \\t \\0 \\\\ \\xNN 或 \\u{{N}}。");

    public static LocalizedText BadFrame(string frame) => new(
        $"\"{frame}\" is not a frame: write for example {{frame text \"Hello\"}}, {{frame close 1000}} "
            + "or {frame binary \"\\x00\" more rsv1 unmasked}.",
        $"“{frame}”不是有效的帧：请写成 {{frame text \"Hello\"}}、{{frame close 1000}} 或 {{frame binary \"\\x00\" more rsv1 unmasked}} 这样的形式。");

    public static LocalizedText AtLine(int line, int column, string what) =>
        new($"Line {line}, column {column}: {what}", $"第 {line} 行第 {column} 列：{what}");

    public static LocalizedText BadOutcome(string word) => new(
        $"\"{word}\" is not an outcome: write a status such as 200 or 4xx, a reason of a rejection, "
            + "echo, bytes, nothing, silent, refused, incomplete, open, closed, reset, name=value, "
            + "or behind 101 text, binary, ping, pong, close or a close code.",
        $"“{word}”不是有效的结果：请写状态码（如 200 或 4xx）、拒绝原因、"
            + "echo、bytes、nothing、silent、refused、incomplete、open、closed、reset、名称=值，"
            + "101 之后还可以写 text、binary、ping、pong、close 或关闭码。");

    public static LocalizedText CatalogueNotYaml { get; } = new(
        "This is not YAML: a bracket or a quote is not closed.", "这不是 YAML：有括号或引号没有闭合。");

    public static LocalizedText CatalogueText { get; } = new("A text is expected here.", "这里应是一段文本。");

    public static LocalizedText CatalogueQuotes { get; } = new(
        "Write bytes without quotes, in single quotes or as a block: double quotes have their own escapes.",
        "字节请不加引号、用单引号或用块写出：双引号有它自己的转义。");

    public static LocalizedText CatalogueNumber(string text) => new($"\"{text}\" is not a whole number.", $"“{text}”不是整数。");

    public static LocalizedText CatalogueYesNo(string text) => new($"\"{text}\": write yes or no.", $"“{text}”：请写 yes 或 no。");

    public static LocalizedText CatalogueEmpty { get; } = new("Both languages are needed, en and zh.", "两种语言 en 和 zh 都要写。");

    public static LocalizedText CatalogueList { get; } = new("A list is expected here.", "这里应是一个列表。");

    public static LocalizedText CatalogueMapping { get; } = new("Names and values are expected here.", "这里应是名称和值。");

    public static LocalizedText CatalogueMissing(string name) => new($"\"{name}\" is missing.", $"缺少“{name}”。");

    public static LocalizedText CatalogueUnknown(string name, string known) =>
        new($"\"{name}\" is unknown here; possible are {known}.", $"这里不认识“{name}”；可用的有 {known}。");

    public static LocalizedText CatalogueTwice(string name) => new($"\"{name}\" is here twice.", $"“{name}”出现了两次。");

    public static LocalizedText CatalogueOne(string names) => new($"Exactly one of {names} is expected here.", $"{names} 必须且只能写一个。");

    public static LocalizedText CatalogueVerb(string verbs) => new($"A step must begin with one of {verbs}.", $"步骤必须以 {verbs} 之一开头。");

    public static LocalizedText CatalogueName(string groups) => new(
        $"The name of a catalogue file is GROUP/NUMBER-ID.yaml: the group is one of {groups}, "
            + "and the id has lower-case letters, digits and dashes.",
        $"目录文件的名称应为 GROUP/NUMBER-ID.yaml，其中 GROUP 为 {groups} 之一，ID 只含小写字母、数字和连字符。");

    public static LocalizedText NotTheArgument(LocalizedText seen) => new($"This contradicts the argument. {seen.En}", $"这与论点不符。{seen.Zh}");

    public static LocalizedText CannotBeAsked(string server) => new($"{server} is not part of this experiment.", $"本实验不包括 {server}。");

    public static LocalizedText RefusedIn(string reason, string section) =>
        new($"{reason} ({section}) is rejected in:", $"{reason}（{section}）在此拒绝：");

    public static LocalizedText NoAddress(System.Net.IPAddress address) => new($"This machine has no {address}.", $"这台机器没有 {address}。");

    public static LocalizedText OnlyOnLinux => new("This is the behaviour of Linux only.", "只有 Linux 会这样。");

    public static LocalizedText NoClock(string server) =>
        new($"The clock of {server} cannot be advanced from outside.", $"无法从外部拨动 {server} 的时钟。");

    public static LocalizedText OtherVariant(string program, string variant) =>
        new($"The installed {program} is {variant}, which behaves differently.", $"这里安装的 {program} 是 {variant}，行为不同。");

    public static LocalizedText NotInstalled(string program) => new($"{program} is not installed.", $"没有安装 {program}。");

    public static LocalizedText OnlyLinuxSays { get; } = new("Only Linux reports the bytes that it holds back.", "只有 Linux 会报告扣住未发的字节。");

    public static LocalizedText TookLonger(double seconds) =>
        new($"The experiment took longer than {seconds:0} s and was stopped.", $"用时超过 {seconds:0} 秒，已中止。");

    public static LocalizedText NotAwaited(string connection) => new(
        $"The experiment expects something on connection {connection}, but no step awaits it after the last send.",
        $"实验对连接 {connection} 有预期，但最后一次发送之后没有任何步骤等待它。");

    public static LocalizedText RecordOption { get; } = new(
        "Print the results as a record, as in docs/matrix.json.", "输出结果总表的记录，格式同 docs/matrix.json。");

    public static LocalizedText RecordFromOption { get; } = new(
        "Use the results of this record instead of running the experiments.", "不运行实验，直接使用这份记录中的观察结果。");

    public static LocalizedText NoRecord(string path, string why) => new(
        $"{path} is not a record of the matrix: {why} docs/refresh-tables writes one.",
        $"{path} 不是结果总表的记录：{why} 可用 docs/refresh-tables 生成。");
}
