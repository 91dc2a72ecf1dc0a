using SideBySide.Language;

namespace SideBySide.Experiments;

/// <summary>One action or wait of the client.</summary>
/// <param name="On">The connection's name within the experiment.</param>
public abstract record ScriptStep(string On);

/// <summary>Opens a connection. Without this step, the first step that needs a connection opens it.</summary>
/// <param name="On">The connection.</param>
/// <param name="To">The destination.</param>
/// <param name="Options">The socket options.</param>
public sealed record ConnectStep(string On, Destination To, ConnectOptions Options) : ScriptStep(On);

/// <summary>Sends bytes.</summary>
/// <param name="On">The connection.</param>
/// <param name="Text">
/// The bytes, with escapes; <c>{host}</c>, <c>{port}</c> and <c>{authority}</c> stand for the server's, <c>{frame text "Hello"}</c> for a WebSocket frame
/// (<see cref="Running.ClientFrame"/>).
/// </param>
/// <param name="Times">The number of repetitions.</param>
/// <param name="Piece">The number of bytes in one send; 0 for all at once.</param>
/// <param name="Pause">The pause between pieces.</param>
/// <param name="Within">The time limit while the kernel accepts no more bytes.</param>
public sealed record SendStep(string On, string Text, int Times, int Piece, TimeSpan Pause, TimeSpan Within) : ScriptStep(On);

/// <summary>Pauses.</summary>
/// <param name="On">The connection.</param>
/// <param name="For">The duration.</param>
public sealed record PauseStep(string On, TimeSpan For) : ScriptStep(On);

/// <summary>Advances the server's clock after the server has read all sent bytes. All due timers have fired when the step ends.</summary>
/// <param name="By">The time to advance.</param>
public sealed record AdvanceStep(TimeSpan By) : ScriptStep("");

/// <summary>Half-closes the connection (FIN) and still receives.</summary>
public sealed record FinishStep(string On) : ScriptStep(On);

/// <summary>Resets the connection (RST).</summary>
public sealed record ResetStep(string On) : ScriptStep(On);

/// <summary>Closes the socket.</summary>
public sealed record CloseStep(string On) : ScriptStep(On);

/// <summary>Starts receiving on a connection that does not receive yet.</summary>
public sealed record ReceiveStep(string On) : ScriptStep(On);

/// <summary>Waits for bytes or for the end. A wait that gives up is an outcome too.</summary>
/// <param name="On">The connection.</param>
/// <param name="For">The awaited event.</param>
/// <param name="Within">The time limit.</param>
/// <param name="UntilIdle">Whether an idle server in this process ends the wait early: only one of its timers could still cause the
/// event.</param>
public sealed record AwaitStep(string On, AwaitCondition For, TimeSpan Within, bool UntilIdle = false) : ScriptStep(On);

/// <summary>Tries to listen on the server's own address.</summary>
public sealed record ListenStep(string On) : ScriptStep(On);

/// <summary>Runs an external program and logs its output.</summary>
/// <param name="On">The connection.</param>
/// <param name="Words">Its name and arguments, with the placeholders of <see cref="SendStep"/>.</param>
/// <param name="Input">Its standard input, in the notation of <see cref="SendStep.Text"/>.</param>
/// <param name="Within">The time limit; a guard against hanging.</param>
/// <param name="OnLinuxOnly">Whether the step runs only on Linux.</param>
/// <param name="UntilIdle">Whether the step ends the program (<c>exit=none</c>) once it has printed and waits for an idle server.</param>
/// <param name="Not">A word in the output of <c>-h</c> that identifies an unsuitable variant of the program; empty for none.</param>
/// <param name="Needs">Files that the program uses, by their full path; the step is impossible if one is missing.</param>
public sealed record ProgramStep(string On, IReadOnlyList<string> Words, string Input, TimeSpan Within, bool OnLinuxOnly = false, bool UntilIdle = false,
    string Not = "", IReadOnlyList<string>? Needs = null) : ScriptStep(On)
{
    /// <summary>The first needed file that is missing; null for none.</summary>
    public string? Missing => Needs?.FirstOrDefault(file => !File.Exists(file));
}

/// <summary>Queries the operating system or the runtime.</summary>
/// <param name="On">The connection.</param>
/// <param name="What">The query.</param>
public sealed record InspectStep(string On, InspectedProperty What) : ScriptStep(On);

/// <summary>The destination of a connection.</summary>
public enum Destination
{
    /// <summary>The server.</summary>
    Server,

    /// <summary>A port of this machine without a listener.</summary>
    Nobody,

    /// <summary>The server's port on the other loopback address: ::1 instead of 127.0.0.1, or the reverse.</summary>
    OtherLoopback,

    /// <summary>To RawSocketServer in the mode <c>chat</c>, started for this experiment: a line is a message (docs/chat.md).</summary>
    Room,

    /// <summary>To RawSocketServer in the mode <c>frames</c>, started for this experiment: a length in front of each message (docs/frames.md).</summary>
    Frames,
}

/// <summary>The options of a connection.</summary>
/// <param name="NoDelay">Whether small sends leave at once (TCP_NODELAY).</param>
/// <param name="Receives">Whether the connection receives from the start; otherwise from the <see cref="ReceiveStep"/> on.</param>
/// <param name="ReceiveBuffer">SO_RCVBUF in bytes; 0 for the system's default.</param>
/// <param name="SendBuffer">SO_SNDBUF in bytes; 0 for the system's default.</param>
/// <param name="Protocols">The protocols offered by ALPN, over TLS.</param>
public sealed record ConnectOptions(bool NoDelay = true, bool Receives = true, int ReceiveBuffer = 0, int SendBuffer = 0,
    IReadOnlyList<string>? Protocols = null);

