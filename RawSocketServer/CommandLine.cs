using System.CommandLine;
using System.Globalization;
using RawSocketServer.Client;
using RawSocketServer.Hosting;
using static RawSocketServer.Messages;

namespace RawSocketServer;

/// <summary>
/// Chooses between server and client, and writes the help. .NET's configuration reads the server's options; this class describes them.
/// </summary>
internal static class CommandLine
{
    /// <summary>Runs the client for <c>connect</c>, prints <c>--help</c> and <c>--version</c>, and otherwise runs the server.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, Func<Task<int>> serve, Func<ConnectArguments, Task<int>> connect)
    {
        try
        {
            Arguments.ChooseLanguage(args);
        }
        catch (StartupException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return args is ["connect", ..] ? e.ExitCode : ExitCodes.Failure;
        }

        return args is ["connect", ..] || HelpAndVersion.AreAsked(args)
            ? await HelpAndVersion.RunAsync(Root(connect), args)
            : await serve();
    }

    private static RootCommand Root(Func<ConnectArguments, Task<int>> connect) => new(Say(
        """
        Bytes over TCP and UDP: an echo server, and a client for it (connect).

        All options can also be set in appsettings.json in the folder of the program, or in the environment:
          --Raw:MaxConnections 100       is  Raw__MaxConnections=100   (also Backlog, NoDelay, KeepAlive, DualMode, DrainTimeout …)
          --Raw:Echo:IdleTimeout 00:01:00    (also WriteTimeout, BufferSize)
          --Raw:Chat:LinesPerSecond 50       (also MaxMembers, QueuedLines, NameTimeout, WriteTimeout)
          --Raw:Frames:FrameTimeout 00:00:30 (also IdleTimeout, WriteTimeout, MaxHeld)
          --Raw:Proxy:Trusted 10.0.0.5       proxies that must send a PROXY header first
          --Raw:ReusePort true               several workers share a port (Linux)
          --Raw:Udp:SourceRate 100           (also SourceBurst, TotalRate, MaxSources)
          --Logging:LogLevel:Default Debug   shows every connection
        """,
        """
        在 TCP 和 UDP 上收发字节：一个回显服务器，以及配套的客户端（connect）。

        所有选项也可以写在程序所在文件夹的 appsettings.json 或环境变量里：
          --Raw:MaxConnections 100       即  Raw__MaxConnections=100（另有 Backlog、NoDelay、KeepAlive、DualMode、DrainTimeout 等）
          --Raw:Echo:IdleTimeout 00:01:00    （另有 WriteTimeout、BufferSize）
          --Raw:Chat:LinesPerSecond 50       （另有 MaxMembers、QueuedLines、NameTimeout、WriteTimeout）
          --Raw:Frames:FrameTimeout 00:00:30 （另有 IdleTimeout、WriteTimeout、MaxHeld）
          --Raw:Proxy:Trusted 10.0.0.5       这些代理必须先发送 PROXY 头
          --Raw:ReusePort true               多个进程共用一个端口（Linux）
          --Raw:Udp:SourceRate 100           （另有 SourceBurst、TotalRate、MaxSources）
          --Logging:LogLevel:Default Debug   显示每个连接
        """) + "\n\n" + ExitCodes.Text)
    {
        new Option<string>("--urls")
        {
            HelpName = "URLS",
            Description = Say(
                $"Where to listen, separated by ; (default {RawServer.DefaultUrls}; for chat {RawServer.DefaultChatUrls}). "
                    + "Port 0 takes any free one, * is every address of this machine.",
                $"监听地址，用 ; 分隔（默认 {RawServer.DefaultUrls}；chat 模式为 {RawServer.DefaultChatUrls}）。端口 0 表示任意空闲端口，* 表示本机的所有地址。"),
        },
        new Option<string>(RawServerOptions.ModeOption)
        {
            HelpName = "echo|greet|chat|frames",
            Description = Say(
                "echo sends everything back; greet responds to the first message with 你好，客户端！ and closes the connection; "
                    + "chat is a room in which a line is a message (docs/chat.md); "
                    + "frames sends back messages, each behind its length in 4 bytes (docs/frames.md). "
                    + "Default echo. With echo and greet, UDP echoes; chat and frames need TCP.",
                "echo 原样送回一切；greet 对第一条消息响应“你好，客户端！”，然后关闭连接；chat 是聊天室，一行就是一条消息（docs/chat.zh-CN.md）；"
                    + "frames 按消息回显，每条消息前有 4 字节的长度（docs/frames.zh-CN.md）。默认 echo。echo 和 greet 模式下 UDP 为回显；chat 和 frames 只用 TCP。"),
        },
        Language(),
        Connect(connect),
    };

    private static Option<string> Language() => new("--lang")
    {
        HelpName = "en|zh",
        Recursive = true,
        Description = Say("The language of messages (default: the system's).", "消息所用的语言（默认随系统）。"),
    };

    private static Command Connect(Func<ConnectArguments, Task<int>> connect)
    {
        var target = new Argument<string>("[tcp://|udp://]HOST:PORT")
        {
            Description = Say("The server, for example localhost:12345.", "服务器地址，例如 localhost:12345。"),
        };
        var message = new Argument<string?>("MESSAGE")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = Say(
                "The message to send. Without it, standard input is sent: a pipe byte for byte, "
                    + "or your input line by line, until Ctrl-D. Write -- before a message that begins with -.",
                "要发送的内容。省略时发送标准输入：管道内容逐字节发送；键盘输入逐行发送，按 Ctrl-D 结束。以 - 开头的消息请在前面加 --。"),
        };
        var timeout = new Option<double>("--timeout")
        {
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 10,
            CustomParser = result =>
            {
                if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
                    && seconds is > 0 and <= 86_400)
                    return seconds;
                result.AddError(ClientMessages.BadTimeout);
                return 0;
            },
            Description = Say(
                "How long to wait for the connection, and for more bytes of the server after everything was sent.",
                "等待建立连接的时间（秒），也是全部发送完毕后等待服务器继续响应的时间。"),
        };
        var frames = new Option<bool>("--frames")
        {
            Description = Say(
                "For a server in the mode frames: every line is sent as one frame, MESSAGE as a whole; "
                    + "each frame that comes back is shown with its length.",
                "用于 frames 模式的服务器：每行作为一帧发送，MESSAGE 整个作为一帧；收到的每一帧连同长度一起显示。"),
        };
        var command = new Command("connect", Say(
            "Connects, sends, and prints the response until the server closes the connection.",
            "连接服务器，发送数据并打印响应，直到服务器关闭连接。")) { target, message, timeout, frames };
        command.SetAction((parsed, _) => connect(new ConnectArguments(
            parsed.GetRequiredValue(target), parsed.GetValue(message), parsed.GetValue(timeout), parsed.GetValue(frames))));
        return command;
    }
}
