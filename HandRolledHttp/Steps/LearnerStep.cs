using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RawSocketServer;

namespace HandRolledHttp.Steps;

/// <summary>
/// One step: the same web server as a learner would write it, in one file, directly on <see cref="Socket"/>. Each step is the best for
/// its size, so it repeats the code of the step before it. The steps share no code with each other or with the complete server.
/// </summary>
public sealed class LearnerStep
{
    private readonly string _english;
    private readonly string _chinese;

    private LearnerStep(int number, string english, string chinese, Func<IPEndPoint, Socket> listen, Func<Socket, TimeProvider, CancellationToken, Task> serve)
    {
        Number = number;
        _english = english;
        _chinese = chinese;
        Listen = listen;
        Serve = serve;
    }

    /// <summary>All steps, from 1 to 5.</summary>
    public static IReadOnlyList<LearnerStep> All { get; } =
    [
        new(1, "one receive, one response", "一次接收，一个响应", Step1.Listen, (server, _, stop) => Step1.ServeAsync(server, stop)),
        new(2, "request line and routes", "请求行与路由", Step2.Listen, (server, _, stop) => Step2.ServeAsync(server, stop)),
        new(3, "bodies and keep-alive", "正文与持久连接", Step3.Listen, (server, _, stop) => Step3.ServeAsync(server, stop)),
        new(4, "chunks, HEAD, errors", "分块、HEAD、错误响应", Step4.Listen, Step4.ServeAsync),
        new(5, "limits and timeouts", "上限与超时", Step5.Listen, Step5.ServeAsync),
    ];

    /// <summary>The step's number, 1 to 5.</summary>
    public int Number { get; }

    /// <summary>Whether it serves one client at a time, so that an exception ends the program; later it ends one connection.</summary>
    public bool IsSerial => Number <= 2;

    /// <summary>The addition of this step, in a few words, in the user's language.</summary>
    public string Title => Messages.Say(_english, _chinese);

    /// <summary>The default address: port 8071 upwards.</summary>
    public string DefaultUrls => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{8070 + Number}");

    /// <summary>Creates the listening socket.</summary>
    internal Func<IPEndPoint, Socket> Listen { get; }

    /// <summary>Serves until it is stopped; throws when a client crashes it.</summary>
    internal Func<Socket, TimeProvider, CancellationToken, Task> Serve { get; }

    /// <summary>The title in both languages.</summary>
    public (string English, string Chinese) Titles => (_english, _chinese);
}
