using static RawSocketServer.Messages;

namespace RawSocketServer.Hosting;

/// <summary>
/// The exit codes of all programs and sub-commands. MinimalHttpServer, which shares no code with the others, uses the same numbers.
/// </summary>
public static class ExitCodes
{
    /// <summary>No error was found; or a server, or <c>watch</c>, has stopped on request.</summary>
    public const int Success = 0;

    /// <summary>A rule or an expectation is broken, the output cannot be written, or a server cannot start for any reason.</summary>
    public const int Failure = 1;

    /// <summary>A sub-command does not accept an option, a value or an argument.</summary>
    public const int Usage = 2;

    /// <summary>A sub-command cannot run: a file cannot be used, a port cannot be bound, a server cannot be reached.</summary>
    public const int CannotRun = 3;

    /// <summary>Ended by Ctrl-C: 128 + SIGINT.</summary>
    public const int Interrupted = 128 + 2;

    /// <summary>The reader of the output is gone: 128 + SIGPIPE.</summary>
    public const int ReaderIsGone = 128 + 13;

    /// <summary>Ended by SIGTERM: 128 + SIGTERM.</summary>
    public const int Terminated = 128 + 15;

    /// <summary>The heading of <see cref="Table"/>, in the user's language.</summary>
    public static string Title => Say("Exit codes", "退出码");

    /// <summary>The codes with their meanings, for the help and the reference, in the user's language.</summary>
    public static IReadOnlyList<(string Code, string Meaning)> Table =>
    [
        ("0", Say("No error; a server was stopped as requested.", "一切正常；服务器按要求停止。")),
        ("1", Say(
            "A rule is broken or an expectation is not met; the output cannot be written; "
                + "a server cannot start (also because of a wrong option).",
            "违反规则或不符合预期；输出无法写入；服务器无法启动（包括选项有误）。")),
        ("2", Say("Wrong usage of a sub-command: an option, a value or an argument.", "子命令用法有误：选项、值或参数不对。")),
        ("3", Say(
            "A sub-command cannot run: a file cannot be used, a port is taken, a server cannot be reached.",
            "子命令无法执行：文件不可用、端口被占用、服务器连接不上。")),
        ("130, 143", Say(
            "A sub-command was stopped by Ctrl-C or SIGTERM; a server only by the second one.",
            "子命令被 Ctrl-C 或 SIGTERM 终止；服务器要收到第二次信号才会这样结束。")),
        ("141", Say("The reader of the output has closed it.", "输出的读取方已关闭管道。")),
    ];

    /// <summary><see cref="Table"/> as lines of text.</summary>
    public static string Text => string.Join('\n', Table.Select(row => $"  {row.Code,-8}  {row.Meaning}").Prepend(Title + ":"));
}
