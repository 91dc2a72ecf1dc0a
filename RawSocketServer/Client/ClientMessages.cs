using System.Net;
using System.Net.Sockets;
using static RawSocketServer.Messages;

namespace RawSocketServer.Client;

/// <summary>The client's messages in English and in Chinese.</summary>
internal static class ClientMessages
{
    public static string BadTarget(string text) => Say(
        $"\"{text}\" is not an address to connect to; write HOST:PORT, for example localhost:12345, udp://127.0.0.1:12345 or [::1]:12345.",
        $"“{text}”不是可连接的地址；请写成 主机:端口，例如 localhost:12345、udp://127.0.0.1:12345 或 [::1]:12345。");

    public static string BadTimeout => Say(
        "--timeout must be a number of seconds above 0, at most 86400.",
        "--timeout 应为大于 0 的秒数，最大 86400。");

    public static string Connected(IPEndPoint server) => Say(
        $"Connected to {server}. Each line is sent when you press Enter; Ctrl-D (Windows: Ctrl-Z, Enter) ends the input.",
        $"已连接到 {server}。每按一次回车发送一行；按 Ctrl-D（Windows 上按 Ctrl-Z 再回车）结束。");

    public static string InputFailed(string reason) =>
        Say($"Standard input cannot be read: {reason.TrimEnd('.')}.", $"无法读取标准输入：{reason.TrimEnd('.')}。");

    public static string MessageTooLong => Say(
        "A message of the input is longer than a frame may be: 1,048,576 bytes.",
        "输入中有一条消息超过一帧的上限 1,048,576 字节。");

    public static string FramesNeedTcp => Say(
        "--frames needs TCP: a datagram has its own length, and no stream in which messages must be found.",
        "--frames 需要 TCP：数据报自带长度，不存在从字节流中划分消息的问题。");

    public static string FrameTooLong(uint length, string bytes) => Say(
        $"The server does not send frames: the four bytes \"{bytes}\" would be a length of {length}, and 1048576 is the most.",
        $"服务器发来的不是帧：四个字节“{bytes}”若是长度则为 {length}，而上限是 1048576。");

    public static string FrameRejected(string reason) => Say($"The server rejected a frame: {reason}", $"服务器拒绝了一帧：{reason}");

    public static string FrameUnfinished => Say("The server closed the connection inside of a frame.", "服务器在一帧中间关闭了连接。");

    public static string ServerFinished => Say("The server has closed the connection.", "服务器已关闭连接。");

    public static string Silence(ConnectTarget target, TimeSpan patience) => Say(
        $"{target} has sent nothing for {Seconds(patience)} s, although everything was sent; --timeout waits longer.",
        $"数据已全部发出，但 {target} 已有 {Seconds(patience)} 秒没有任何响应；可用 --timeout 延长等待时间。");

    public static string NoDatagram(ConnectTarget target, TimeSpan patience) => Say(
        $"No response from {target} within {Seconds(patience)} s. UDP does not report the reason: "
            + "the message or its response was lost, or no program responds there.",
        $"{Seconds(patience)} 秒内没有收到 {target} 的响应。UDP 不会说明原因：可能是消息或响应丢失，也可能是那里没有程序响应。");

    public static string DatagramsLost(ConnectTarget target, int sent, int answered) => Say(
        $"{target} responded to {answered} of {sent} datagrams; UDP does not guarantee that a datagram arrives.",
        $"{target} 只响应了 {sent} 个数据报中的 {answered} 个；UDP 不保证数据报送达。");

    public static string Explain(ConnectTarget target, SocketError error, TimeSpan patience) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => Say(
            $"The name \"{target.Host}\" cannot be resolved to an address; check its spelling or give an IP address.",
            $"无法解析主机名“{target.Host}”；请检查拼写，或直接给出 IP 地址。"),
        SocketError.ConnectionRefused when target.Scheme == "udp" => Say(
            $"No program receives at {target}: its system reports that the port is unreachable. Is the server running?",
            $"{target} 上没有程序在接收：对方系统报告端口不可达。服务器启动了吗？"),
        SocketError.ConnectionRefused => Say(
            $"{target} refused the connection: no program listens there. Is the server running, and is this its port?",
            $"{target} 拒绝连接：没有程序在那里监听。服务器启动了吗？端口对吗？"),
        SocketError.TimedOut => Say(
            $"{target} did not respond within {Seconds(patience)} s; it may be off, overloaded or behind a firewall.",
            $"{target} 在 {Seconds(patience)} 秒内没有响应；对方可能未开机、过载，或被防火墙阻隔。"),
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => Say(
            $"{target} reset the connection, so it did not end normally. Data on its way may be lost.",
            $"{target} 重置了连接：连接被强行切断，而非正常结束，途中的数据可能已丢失。"),
        SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown or SocketError.HostDown
            or SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported => Say(
            $"{target} cannot be reached: this machine has no route to it. Check the address and the network.",
            $"无法到达 {target}：本机没有通往那里的路由。请检查地址和网络。"),
        SocketError.MessageSize => Say(
            "The message is too long for one datagram: UDP over IPv4 carries at most 65,507 bytes.",
            "消息太长，一个数据报装不下：IPv4 上的 UDP 最多携带 65,507 字节。"),
        _ => Say(
            $"{target}: the connection failed ({error}).",
            $"{target}：连接失败（{error}）。"),
    };

    private static string Seconds(TimeSpan patience) =>
        patience.TotalSeconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
}
