using System.Text;
using SideBySide.Argument;
using SideBySide.Language;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Cli;

/// <summary>What the terminal shows: who listens, one real exchange with each, and what it means.</summary>
/// <param name="log">The way to the console, shared with every server, so that lines keep their order and nobody waits for a slow terminal.</param>
/// <param name="style">The colours.</param>
public sealed partial class DemoOutput(ILogger<DemoOutput> log, AnsiStyle style)
{
    private const int Right = 78;
    private const string Indent = "     ";

    /// <summary>The first words.</summary>
    public void Title()
    {
        var terms = Columns.Wrap(Texts.Terms.ToString(), Right - 2).Select(line => $"  {line}\n");
        Say(log, $"\n  {style.Strong(Texts.Title.ToString())}\n\n{string.Concat(terms)}");
    }

    /// <summary>A server is about to listen; its addresses follow by themselves.</summary>
    public void Opens(ServerDefinition definition) => Opens(definition.Name, definition.Role);

    /// <summary>The steps are about to listen, one after the other; each tells its name with its address.</summary>
    public void OpensSteps() => Opens(Texts.Steps.ToString(), Texts.StepsRole);

    /// <summary>One point of the argument was taken.</summary>
    /// <param name="observation">What happened.</param>
    /// <param name="number">Its place in the argument, from 1.</param>
    public void Observed(Observation observation, int number)
    {
        var text = new StringBuilder();
        var address = observation.Url.Authority;
        var title = observation.Point.Title.ToString();
        var gap = Math.Max(2, Right - Indent.Length - Columns.Width(title) - observation.Point.Server.Name.Length - 1 - address.Length);
        _ = text.Append('\n').Append("  ").Append(number).Append("  ").Append(style.Strong(title)).Append(' ', gap)
            .Append(style.Quiet($"{observation.Point.Server.Name} {address}")).Append("\n\n");

        Bytes(text, "→", observation.Recording.Sent, style.Sent);
        Bytes(text, "←", observation.Recording.Received, style.Received);

        _ = text.Append('\n');
        foreach (var line in Columns.Wrap(observation.Meaning.ToString(), Right - Indent.Length))
            _ = text.Append(Indent).Append(observation.Holds ? line : style.Alarm(line)).Append('\n');
        Say(log, text.ToString().TrimEnd('\n'));
    }

    /// <summary>The last words before everything waits for visitors.</summary>
    /// <param name="page">Where the page listens.</param>
    public void Ready(string page) =>
        Say(log, $"\n  {Texts.OpenPage(page)}\n  {style.Quiet(Texts.Stop.ToString())}\n");

    private void Opens(string name, LocalizedText role) =>
        Say(log, $"  {style.Strong(Columns.Pad(name, 17))}  {style.Quiet(role.ToString())}");

    private void Bytes(StringBuilder text, string arrow, ReadOnlyMemory<byte> bytes, Func<string, string> paint)
    {
        var lead = paint(arrow);
        foreach (var line in Visible.Lines(bytes.Span))
        {
            foreach (var piece in Pieces(line, paint))
            {
                _ = text.Append(Indent).Append(lead).Append("  ").Append(piece).Append('\n');
                lead = " ";
            }
        }
    }

    // Colours take no room, so a line is measured before it is painted.
    private IEnumerable<string> Pieces(IReadOnlyList<VisibleRun> line, Func<string, string> paint)
    {
        var width = Right - Indent.Length - 3;
        return line.Sum(run => Columns.Width(run.Text)) <= width
            ? [string.Concat(line.Select(run => run.IsEscape ? style.Quiet(run.Text) : paint(run.Text)))]
            : Columns.Cut(string.Concat(line.Select(run => run.Text)), width).Select(paint);
    }

    [LoggerMessage(1, LogLevel.Information, "{Text}")]
    private static partial void Say(ILogger log, string text);
}
