using System.CommandLine;
using HandRolledHttp.Connection;
using HandRolledHttp.Steps;
using RawSocketServer;
using RawSocketServer.Hosting;
using static RawSocketServer.Messages;

namespace HandRolledHttp;

/// <summary>The help of the command line. .NET's configuration reads the options; this class only describes them.</summary>
internal static class CommandLine
{
    /// <summary>Handles <c>--help</c> and <c>--version</c>; otherwise serves.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, Func<Task<int>> serve)
    {
        if (!HelpAndVersion.AreAsked(args))
            return await serve();
        try
        {
            Arguments.ChooseLanguage(args);
            return await HelpAndVersion.RunAsync(Root(), args);
        }
        catch (StartupException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.Failure;
        }
    }

    private static RootCommand Root() => new(Say(
        """
        HTTP/1.1 written by hand on a TCP socket; or, with --step, one of the five steps that lead there.

        All other options can be set on the command line, in appsettings.json in the folder of the program, or in the environment:
          --Http:Limits:RequestLine 4096     is  Http__Limits__RequestLine=4096   (also FieldSection, FieldCount, Body …)
          --Http:Timeouts:Head 00:00:10          (also KeepAlive, MinimumRate, Grace, Handshake …)
          --Http:Sockets:MaxConnections 100      (also Backlog, NoDelay, KeepAlive, DrainTimeout …)
          --Http:Sockets:Proxy:Trusted 10.0.0.5  proxies that must send a PROXY header (also Sockets:ReusePort true: workers share a port)
          --Http:Forwarded:Trusted 10.0.0.0/8    proxies whose X-Forwarded-For is trusted (also Field Forwarded: RFC 7239 instead)
          --Http:WebSockets:AllowedOrigins https://app.example   foreign pages that may connect (also MaxMessage, PingAfter, IdleTimeout …)
          --Chat:Room tcp://127.0.0.1:12347      the chat room that /chat leads to (also MaxConnections, PingAfter, PollTimeout, RoomTimeout)
          --Http:Certificate my.pfx              for https addresses (also CertificatePassword); by default, one for localhost is created
          --Logging:LogLevel:Default Debug       shows every rejected request
        """,
        """
        在 TCP 套接字上手写的 HTTP/1.1；加上 --step，则运行通往它的五个步骤之一。

        其他选项都可以在命令行、程序所在文件夹的 appsettings.json 或环境变量里设置：
          --Http:Limits:RequestLine 4096     即  Http__Limits__RequestLine=4096（另有 FieldSection、FieldCount、Body 等）
          --Http:Timeouts:Head 00:00:10          （另有 KeepAlive、MinimumRate、Grace、Handshake 等）
          --Http:Sockets:MaxConnections 100      （另有 Backlog、NoDelay、KeepAlive、DrainTimeout 等）
          --Http:Sockets:Proxy:Trusted 10.0.0.5  这些代理必须先发送 PROXY 头（另有 Sockets:ReusePort true：多个进程共用端口）
          --Http:Forwarded:Trusted 10.0.0.0/8    采信这些代理的 X-Forwarded-For（另有 Field Forwarded：改用 RFC 7239）
          --Http:WebSockets:AllowedOrigins https://app.example   允许连接的外部来源（另有 MaxMessage、PingAfter、IdleTimeout 等）
          --Chat:Room tcp://127.0.0.1:12347      /chat 所通向的聊天室（另有 MaxConnections、PingAfter、PollTimeout、RoomTimeout）
          --Http:Certificate my.pfx              用于 https 地址（另有 CertificatePassword）；不设则自动生成 localhost 证书
          --Logging:LogLevel:Default Debug       显示每个被拒绝的请求
        """) + "\n\n" + ExitCodes.Text)
    {
        Option("--urls", "URLS", Say(
            $"Where to listen, separated by ; (default {HttpServer.DefaultUrls}). http or https; port 0 takes any free one, * is every address of this machine.",
            $"监听地址，用 ; 分隔（默认 {HttpServer.DefaultUrls}）。可用 http 或 https；端口 0 表示任意空闲端口，* 表示本机的所有地址。")),
        Option(StepHost.Option, "1-5", Say(
            $"Run one of the five steps instead, each in one file, on port 8071 and up. {Steps("; ")}.",
            $"改为运行五个步骤之一，每步一个文件，默认端口从 8071 起。{Steps("；")}。")),
        new Option<bool>("--terse")
        {
            Description = Say(
                "Reject with only a status; by default, a rejection explains the rule, shows the bytes that break it, and a correct request.",
                "拒绝请求时只给状态码；默认会说明违反了哪条规则、错在哪里、应当怎样写。"),
        },
        Option("--lang", "en|zh", Say("The language of messages (default: the system's).", "消息所用的语言（默认随系统）。")),
    };

    private static Option<string> Option(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    private static string Steps(string separator) => string.Join(separator, LearnerStep.All.Select(step => $"{step.Number} {step.Title}"));
}
