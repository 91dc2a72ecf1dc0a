using System.Globalization;
using HandRolledHttp.Connection.Tls;
using HandRolledHttp.Steps;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using RawSocketServer;
using RawSocketServer.Hosting;
using RawSocketServer.Listening;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Servers;

/// <summary>Every server that this program starts. Another one is one entry here.</summary>
public static class ServerDefinitions
{
    private static readonly Dictionary<string, int?> s_http = new() { ["http"] = null, ["https"] = null };

    /// <summary>The echo server, without a protocol.</summary>
    public static ServerDefinition Raw { get; } = new("raw", "RawSocketServer", "--raw", "SideBySide:Raw",
        RawServer.DefaultUrls,
        new("C/S: moves bytes and gives them no meaning", "C/S：只搬运字节，不问含义"),
        RawServer.Schemes,
        (urls, share) => ServerHost.OfSockets(RawSocketServer.Program.Create(["--urls", urls, "--mode", "echo", "--Raw:Udp:LimitLoopback", "true"], share)));

    /// <summary>The same sockets with a small protocol: a line is a message. The HTTP servers bridge to it.</summary>
    public static ServerDefinition Room { get; } = new("room", "Chat room", "--room", "SideBySide:Room",
        RawServer.DefaultChatUrls,
        new("C/S by agreement: a line is a message", "C/S 的约定：一行就是一条消息"),
        RawServer.SchemesOf(RawMode.Chat),
        (urls, share) => ServerHost.OfSockets(RawSocketServer.Program.Create(["--urls", urls, "--mode", "chat"], share)));

    /// <summary>HTTP written by hand on the same socket server.</summary>
    public static ServerDefinition HandRolled { get; } = new("handrolled", "HandRolledHttp", "--handrolled", "SideBySide:HandRolled",
        "http://127.0.0.1:8081;https://127.0.0.1:8481",
        new("B/S by hand: HTTP written on the same listener", "B/S，手工实现：在同一套监听代码上手写 HTTP"),
        s_http,
        (urls, share) => ServerHost.OfSockets(HandRolledHttp.Program.Create(["--urls", urls], share)));

    /// <summary>HTTP by a framework.</summary>
    public static ServerDefinition Minimal { get; } = new("minimal", "MinimalHttpServer", "--minimal", "SideBySide:Minimal",
        "http://127.0.0.1:8082;https://127.0.0.1:8482",
        new("B/S by framework, which opens its own socket", "B/S，常规做法：用框架，套接字由框架打开"),
        s_http,
        (urls, share) => ServerHost.OfKestrel(urls, share));

    /// <summary>The page that shows the other servers.</summary>
    public static ServerDefinition Page { get; } = new("page", "SideBySide", "--urls", "urls", "http://127.0.0.1:8080",
        new("the page", "网页"),
        s_http);

    private static readonly Lazy<IReadOnlyList<ServerDefinition>> s_all = new(() => [Raw, .. StepDefinitions.All, HandRolled, Minimal]);

    /// <summary>All servers, from the echo server up to the framework. Every list of servers uses this one.</summary>
    public static IReadOnlyList<ServerDefinition> All => s_all.Value;

    /// <summary>The three servers that are compared, in order.</summary>
    public static IReadOnlyList<ServerDefinition> Servers { get; } = [Raw, HandRolled, Minimal];

    /// <summary>The servers with their own address option; the steps share one.</summary>
    public static IReadOnlyList<ServerDefinition> WithOption { get; } = [Raw, Room, HandRolled, Minimal, Page];
}

/// <summary>One server before it is started: its names, its default addresses and its factory.</summary>
/// <param name="Id">A short name that never changes, for the API.</param>
/// <param name="Name">The project's name.</param>
/// <param name="Option">The option for its addresses, for example <c>--raw</c>.</param>
/// <param name="Setting">The configuration key, for example <c>SideBySide:Raw</c>.</param>
/// <param name="DefaultUrls">Its default URLs, separated by <c>;</c>.</param>
/// <param name="Role">Its role in the comparison, in a few words.</param>
/// <param name="Schemes">Its URL schemes; no scheme has a default port here.</param>
/// <param name="Create">Creates its host from its URLs, without starting it; null for the page, which this program serves.</param>
public sealed record ServerDefinition(string Id, string Name, string Option, string Setting, string DefaultUrls, LocalizedText Role,
    IReadOnlyDictionary<string, int?> Schemes, Func<string, Action<IHostApplicationBuilder>, ServerHost>? Create = null)
{
    /// <summary>Whether it is one of the learner's steps.</summary>
    public bool IsStep => StepDefinitions.All.Contains(this);

    /// <summary>Whether it implements HTTP.</summary>
    public bool SpeaksHttp => Schemes.ContainsKey("http");

    /// <summary>The transports of its default URLs.</summary>
    public IEnumerable<Transport> Transports => DefaultUrls.Split(';').Select(url => url.Split(':')[0] switch
    {
        "udp" => Transport.Udp,
        "https" => Transport.Tls,
        _ => Transport.Tcp,
    });
}

