using System.Globalization;
using SideBySide.Language;

namespace SideBySide.Measure.Load;

/// <summary>The texts of the load measurements.</summary>
internal static class LoadTexts
{
    public static LocalizedText About { get; } = new(
        "Measures the three servers on this machine, each in its own process: requests per second, latency, CPU time.",
        "在本机上测量三个服务器（各占一个进程）：每秒请求数、延迟与处理器时间。");

    public static LocalizedText RoundsOption { get; } = new(
        "The number of rounds, in each of which the servers are measured in turn (default 3).",
        "每一项轮流测量的次数（默认 3）。");

    public static LocalizedText SecondsOption { get; } = new("How long each measurement takes (default 1).", "每次测量的秒数（默认 1）。");

    public static LocalizedText ConnectionsOption { get; } = new("Connections at once (default 64).", "同时打开的连接数（默认 64）。");

    public static LocalizedText JsonOption { get; } = new("Print the result as JSON.", "以 JSON 输出结果。");

    public static LocalizedText Columns { get; } = new("requests/s\tp50 ms\tp99 ms\tCPU µs\tspread", "请求/秒\tp50 毫秒\tp99 毫秒\tCPU 微秒\t波动");

    public static LocalizedText Legend { get; } = new(
        "CPU: the CPU time of the server for one request. Spread: the difference between the rounds.",
        "CPU：服务器处理一个请求所用的处理器时间。波动：各轮结果之间的差距。");

    public static LocalizedText Pinned { get; } = new(
        "Servers use one processor, clients the other.", "服务器与客户端各用一个处理器。");

    public static LocalizedText Shared { get; } = new(
        "Servers and clients share the processors of this machine (on Linux with two processors and taskset, they can be separated).",
        "服务器与客户端共用本机的处理器（在有两个处理器并装有 taskset 的 Linux 上可以分开）。");

    public static LocalizedText Noisy { get; } = new(
        "The rounds differ too much for a conclusion, because this machine is busy with other work. Try again when it is idle.",
        "各轮结果相差太大，无法得出结论：这台机器正忙于别的事。请在空闲时重试。");

    public static LocalizedText NoAnswer { get; } = new("No response arrived during the measurement.", "在测量时间内没有收到任何响应。");

    public static LocalizedText LoadFailed(string server, string why, int exitCode) => why.Length > 0
        ? new($"{server}: {why}", $"{server}：{why}")
        : new($"{server}: the load process ended without a message (exit code {exitCode}).", $"{server}：负载进程没有说明就结束了（退出码 {exitCode}）。");

    public static LocalizedText CannotRun(string program, string why) =>
        new($"{program} cannot be started: {why}", $"无法启动 {program}：{why}");

    public static LocalizedText BadAddress(string address) => new(
        $"\"{address}\" is not an address with a port, such as 127.0.0.1:8081.",
        $"“{address}”不是带端口的地址，例如 127.0.0.1:8081。");

    public static LocalizedText DidNotStart(string server) => new($"{server} did not start.", $"{server} 未能启动。");

    public static LocalizedText Ratio(Workload workload, double ratio) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Name(workload).En}: HandRolledHttp responds to {ratio:F1} times as many requests as MinimalHttpServer."),
        string.Create(CultureInfo.InvariantCulture, $"{Name(workload).Zh}：HandRolledHttp 的吞吐量是 MinimalHttpServer 的 {ratio:F1} 倍。"));

    public static LocalizedText UnexpectedAnswer(string statusLine) => new(
        $"The server responds with \"{statusLine}\", which this load does not expect.",
        $"服务器的响应是“{statusLine}”，与本次负载的预期不符。");

    public static LocalizedText WrongAnswer(long offset, int count) => new(
        count == 0
            ? $"The server closed the connection after {offset} bytes of a response."
            : $"The {count} bytes from byte {offset} of a response are wrong.",
        count == 0 ? $"服务器在响应的第 {offset} 个字节之后关闭了连接。" : $"响应中从第 {offset} 个字节起的 {count} 个字节有误。");

    public static LocalizedText Name(Workload workload) => workload switch
    {
        Workload.Echo => new("Echo, 1 KiB", "回显 1 KiB"),
        Workload.Get => new("GET, 13 bytes", "GET，13 字节"),
        Workload.Pipelined => new("GET, 16 in one send", "GET，一次发送 16 个"),
        _ => new("POST, 1 KiB and back", "POST，1 KiB 往返"),
    };
}
