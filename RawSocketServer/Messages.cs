using System.Globalization;
using System.Net.Sockets;
using RawSocketServer.Listening;

namespace RawSocketServer;

/// <summary>
/// All messages of this program, in English and Chinese side by side, so that neither can be forgotten. The language follows
/// <see cref="CultureInfo.CurrentUICulture"/>; <c>--lang en|zh</c> sets it.
/// </summary>
public static class Messages
{
    /// <summary>Chooses by the user's culture.</summary>
    public static string Say(string english, string chinese) =>
        CultureInfo.CurrentUICulture.Name.StartsWith("zh", StringComparison.Ordinal) ? chinese : english;

    /// <summary>Makes this language the culture of the whole process.</summary>
    /// <param name="language"><c>en</c> or <c>zh</c>.</param>
    /// <exception cref="StartupException">The language is neither.</exception>
    public static void Speak(string language) =>
        CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentUICulture = CultureOf(language);

    /// <summary>The culture of a language.</summary>
    /// <param name="language"><c>en</c> or <c>zh</c>.</param>
    /// <exception cref="StartupException">The language is neither.</exception>
    public static CultureInfo CultureOf(string language) => language is "en" or "zh"
        ? CultureInfo.GetCultureInfo(language == "zh" ? "zh-CN" : "en-US")
        : throw new UsageException(UnknownChoice("--lang", language, "en, zh"));

    internal static string NoUrls(IEnumerable<string> schemes) => Say(
        $"--urls is empty: give at least one address, for example {Example(schemes)}.",
        $"--urls 是空的：请至少给出一个地址，例如 {Example(schemes)}。");