/// <summary>The learner's steps: five servers behind one option.</summary>
public static class StepDefinitions
{
    /// <summary>Their option.</summary>
    public const string Option = "--steps";

    /// <summary>Their configuration key.</summary>
    public const string Setting = "SideBySide:Steps";

    /// <summary>The key of version 0.1, which still works.</summary>
    internal const string FormerSetting = "SideBySide:Rungs";

    private static readonly Dictionary<string, int?> s_schemes = new() { ["http"] = null };

    /// <summary>From the bottom up; ids <c>step1</c> to <c>step5</c>.</summary>
    public static IReadOnlyList<ServerDefinition> All { get; } = [.. LearnerStep.All.Select(Plan)];

    /// <summary>The default address of step 1; the ports of the others follow.</summary>
    public static string DefaultUrls => All[0].DefaultUrls;

    /// <summary>Assigns an address to each step.</summary>
    /// <param name="urls">One address for each step, separated by <c>;</c>; or the address of step 1, whose port counts up.</param>
    /// <returns>One URL for each step. Port 0 stays 0: a free port for each.</returns>
    /// <exception cref="StartupException">The number of addresses or the ports are wrong; the message says so.</exception>
    public static IReadOnlyList<string> Spread(string urls)
    {
        var given = ListenUrl.ParseList(urls, s_schemes);
        if (given.Count == All.Count)
            return [.. given.Select(url => url.ToString())];
        if (given is not [var first])
            throw new UsageException(Texts.StepUrls(Option, given.Count, All.Count).ToString());
        if (first.Port + All.Count - 1 > ushort.MaxValue)
            throw new UsageException(Texts.StepPorts(Option, first.ToString(), All.Count).ToString());
        return [.. All.Select((_, step) => (first.Port == 0 ? first : first with { Port = first.Port + step }).ToString())];
    }

    private static ServerDefinition Plan(LearnerStep step)
    {
        var number = step.Number.ToString(CultureInfo.InvariantCulture);
        return new ServerDefinition($"step{number}", $"Step{number}", Option, Setting, step.DefaultUrls,
            new(step.Titles.English, step.Titles.Chinese), s_schemes,
            (urls, share) => ServerHost.OfSockets(HandRolledHttp.Program.Create(["--step", number, "--urls", urls], share)));
    }
}

/// <summary>A server in this process and its bound URLs.</summary>
/// <param name="Host">Starts and stops it.</param>
/// <param name="Urls">The bound URLs with their real ports; valid after the start.</param>
public sealed record ServerHost(IHost Host, Func<IReadOnlyList<string>> Urls)
{
    /// <summary>The number of restarts, if counted.</summary>
    internal StepRestarts? Restarts => Host.Services.GetService<StepRestarts>();

    /// <summary>A server on this repository's own sockets.</summary>
    public static ServerHost OfSockets(IHost host) => new(host, () => host.Services.GetRequiredService<BoundUrls>().Urls);

    // Kestrel reads the system's clock, which an experiment cannot hold: its own 5 s for a body and 30 s for a head would judge the machine.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <summary>A server on Kestrel. It uses HandRolledHttp's certificate, so that a user has to trust only one.</summary>
    public static ServerHost OfKestrel(string urls, Action<IHostApplicationBuilder> share)
    {
        var app = MinimalHttpServer.Program.Create(["--urls", urls], builder =>
        {
            share(builder);
            _ = builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = DemoCertificate.LoadOrCreate(TimeProvider.System));
                kestrel.Limits.RequestHeadersTimeout = kestrel.Limits.KeepAliveTimeout = s_patience;
                kestrel.Limits.MinRequestBodyDataRate = kestrel.Limits.MinResponseDataRate = new MinDataRate(240, s_patience);
            });
        });
        return new ServerHost(app, () => [.. app.Urls]);
    }
}
