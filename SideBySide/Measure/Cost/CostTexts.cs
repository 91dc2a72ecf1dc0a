using SideBySide.Language;

namespace SideBySide.Measure.Cost;

/// <summary>The texts of the cost report.</summary>
internal static class CostTexts
{
    public static LocalizedText About { get; } = new(
        "Shows the cost of one exchange of the same message on each server: bytes, system calls, memory, CPU time.",
        "展示同一条消息往返一次在各服务器上的开销：字节数、系统调用、内存与处理器时间。");

    public static LocalizedText ExchangesOption { get; } = new(
        "The number of exchanges on each server (default 20000).", "每个服务器上计入统计的往返次数（默认 20000）。");

    public static LocalizedText Title { get; } = new("The cost: what one exchange costs", "开销：往返一次的开销");

    public static LocalizedText Server { get; } = new("server", "服务器");

    public static LocalizedText Columns { get; } = new(
        "payload\trequest\tresponse\tsystem calls\tallocated\tCPU µs", "载荷\t请求\t响应\t系统调用\t分配\tCPU 微秒");

    public static LocalizedText Calls(string server, string calls) => new($"{server} calls {calls}", $"{server} 的调用：{calls}");

    public static LocalizedText NotCounted { get; } = new(
        "System calls were not counted: strace is not installed or not permitted.",
        "未统计系统调用：strace 没有安装，或不允许使用。");

    public static LocalizedText Key(int exchanges) => new(
        $"""
        Measured over {exchanges:N0} exchanges on one open connection. Compare numbers only within this table. "Payload" is the size of
        the message, which is sent and echoed back. "Request" and "response" are the bytes that HTTP adds in each direction (TCP and IP
        add the same for all three). "System calls" is their average number per exchange, counted by strace in separate exchanges. strace
        slows the server down, so the calls that wait vary; the calls that most exchanges make are named. "Allocated" is the number of
        bytes that the server allocated on its managed heap, which the garbage collector has to free again. "CPU" is its processor time,
        including the kernel's work for it.
        """.ReplaceLineEndings(" "),
        $"""
        在一条持久连接上往返 {exchanges:N0} 次的实测结果；只有表内的数字才能比较。“载荷”是消息本身的字节数，原样去、原样回；“请求”和“响应”是 HTTP 在去程和回程上额外加的字节（TCP 与 IP 另加的部分三者相同）；
        “系统调用”是每次往返平均发起的系统调用次数，由 strace 另行统计（它会拖慢服务器，因此与等待有关的调用会有出入），括号里是多数往返都会用到的调用；“分配”是服务器在托管堆上分配的字节，之后要由垃圾回收器回收；
        “CPU”是服务器所用的处理器时间，包括内核为它做的工作。
        """.ReplaceLineEndings(""));

    public static LocalizedText DoorsTitle { get; } = new(
        "One line of 14 bytes at each door of the chat room, in bytes", "聊天室的每种接入方式传一行 14 字节的文字，所需字节数");

    public static LocalizedText Door { get; } = new("door", "接入方式");

    public static LocalizedText DoorColumns { get; } = new(
        "say: sent\treceived\ttold: sent\treceived\tidle minute", "发言:发出\t收到\t收听:发出\t收到\t静默一分钟");

    public static LocalizedText DoorName(string door) => door switch
    {
        DoorCost.Lines => new("TCP, one line each", "TCP，一行一条"),
        DoorCost.WebSocket => new("WebSocket", "WebSocket"),
        DoorCost.Events => new("Server-Sent Events", "Server-Sent Events"),
        DoorCost.LongPoll => new("long polling", "长轮询"),
        DoorCost.Poll => new("polling every second", "每秒轮询一次"),
        _ => throw new ArgumentOutOfRangeException(nameof(door), door, null),
    };

    public static LocalizedText DoorsKey { get; } = new(
        """
        Counted once at the room and at HandRolledHttp, with the shortest requests that are valid; a browser sends several hundred bytes
        more in each. "Say" is one line of a member until the room confirms it. The three doors at the bottom say it with POST /chat.
        "Told" is one line of another member, on an open connection. "Idle minute" is the traffic of a minute without a line: a ping every
        30 s, a comment every 15 s, a request every 25 s or every second.
        """.ReplaceLineEndings(" "),
        """
        在聊天室和 HandRolledHttp 上各实测一次，请求都取合法的最短写法；浏览器的每个请求还要多几百字节。“发言”是一名成员说一行，直到聊天室确认；下面三种方式用 POST /chat 发言。“收听”是在已打开的连接上收到别人的一行。
        “静默一分钟”是无人发言的一分钟里的全部收发：每 30 秒一次 ping、每 15 秒一条注释、每 25 秒或每秒一个请求。
        """.ReplaceLineEndings(""));

    public static LocalizedText DoorClosed { get; } = new(
        "A door of the chat room closed the connection or sent nothing for a minute.", "聊天室的一种接入方式关闭了连接，或一分钟没有响应。");

    public static LocalizedText FromOption { get; } = new(
        "Show the saved output of --json instead of measuring.", "不测量，只显示先前用 --json 存入文件的结果。");

    public static LocalizedText NotCosts(string file) =>
        new($"--from {file}: this is not the output of cost --json.", $"--from {file}：这不是 cost --json 的输出。");
}