/// <summary>The awaited event: exactly one of these.</summary>
/// <param name="Answers">This number of complete HTTP responses.</param>
/// <param name="Bytes">This number of bytes.</param>
/// <param name="Text">These bytes, with the escapes of <see cref="SendStep.Text"/>.</param>
/// <param name="Unread">This number of bytes in the kernel's buffer, on a connection that does not receive yet.</param>
/// <param name="End">The server's FIN or reset.</param>
/// <param name="Frames">So many whole messages and control frames of a WebSocket.</param>
/// <param name="Upgrade">101. After any other response a client has nothing more to do here: the later steps on this connection are left out.</param>
public sealed record AwaitCondition(int? Answers = null, int? Bytes = null, string? Text = null, int? Unread = null, bool End = false, int? Frames = null,
    bool Upgrade = false);

/// <summary>The queries of an <see cref="InspectStep"/>.</summary>
public enum InspectedProperty
{
    /// <summary>Whether the operating system lists the server's port as listening: <c>listening=yes|no</c>.</summary>
    Listener,

    /// <summary>The end of the connection in TIME_WAIT: <c>time-wait=client|server|none</c>.</summary>
    TimeWait,

    /// <summary>Whether the runtime's socket library accepted this connection in this process:
    /// <c>accepted-by=System.Net.Sockets|unseen</c>.</summary>
    Accepts,

    /// <summary>Whether the kernel held back the last of several sends: <c>held-back=yes|no</c>.</summary>
    HeldBack,

    /// <summary>The number of receives that returned the bytes: <c>receives=N</c>.</summary>
    Receives,

    /// <summary>Whether the kernel accepted only a part of some send: <c>took=all|less</c>.</summary>
    Sends,

    /// <summary>Whether some send never ended, because the kernel accepted no more bytes: <c>stuck=yes|no</c>.</summary>
    Stuck,

    /// <summary>Whether each received piece is valid UTF-8 by itself: <c>pieces=broken|whole</c>.</summary>
    Utf8,
}

/// <summary>A step in words. The bytes of a send are shown elsewhere, so its text contains only its options.</summary>
public static class ScriptStepText
{
    /// <summary>A description of the step.</summary>
    public static LocalizedText Of(ScriptStep step) => step switch
    {
        ConnectStep { To: Destination.Nobody } => new($"{step.On} connects to a port without a listener", $"{step.On} 连接一个无人监听的端口"),
        ConnectStep { To: Destination.OtherLoopback } => new($"{step.On} connects to the other loopback address (::1 instead of 127.0.0.1)", $"{step.On} 连接另一个回环地址（用 ::1 代替 127.0.0.1）"),
        ConnectStep { To: Destination.Room } => new($"{step.On} connects to RawSocketServer --mode chat", $"{step.On} 连接 RawSocketServer --mode chat"),
        ConnectStep { To: Destination.Frames } => new($"{step.On} connects to RawSocketServer --mode frames", $"{step.On} 连接 RawSocketServer --mode frames"),
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
        { Upgrade: true } => new($"{wait.On} waits up to {Ms(wait.Within)} for 101, and stops if the response is another one", $"{wait.On} 等待 101，最多 {Ms(wait.Within)}；若是别的响应，就到此为止"),
        { Frames: { } frames } => new($"{wait.On} waits up to {Ms(wait.Within)} for {frames} {(frames == 1 ? "frame" : "frames")}", $"{wait.On} 等待 {frames} 个帧，最多 {Ms(wait.Within)}"),
        { Bytes: { } bytes } => new($"{wait.On} waits up to {Ms(wait.Within)} for {bytes} bytes", $"{wait.On} 等待 {bytes} 字节，最多 {Ms(wait.Within)}"),
        { Unread: { } bytes } => new($"{wait.On} waits up to {Ms(wait.Within)} until {bytes} bytes are unread in the system", $"{wait.On} 等待，直到系统缓冲区中有 {bytes} 字节未读，最多 {Ms(wait.Within)}"),
        { Text: { } text } => new($"{wait.On} waits up to {Ms(wait.Within)} for \"{text}\"", $"{wait.On} 等待“{text}”，最多 {Ms(wait.Within)}"),
        _ => new($"{wait.On} waits up to {Ms(wait.Within)} for the end", $"{wait.On} 等待连接结束，最多 {Ms(wait.Within)}"),
    };

    private static LocalizedText Inspect(InspectedProperty what) => what switch
    {
        InspectedProperty.Listener => new("which ports does the system list as listening?", "操作系统列出了哪些正在监听的端口？"),
        InspectedProperty.TimeWait => new("which end does the system hold in TIME_WAIT?", "操作系统让哪一端处于 TIME_WAIT？"),
        InspectedProperty.Accepts => new("did .NET's own socket library accept it?", "是 .NET 自己的套接字库接受的连接吗？"),
        InspectedProperty.HeldBack => new("did the system hold back the last of several sends?", "分几次发送时，系统是否扣住了最后一段？"),
        InspectedProperty.Sends => new("did the system accept all bytes of each send?", "每次 send 交给系统的字节，系统都收下了吗？"),
        InspectedProperty.Stuck => new("did some send never end?", "是否有某次 send 始终没有完成？"),
        InspectedProperty.Receives => new("how many receives returned the bytes?", "这些字节分几次收到？"),
        _ => new("is each received piece valid text?", "每次收到的一段单独看是完整的文本吗？"),
    };

    private static string Ms(TimeSpan time) => $"{time.TotalMilliseconds:0} ms";
}
