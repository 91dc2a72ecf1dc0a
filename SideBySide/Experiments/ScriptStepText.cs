using SideBySide.Language;

namespace SideBySide.Experiments;

/// <summary>A step in words. The bytes of a send are shown elsewhere, so its text contains only its options.</summary>
public static class ScriptStepText
{
    /// <summary>A description of the step.</summary>
    public static LocalizedText Of(ScriptStep step) => step switch
    {
        ConnectStep { To: Destination.Nobody } => new($"{step.On} connects to a port without a listener", $"{step.On} 连接一个无人监听的端口"),
        ConnectStep { To: Destination.OtherLoopback } => new($"{step.On} connects to the other loopback address (::1 instead of 127.0.0.1)", $"{step.On} 连接另一个回环地址（用 ::1 代替 127.0.0.1）"),
        ConnectStep connect => Connect(connect),
        SendStep send => Send(send),
        PauseStep pause => new($"pause of {Ms(pause.For)}", $"停顿 {Ms(pause.For)}"),
        AdvanceStep advance => new($"the clock of the server is advanced by {Ms(advance.By)}", $"服务器的时钟向前拨 {Ms(advance.By)}"),
        FinishStep => new($"{step.On} finishes sending (FIN) and still receives", $"{step.On} 不再发送（FIN），但仍在接收"),
        ResetStep => new($"{step.On} resets the connection (RST)", $"{step.On} 重置连接（RST）"),
        CloseStep => new($"{step.On} closes", $"{step.On} 关闭连接"),
        ReceiveStep => new($"{step.On} begins to receive", $"{step.On} 开始接收"),
        AwaitStep wait => Await(wait),
        ListenStep => new("another socket tries to listen on the same address", "另一个套接字试图监听同一个地址"),
        ProgramStep program => Program(program),
        InspectStep inspect => Inspect(inspect.What),
        _ => default,
    };

    private static LocalizedText Program(ProgramStep program)
    {
        var words = $"$ {string.Join(' ', program.Words)}";
        return program.Input.Length == 0 ? new(words, words) : new($"{words}  with {program.Input} as its input", $"{words}  输入为 {program.Input}");
    }

    private static LocalizedText Connect(ConnectStep connect)
    {
        var (options, how) = (connect.Options, new List<string>());
        if (!options.NoDelay)
            how.Add("TCP_NODELAY off");
        if (!options.Receives)
            how.Add("no recv yet");
        if (options.ReceiveBuffer > 0)
            how.Add($"SO_RCVBUF {options.ReceiveBuffer}");
        if (options.SendBuffer > 0)
            how.Add($"SO_SNDBUF {options.SendBuffer}");
        if (options.Protocols is { } protocols)
            how.Add($"ALPN {string.Join(' ', protocols)}");
        return how.Count == 0
            ? new($"{connect.On} connects", $"{connect.On} 建立连接")
            : new($"{connect.On} connects ({string.Join(", ", how)})", $"{connect.On} 建立连接（{string.Join("，", how)}）");
    }

    private static LocalizedText Send(SendStep send)
    {
        var times = send.Times > 1 ? new LocalizedText($"{send.Times:N0} times", $"重复 {send.Times:N0} 次") : default;
        if (send.Piece == 0)
            return send.Times > 1 ? times : new("", "");
        var pieces = new LocalizedText($"{send.Piece} bytes a send, {Ms(send.Pause)} apart", $"每次发送 {send.Piece} 字节，间隔 {Ms(send.Pause)}");
        return send.Times > 1 ? new($"{times.En}, {pieces.En}", $"{times.Zh}，{pieces.Zh}") : pieces;
    }

    private static LocalizedText Await(AwaitStep wait) => wait.For switch
    {
        { Answers: 1 } => new($"{wait.On} waits up to {Ms(wait.Within)} for a response", $"{wait.On} 等待一个响应，最多 {Ms(wait.Within)}"),
        { Answers: { } answers } => new($"{wait.On} waits up to {Ms(wait.Within)} for {answers} responses", $"{wait.On} 等待 {answers} 个响应，最多 {Ms(wait.Within)}"),
        { Bytes: { } bytes } => new($"{wait.On} waits up to {Ms(wait.Within)} for {bytes} bytes", $"{wait.On} 等待 {bytes} 字节，最多 {Ms(wait.Within)}"),
        { Unread: { } bytes } => new($"{wait.On} waits up to {Ms(wait.Within)} until {bytes} bytes are unread in the system", $"{wait.On} 等待，直到系统缓冲区中有 {bytes} 字节未读，最多 {Ms(wait.Within)}"),
        { Text: { } text } => new($"{wait.On} waits up to {Ms(wait.Within)} for \"{text}\"", $"{wait.On} 等待“{text}”，最多 {Ms(wait.Within)}"),
        _ => new($"{wait.On} waits up to {Ms(wait.Within)} for the end", $"{wait.On} 等待连接结束，最多 {Ms(wait.Within)}"),
    };

    private static LocalizedText Inspect(Inspected what) => what switch
    {
        Inspected.Listener => new("which ports does the system list as listening?", "操作系统列出了哪些正在监听的端口？"),
        Inspected.TimeWait => new("which end does the system hold in TIME_WAIT?", "操作系统让哪一端处于 TIME_WAIT？"),
        Inspected.Accepts => new("did .NET's own socket library accept it?", "是 .NET 自己的套接字库接受的连接吗？"),
        Inspected.HeldBack => new("did the system hold back the last of several sends?", "分几次发送时，系统是否扣住了最后一段？"),
        Inspected.Sends => new("did the system accept all bytes of each send?", "每次 send 交给系统的字节，系统都收下了吗？"),
        Inspected.Receives => new("how many receives returned the bytes?", "这些字节分几次收到？"),
        _ => new("is each received piece valid text?", "每次收到的一段单独看是完整的文本吗？"),
    };

    private static string Ms(TimeSpan time) => $"{time.TotalMilliseconds:0} ms";
}
