using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using RawSocketServer;
using RawSocketServer.Hosting;
using SideBySide.Checks;
using SideBySide.Checks.Clients;
using SideBySide.Cli.Checking;
using SideBySide.Language;

namespace SideBySide.Cli;

/// <summary><c>check</c>: runs one check after the other on any HTTP server or client and explains its first failure.</summary>
internal sealed class CheckCommand
{
    private readonly Option<string> _start = Text("--start", "COMMAND", CheckOptionTexts.Start);
    private readonly Option<string> _target = Text("--target", "HOST:PORT", CheckOptionTexts.Target);
    private readonly Option<string> _client = Text("--client", "COMMAND", CheckOptionTexts.Client);
    private readonly Option<string> _head = Text("--head", "COMMAND", CheckOptionTexts.Head);
    private readonly Option<string> _get = Text("--get", "PATH", CheckOptionTexts.Get);
    private readonly Option<string> _post = Text("--post", "PATH", CheckOptionTexts.Post);
    private readonly Option<string> _webSocket = Text("--ws", "PATH", CheckOptionTexts.WebSocket);
    private readonly Option<bool> _all = Flag("--all", CheckOptionTexts.All);
    private readonly Option<string> _only = Text("--only", "TEXT", CheckOptionTexts.Only);
    private readonly Option<bool> _json = JsonOutput.Option();
    private readonly Option<string> _junit = Text("--junit", "FILE", CheckOptionTexts.Junit);
    private readonly Option<string> _html = Text("--html", "FILE", CheckOptionTexts.Html);
    private readonly Option<string> _baseline = Text("--baseline", "FILE", CheckOptionTexts.Baseline);
    private readonly Option<bool> _hint = Flag("--hint", CheckOptionTexts.Hint);
    private readonly Option<bool> _watch = Flag("--watch", CheckOptionTexts.Watch);
    private readonly Option<bool> _allowRemote = Flag("--allow-remote", Texts.AllowRemoteOption);

    private CheckCommand()
    {
    }

    public static Command Create()
    {
        var check = new CheckCommand();
        var command = new DocumentedCommand("check", CheckOptionTexts.Command)
        {
            Examples =
            [
                ("check --start 'python3 server.py {port}'", CheckOptionTexts.LearnerExample),
                ("check --target 127.0.0.1:5000 --get / --post /echo", CheckOptionTexts.EngineerExample),
                ("check --target 127.0.0.1:5000 --ws /ws --only websocket", CheckOptionTexts.WebSocketExample),
                ("check --target 127.0.0.1:5000 --only chunk-extensions", CheckOptionTexts.OnlyExample),
                ("check --client 'curl {url}'", CheckOptionTexts.ClientExample),
                ("check --start 'python3 server.py {port}' --watch", CheckOptionTexts.WatchExample),
                ("check --start 'node server.js' --all --json --junit out.xml", CheckOptionTexts.PipelineExample),
            ],
            Notes = CheckOptionTexts.Notes,
        };
        Option[] options = [check._start, check._target, check._client, check._head, check._get, check._post, check._webSocket, check._all, check._only,
            check._json, check._junit, check._html, check._baseline, check._hint, check._watch, check._allowRemote];
        foreach (var option in options)
            command.Options.Add(option);
        command.SetAction(check.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!parsed.GetValue(_watch))
            return OnceAsync(parsed, cancellation);
        string?[] written = [parsed.GetValue(_junit), parsed.GetValue(_html), SummaryFile];
        var watch = new CheckWatch(parsed.Invocation(), isQuiet: parsed.GetValue(_json));
        return watch.RunAsync(written.OfType<string>(), () => OnceAsync(parsed, cancellation), cancellation);
    }

    private async Task<int> OnceAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var invocation = parsed.Invocation();
        if (new[] { _start, _target, _client }.Count(option => parsed.GetValue(option) is not null) != 1)
            throw new UsageException(CheckOptionTexts.OneSubject.ToString());
        if (parsed.GetValue(_client) is { } client)
            return await RunClientAsync(parsed, client, cancellation);
        if (parsed.GetValue(_head) is not null)
            throw new UsageException(CheckOptionTexts.HeadIsOfClients.ToString());
        foreach (var path in (Option<string>[])[_get, _post, _webSocket])
        {
            if (parsed.GetValue(path) is { } given && !IsPath(given))
                throw new UsageException(CheckOptionTexts.NoPath(path.Name, given).ToString());
        }