    internal static string UrlScheme(string url, IEnumerable<string> schemes) => Say(
        $"\"{url}\" is not an address to listen on: it must begin with {string.Join(" or ", schemes.Select(s => s + "://"))}, "
            + $"for example {Example(schemes)}.",
        $"“{url}”不是可监听的地址：必须以 {string.Join(" 或 ", schemes.Select(s => s + "://"))} 开头，例如 {Example(schemes)}。");

    internal static string UrlHost(string url, string host) => Say(
        $"\"{url}\": the host \"{host}\" cannot be listened on; give an IP address (IPv6 in brackets), "
            + "localhost, or * for every address of this machine.",
        $"“{url}”：无法在主机“{host}”上监听；请给出 IP 地址（IPv6 加方括号）、localhost，或用 * 表示本机的所有地址。");

    internal static string UrlPort(string url) => Say(
        $"\"{url}\" needs a port from 0 to 65535 at its end (0 takes any free port) and nothing after it.",
        $"“{url}”末尾需要一个 0 到 65535 的端口号（0 表示任意空闲端口），其后不能再有内容。");

    internal static string UrlLocalhostZero(string url) => Say(
        $"\"{url}\": localhost is two addresses, which would get two different free ports; use 127.0.0.1:0 or [::1]:0, or both.",
        $"“{url}”：localhost 对应两个地址，会得到两个不同的空闲端口；请改用 127.0.0.1:0 或 [::1]:0，也可以两个都写。");

    /// <summary>An option has a value outside its range.</summary>
    public static string OutOfRange(string option, string value, string min, string max) => Say(
        $"{option} is {value}; it must be from {min} to {max}.",
        $"{option} 的值是 {value}，应在 {min} 到 {max} 之间。");

    /// <summary>An option has a value that is not one of its choices.</summary>
    public static string UnknownChoice(string option, string value, string choices) => Say(
        $"{option} \"{value}\" is not known; choose one of: {choices}.",
        $"{option} 的值不能是“{value}”；可选：{choices}。");

    /// <summary>The command line has an unknown argument.</summary>
    public static string UnknownArgument(string argument, string known) => Say(
        $"\"{argument}\" is not an option of this program; its options are {known} (see --help).",
        $"本程序没有“{argument}”这个选项；可用的有 {known}（详见 --help）。");

    internal static string UnknownOption(string path, string known) => Say(
        $"{path} is not an option; there are: {known}.",
        $"没有 {path} 这个选项；可用的有：{known}。");

    internal static string BadValue(string option, string value, Type type) => Say(
        $"{option} cannot be \"{value}\"; it must be {Kind(type)}.",
        $"{option} 的值不能是“{value}”，应为{Kind(type)}。");

    /// <summary>The last option has no value.</summary>
    public static string MissingValue(string option) => Say(
        $"{option} needs a value after it.",
        $"{option} 后面缺少值。");

    /// <summary>Standard output cannot be written.</summary>
    public static string OutputFailed(string reason) =>
        Say($"Standard output cannot be written: {reason.TrimEnd('.')}.", $"无法写入标准输出：{reason.TrimEnd('.')}。");

    /// <summary>A configuration value has the wrong form.</summary>
    public static string BadConfiguration(string reason) => Say(
        $"The configuration cannot be read: {reason}",
        $"无法读取配置：{reason}");

    internal static string BadPeer(string option, string entry) => Say(
        $"{option}: \"{entry}\" is neither an IP address nor a network; write for example 127.0.0.1, 10.0.0.0/8.",
        $"{option}：“{entry}”既不是 IP 地址也不是网段；写法例如 127.0.0.1, 10.0.0.0/8。");

    internal static string NotOnThisSystem(string option) => Say(
        $"{option} needs Linux; other systems do not distribute the connections of a port among processes.",
        $"{option} 需要 Linux；其他系统不会把同一端口的连接分给多个进程。");

    internal static string OneRoom(string option) => Say(
        $"{option} cannot be used with --mode chat: each process would have a room of its own, and a client would get into any of them.",
        $"{option} 不能与 --mode chat 同时使用：每个进程会各有一个聊天室，客户端会随机进入其中之一。");

    internal static string BadCollector(string variable, string value) => Say(
        $"{variable} is \"{value}\"; it must be the URL of a collector, with scheme, host and port.",
        $"{variable} 的值是“{value}”，应为采集器的 URL，包括协议、主机和端口。");

    internal static string CannotListen(ListenUrl url, SocketError error, string option) => error switch
    {
        SocketError.AddressAlreadyInUse => Say(
            $"Port {url.Port} is already in use, so {url} cannot be listened on; stop the program that uses it, "
                + $"or choose another port with {option} (port 0 takes any free one).",
            $"端口 {url.Port} 已被占用，无法监听 {url}；请停止占用它的程序，或用 {option} 换一个端口（端口 0 表示任意空闲端口）。"),
        SocketError.AccessDenied => Say(
            $"This user may not listen on {url}; choose a port from 1024 upwards with {option}.",
            $"当前用户无权监听 {url}；请用 {option} 换一个 1024 以上的端口。"),
        SocketError.AddressNotAvailable => Say(
            $"{url} is not an address of this machine; choose another with {option}, for example 127.0.0.1.",
            $"{url} 不是本机的地址；请用 {option} 换一个，例如 127.0.0.1。"),
        _ => Say(
            $"{url} cannot be listened on ({error}); choose another address with {option}.",
            $"无法监听 {url}（{error}）；请用 {option} 换一个地址。"),
    };

    private static string Kind(Type type) =>
        type == typeof(bool) ? Say("true or false", " true 或 false")
        : type == typeof(TimeSpan) ? Say("a time such as 00:00:30 (hours:minutes:seconds)", "时间，例如 00:00:30（时:分:秒）")
        : type.IsEnum ? Say("one of " + string.Join(", ", Enum.GetNames(type)), "以下之一：" + string.Join("、", Enum.GetNames(type)))
        : Say("a number", "数字");

    private static string Example(IEnumerable<string> schemes) => $"{schemes.First()}://127.0.0.1:12345";
}
