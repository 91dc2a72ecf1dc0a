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
/// <param name="Text">The bytes, with escapes; <c>{host}</c>, <c>{port}</c> and <c>{authority}</c> are the server's.</param>
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
public sealed record AwaitStep(string On, Awaited For, TimeSpan Within, bool UntilIdle = false) : ScriptStep(On);

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
public sealed record ProgramStep(string On, IReadOnlyList<string> Words, string Input, TimeSpan Within, bool OnLinuxOnly = false, bool UntilIdle = false,
    string Not = "") : ScriptStep(On);

/// <summary>Queries the operating system or the runtime.</summary>
/// <param name="On">The connection.</param>
/// <param name="What">The query.</param>
public sealed record InspectStep(string On, Inspected What) : ScriptStep(On);

/// <summary>The destination of a connection.</summary>
public enum Destination
{
    /// <summary>The server.</summary>
    Server,

    /// <summary>A port of this machine without a listener.</summary>
    Nobody,

    /// <summary>The server's port on the other loopback address: ::1 instead of 127.0.0.1, or the reverse.</summary>
    OtherLoopback,
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
public sealed record Awaited(int? Answers = null, int? Bytes = null, string? Text = null, int? Unread = null, bool End = false);

/// <summary>The queries of an <see cref="InspectStep"/>.</summary>
public enum Inspected
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

    /// <summary>Whether each received piece is valid UTF-8 by itself: <c>pieces=broken|whole</c>.</summary>
    Utf8,
}