        var ladder = CheckLadder.Instance;
        var only = parsed.GetValue(_only);
        var webSocket = parsed.GetValue(_webSocket);
        IReadOnlyList<CheckItem> found = only is null ? ladder.All : ladder.Only(only);
        if (found.Count == 0)
            throw new UsageException(CheckOptionTexts.NothingFound(only!).ToString());
        CheckItem[] items = [.. found.Where(item => item.WebSocket is null || webSocket is not null)];
        if (items.Length == 0)
            throw new UsageException(CheckOptionTexts.NeedsWebSocket(only!).ToString());
        var known = CheckBaseline.Read(parsed.GetValue(_baseline));

        await using var subject = await SubjectAsync(parsed, cancellation);
        await using var progress = new CheckProgress(invocation);
        var finder = new RouteFinder(ladder, subject);
        var routes = await finder.FindAsync(parsed.GetValue(_get), parsed.GetValue(_post), webSocket, cancellation);
        var options = new CheckRunOptions(subject.IsStarted && !parsed.GetValue(_all) && only is null, known, progress.Show);
        var report = await new CheckRun(ladder, subject, routes, options).RunAsync(items, cancellation);
        progress.Clear();
        return Write(parsed, report, subject.Name, routes);
    }

    private async Task<int> RunClientAsync(ParseResult parsed, string command, CancellationToken cancellation)
    {
        if (parsed.GetValue(_get) is not null || parsed.GetValue(_post) is not null || parsed.GetValue(_webSocket) is not null || parsed.GetValue(_allowRemote))
            throw new UsageException(CheckOptionTexts.OnlyForServers.ToString());
        var ladder = ClientLadder.Instance;
        var only = parsed.GetValue(_only);
        var checks = only is null ? ladder.All : ladder.Only(only);
        if (checks.Count == 0)
            throw new UsageException(CheckOptionTexts.NothingFoundForClients(only!).ToString());
        var known = CheckBaseline.Read(parsed.GetValue(_baseline));

        await using var progress = new CheckProgress(parsed.Invocation());
        var options = new CheckRunOptions(!parsed.GetValue(_all) && only is null, known, progress.Show);
        var report = await new ClientRun(ladder, new ClientSubject(command, parsed.GetValue(_head)), options).RunAsync(checks, cancellation);
        progress.Clear();
        return Write(parsed, report, command, null);
    }

    private int Write(ParseResult parsed, CheckReport report, string subject, CheckRoutes? routes)
    {
        var invocation = parsed.Invocation();
        if (parsed.GetValue(_json))
            JsonOutput.Write(invocation.Output, CheckJson.Of(report, subject, routes));
        else
            new CheckView(invocation.Palette, parsed.GetValue(_hint)).Write(invocation.Output, report, routes);
        WriteFile(parsed.GetValue(_junit), () => JunitReport.Of(report));
        WriteFile(parsed.GetValue(_html), () => CheckPage.Of(report, subject));
        if (SummaryFile is { Length: > 0 } summary)
            WriteFile(summary, () => CheckMarkdown.Of(report, subject), append: true);
        return report.First is null ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static string? SummaryFile => Environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY");

    private async Task<CheckSubject> SubjectAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(_start) is { } command)
            return CheckSubject.OfCommand(command);
        var text = parsed.GetValue(_target)!;
        try
        {
            var destination = await Capture.ResolvedHost.ResolveAsync(text, parsed.GetValue(_allowRemote), cancellation);
            using var socket = await destination.ConnectAsync(cancellation); // the first address that accepts
            return CheckSubject.OfAddress(text, (IPEndPoint)socket.RemoteEndPoint!);
        }
        catch (SocketException e)
        {
            throw new CannotCheckException(Texts.TargetSilent(text, e.SocketErrorCode.ToString()), e);
        }
        catch (StartupException e) when (e is not UsageException)
        {
            throw new CannotCheckException(new(e.Message, e.Message), e);
        }
    }

    private static void WriteFile(string? path, Func<string> content, bool append = false)
    {
        if (path is null)
            return;
        try
        {
            if (append)
                File.AppendAllText(path, content());
            else
                File.WriteAllText(path, content());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException(CheckOptionTexts.NotWritten(path, e.Message), e);
        }
    }

    // The path becomes a part of the request line.
    private static bool IsPath(string path) => path.StartsWith('/') && path.All(c => c is > ' ' and < '\x7F');

    private static Option<string> Text(string name, string helpName, LocalizedText description) =>
        new(name) { HelpName = helpName, Description = description.ToString() };

    private static Option<bool> Flag(string name, LocalizedText description) => new(name) { Description = description.ToString() };
}
