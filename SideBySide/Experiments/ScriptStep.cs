namespace SideBySide.Experiments;

/// <summary>One thing that the client does or waits for.</summary>
/// <param name="On">The connection, by a name of the experiment's own.</param>
public abstract record ScriptStep(string On);

/// <summary>Opens a connection. One that is not opened expressly is opened by the first step that needs it.</summary>
/// <param name="On">The connection.</param>
/// <param name="To">Where to.</param>
/// <param name="Options">How.</param>
public sealed record ConnectStep(string On, Destination To, ConnectOptions Options) : ScriptStep(On);

/// <summary>Sends bytes.</summary>
/// <param name="On">The connection.</param>
/// <param name="Text">
/// The bytes, with escapes; <c>{host}</c>, <c>{port}</c> and <c>{authority}</c> stand for the server's, <c>{frame text "Hello"}</c> for a WebSocket frame
/// (<see cref="Running.ClientFrame"/>).
/// </param>
/// <param name="Times">How many times over.</param>
/// <param name="Piece">How many bytes go out in one send; 0 for all at once.</param>
/// <param name="Pause">How long to wait between pieces.</param>
/// <param name="Within">How long the system may take no more bytes before the client gives up.</param>
public sealed record SendStep(string On, string Text, int Times, int Piece, TimeSpan Pause, TimeSpan Within) : ScriptStep(On);

/// <summary>Does nothing for a while.</summary>
/// <param name="On">The connection.</param>
/// <param name="For">How long.</param>
public sealed record PauseStep(string On, TimeSpan For) : ScriptStep(On);

/// <summary>Advances the clock of the server that is asked, once it has read what was sent; what waits for that time is over when this is done.</summary>
/// <param name="By">How far.</param>
public sealed record AdvanceStep(TimeSpan By) : ScriptStep("");

/// <summary>Has no more to send (FIN) and still listens.</summary>
public sealed record FinishStep(string On) : ScriptStep(On);

/// <summary>Cuts the connection (RST).</summary>
public sealed record ResetStep(string On) : ScriptStep(On);

/// <summary>Closes the socket.</summary>
public sealed record CloseStep(string On) : ScriptStep(On);

/// <summary>Begins to receive, on a connection that was opened without.</summary>
public sealed record ReceiveStep(string On) : ScriptStep(On);

/// <summary>Waits for something to come, or for the end; gives up after a while, which is an outcome, too.</summary>
/// <param name="On">The connection.</param>
/// <param name="For">What for.</param>
/// <param name="Within">How long.</param>
/// <param name="UntilIdle">Whether a server of this process that is idle ends the wait earlier: nothing comes then, unless a timer of its own brings it.</param>
public sealed record AwaitStep(string On, Awaited For, TimeSpan Within, bool UntilIdle = false) : ScriptStep(On);

/// <summary>Tries to listen on the very address that the server listens on.</summary>
public sealed record ListenStep(string On) : ScriptStep(On);

/// <summary>Runs a program of someone else's, and takes what it prints.</summary>
/// <param name="On">The connection.</param>
/// <param name="Words">Its name and arguments, with the placeholders of <see cref="SendStep"/>.</param>
/// <param name="Input">What it reads from its standard input, written like <see cref="SendStep.Text"/>; then the input ends.</param>
/// <param name="Within">How long it may take; a guard against hanging.</param>
/// <param name="OnLinuxOnly">Whether it shows something that is so on Linux; elsewhere it cannot be asked.</param>
/// <param name="UntilIdle">Whether it is ended, as <c>exit=none</c>, once it has printed something and then waits for a server that is idle.</param>
/// <param name="Not">A variant of the program for which this is not so, by a word of what it says about itself with <c>-h</c>; empty for none.</param>
public sealed record ProgramStep(string On, IReadOnlyList<string> Words, string Input, TimeSpan Within, bool OnLinuxOnly = false, bool UntilIdle = false,
    string Not = "") : ScriptStep(On);

/// <summary>Asks the operating system or the runtime.</summary>
/// <param name="On">The connection.</param>
/// <param name="What">What about.</param>
public sealed record InspectStep(string On, Inspected What) : ScriptStep(On);

/// <summary>Where a connection goes.</summary>
public enum Destination
{
    /// <summary>To the server.</summary>
    Server,

    /// <summary>To a port of this machine on which nobody listens.</summary>
    Nobody,

    /// <summary>To the server's port on the other loopback address: ::1 instead of 127.0.0.1, or the reverse.</summary>
    OtherLoopback,

    /// <summary>To RawSocketServer in the mode <c>chat</c>, started for this experiment: a line is a message (docs/chat.md).</summary>
    Room,

    /// <summary>To RawSocketServer in the mode <c>frames</c>, started for this experiment: a length in front of each message (docs/frames.md).</summary>
    Frames,
}

/// <summary>How a connection is opened.</summary>
/// <param name="NoDelay">Small sends leave at once (TCP_NODELAY).</param>
/// <param name="Receives">Receives from the start; otherwise from the <see cref="ReceiveStep"/> on.</param>
/// <param name="ReceiveBuffer">SO_RCVBUF in bytes; 0 leaves it to the system.</param>
/// <param name="SendBuffer">SO_SNDBUF in bytes; 0 leaves it to the system.</param>
/// <param name="Protocols">What is offered by ALPN, over TLS.</param>
public sealed record ConnectOptions(bool NoDelay = true, bool Receives = true, int ReceiveBuffer = 0, int SendBuffer = 0,
    IReadOnlyList<string>? Protocols = null);

/// <summary>What is waited for: exactly one of these.</summary>
/// <param name="Answers">So many whole HTTP answers.</param>
/// <param name="Bytes">So many bytes.</param>
/// <param name="Text">These bytes, among what was received; escapes as in <see cref="SendStep.Text"/>.</param>
/// <param name="Unread">So many bytes in the system's buffer, on a connection that does not receive yet.</param>
/// <param name="End">The server's FIN or reset.</param>
/// <param name="Frames">So many whole messages and control frames of a WebSocket.</param>
/// <param name="Upgrade">101. After any other response a client has nothing more to do here: the later steps on this connection are left out.</param>
public sealed record Awaited(int? Answers = null, int? Bytes = null, string? Text = null, int? Unread = null, bool End = false, int? Frames = null,
    bool Upgrade = false);

/// <summary>What can be asked about.</summary>
public enum Inspected
{
    /// <summary>Whether the operating system lists the server's port as listening: <c>listening=yes|no</c>.</summary>
    Listener,

    /// <summary>Which end of the connection is in TIME_WAIT: <c>time-wait=client|server|none</c>.</summary>
    TimeWait,

    /// <summary>Whether the runtime's own socket library accepted this very connection, in this process: <c>accepted-by=System.Net.Sockets|unseen</c>.</summary>
    Accepts,

    /// <summary>Whether the system held back the last of several sends: <c>held-back=yes|no</c>.</summary>
    HeldBack,

    /// <summary>In how many receives the bytes came: <c>receives=N</c>.</summary>
    Receives,

    /// <summary>Whether the system took fewer bytes in some send than it was given: <c>took=all|less</c>.</summary>
    Sends,

    /// <summary>Whether what was received is UTF-8, each piece by itself: <c>pieces=broken|whole</c>.</summary>
    Utf8,
}
