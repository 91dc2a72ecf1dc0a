using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using SideBySide.Experiments;
using SideBySide.Language;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Cli;

/// <summary>The terminal output: the servers, one real exchange with each, and its meaning.</summary>
/// <param name="log">Writes to the console. All servers share it, so that lines keep their order and no server waits for a slow
/// terminal.</param>
/// <param name="style">The colours.</param>
public sealed partial class DemoOutput(ILogger<DemoOutput> log, AnsiStyle style)
{
    private const string Indent = "     ";

    /// <summary>A server is about to listen; its own log lines show its addresses. The five steps share one line.</summary>
    public void Starting(ServerDefinition server)
    {
        if (server == ServerDefinitions.Servers[0])
            Title();
        if (server == ServerDefinitions.Room)
            Starting(Texts.Room.ToString(), server.Role);
        else if (!server.IsStep)
            Starting(server.Name, server.Role);
        else if (server == StepDefinitions.All[0])
            Starting(Texts.Steps.ToString(), Texts.StepsRole);
    }

    private void Title()
    {
        Say(log, $"\n  {style.Strong(Texts.Title.ToString())}\n\n{TerminalText.Paragraph(Texts.Terms.ToString())}");
    }

    /// <summary>One exchange of the demonstration.</summary>
    public void Show(Demonstrated exchange)
    {
        var text = new StringBuilder();
        var where = $"{exchange.Observed.Target.Name} {exchange.Observed.Target.Tcp}";
        var title = exchange.Title.ToString();
        var gap = Math.Max(2, TerminalText.Right - Indent.Length - TerminalText.Width(title) - where.Length);
        _ = text.Append('\n').Append("  ").Append(exchange.Number).Append("  ").Append(style.Strong(title)).Append(' ', gap).Append(style.Quiet(where)).Append("\n\n");

        var seen = new Recording(exchange.Observed.Events);
        Bytes(text, "→", seen.Sent, style.Sent);
        Bytes(text, "←", seen.Received, style.Received);

        var paint = exchange.Observed.IsExpected == true ? null : (Func<string, string>)style.Alarm;
        _ = text.Append('\n').Append(TerminalText.Paragraph(exchange.Meaning.ToString(), Indent.Length, paint));
        Say(log, text.ToString().TrimEnd('\n'));
    }

    /// <summary>The last lines after the start.</summary>
    /// <param name="page">The address of the page.</param>
    /// <param name="join">The command that joins the chat room.</param>
    public void Ready(string page, string join)
    {
        var room = Texts.JoinRoom(join, $"{page.TrimEnd('/')}/#/room");
        Say(log, $"\n  {Texts.OpenPage(page)}\n  {room}\n  {style.Quiet(Texts.Stop.ToString())}\n");
    }

    private void Starting(string name, LocalizedText role) =>
        Say(log, $"  {style.Strong(TerminalText.Pad(name, 17))}  {style.Quiet(role.ToString())}");

    private void Bytes(StringBuilder text, string arrow, ReadOnlyMemory<byte> bytes, Func<string, string> paint)
    {
        var lead = paint(arrow);
        foreach (var line in VisibleLines.Lines(bytes.Span))
        {
            foreach (var piece in Pieces(line, paint))
            {
                _ = text.Append(Indent).Append(lead).Append("  ").Append(piece).Append('\n');
                lead = " ";
            }
        }
    }

    // Colours have no width, so a line is measured before it is painted.
    private IEnumerable<string> Pieces(IReadOnlyList<VisibleRun> line, Func<string, string> paint)
    {
        var width = TerminalText.Right - Indent.Length - 3;
        return line.Sum(run => TerminalText.Width(run.Text)) <= width
            ? [string.Concat(line.Select(run => run.IsEscape ? style.Quiet(run.Text) : paint(run.Text)))]
            : TerminalText.Cut(string.Concat(line.Select(run => run.Text)), width).Select(paint);
    }

    [LoggerMessage(1, LogLevel.Information, "{Text}")]
    private static partial void Say(ILogger log, string text);
}

/// <summary>
/// Writes readable log lines: the demonstration's texts unchanged, addresses indented below their server, and a level and a source only for
/// warnings and errors.
/// </summary>
/// <param name="style">The colours.</param>
public sealed class DemoConsoleFormatter(AnsiStyle style) : ConsoleFormatter(FormatterName)
{
    /// <summary>The formatter's name.</summary>
    public const string FormatterName = "quiet";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.WriteLine(logEntry.Category switch
        {
            _ when logEntry.LogLevel >= LogLevel.Warning => style.Alarm($"  {Level(logEntry.LogLevel)}: {logEntry.Category}: {message}"),
            _ when logEntry.Category == typeof(DemoOutput).FullName => message,
            "Microsoft.Hosting.Lifetime" => $"    {message}",
            _ => style.Quiet($"  {logEntry.Category}: {message}"),
        });
        if (logEntry.Exception is { } exception)
            textWriter.WriteLine(exception);
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
