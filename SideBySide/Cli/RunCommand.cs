using System.CommandLine;
using System.Globalization;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Cli;

/// <summary><c>run</c>: sends an experiment's bytes to the servers and shows the events side by side.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var ids = new Argument<string[]>("ID") { Arity = ArgumentArity.OneOrMore, Description = Texts.IdsArgument.ToString() };
        ids.CompletionSources.Add(_ => ExperimentLookup.Names());
        var json = JsonOutput.Option();
        var servers = new TargetOptions();
        var command = new Command("run", Texts.RunCommand.ToString()) { ids, json };
        servers.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var invocation = parsed.Invocation();
            var experiments = ExperimentLookup.Catalogue().Named(parsed.GetRequiredValue(ids));
            await using var open = await servers.OpenAsync(parsed, cancel);
            foreach (var missing in open.Missing)
                await invocation.Error.WriteLineAsync(missing.Reason.ToString());
            var matrix = await Matrix.RunAsync(new Runner(TimeProvider.System), experiments, open.Targets, null, cancel);
            if (parsed.GetValue(json))
                JsonOutput.Write(invocation.Output, experiments.SelectMany(experiment => open.Targets.Select(target => ObservationJson.Of(matrix[experiment, target]))));
            else
                new TimelineView(invocation.Palette).Write(invocation.Output, matrix, invocation.Width);
            return open.ExitCode(matrix);
        });
        return command;
    }
}

/// <summary>The events on each server as columns of a timeline, as many side by side as fit.</summary>
/// <param name="style">The colours.</param>
internal sealed class TimelineView(AnsiStyle style)
{
    private const int Narrowest = 54;
    private const int MostLines = 40;
    private const int Time = 9;

    public void Write(TextWriter output, Matrix matrix, int width)
    {
        var across = Math.Max(1, width / Narrowest);
        foreach (var experiment in matrix.Experiments)
        {
            output.WriteLine($"\n  {style.Strong(experiment.Title.ToString())} {style.Quiet($"({experiment.Id}, {experiment.Source})")}");
            foreach (var row in matrix.Targets.Select(target => matrix[experiment, target]).Chunk(across))
                Beside(output, [.. row.Select(cell => Lines(cell, (width / across) - 4).ToArray())], width / across);
        }

        output.WriteLine();
    }

    private static void Beside(TextWriter output, IReadOnlyList<Line[]> columns, int width)
    {
        output.WriteLine();
        for (var i = 0; i < columns.Max(column => column.Length); i++)
        {
            var text = "";
            foreach (var column in columns)
            {
                var line = i < column.Length ? column[i] : new Line("", 0);
                text += $"  {line.Text}{new string(' ', Math.Max(0, width - 2 - line.Width))}";
            }

            output.WriteLine(text.TrimEnd());
        }
    }

    private IEnumerable<Line> Lines(Observation cell, int width)
    {
        var server = $"{cell.Target.Name} {cell.Target.EndPointFor(cell.Experiment.Over)}".TrimEnd();
        yield return new Line(style.Strong(server), TerminalText.Width(server));
        var named = cell.Outcome?.Connections.Count > 1;
        var lines = cell.Events.SelectMany(happened => Lines(happened, named, width)).ToArray();
        foreach (var line in lines.Take(MostLines))
            yield return line;
        if (lines.Length > MostLines)
            yield return Plain(Texts.MoreLines(lines.Length - MostLines).ToString());
        foreach (var line in TerminalText.Wrap(OutcomeText.Of(cell).ToString(), width))
            yield return cell.IsExpected == false ? new Line(style.Alarm(line), TerminalText.Width(line)) : Plain(line);
        if (Verdict(cell) is { Length: > 0 } judged)
        {
            foreach (var line in TerminalText.Wrap(judged, width))
                yield return Plain(line);
        }

        if (cell.IsExpected is { } expected)
        {
            var verdict = expected ? Texts.AsExpected.ToString() : Texts.NotExpected(cell.Experiment.Expect[cell.Target.Id].Pattern.ToString()).ToString();
            yield return new Line(expected ? style.Quiet(verdict) : style.Alarm(verdict), TerminalText.Width(verdict));
        }
    }

    // △ discouraged (RFC 9112 §9.6), with the reason of a deviation.
    private static string Verdict(Observation cell) => cell.Verdict == Experiments.Verdict.None ? ""
        : $"{VerdictText.Mark(cell.Verdict)} {Texts.Judged(VerdictText.Word(cell.Verdict), cell.Experiment.Verdicts!.Source)}{(cell.Deviation is { } why ? $" {why}" : "")}";

    private IEnumerable<Line> Lines(WireEvent happened, bool named, int width)
    {
        var lead = string.Create(CultureInfo.InvariantCulture, $"{happened.At.TotalMilliseconds,Time - 3:0.0} ms ");
        if (named)
            lead += $"{happened.Connection} ";
        if (happened.Bytes.IsEmpty)
        {
            var word = Word(happened);
            yield return new Line(style.Quiet(lead + word), TerminalText.Width(lead + word));
            yield break;
        }

        var (arrow, paint) = happened.Kind == WireEventKind.Sent ? ("→ ", (Func<string, string>)style.Sent) : ("← ", style.Received);
        foreach (var line in VisibleLines.Lines(happened.Bytes.Span))
        {
            foreach (var piece in TerminalText.Cut(string.Concat(line.Select(run => run.Text)), width - TerminalText.Width(lead) - 2))
            {
                yield return new Line(style.Quiet(lead) + paint(arrow + piece), TerminalText.Width(lead + arrow + piece));
                (lead, arrow) = (new string(' ', lead.Length), "  ");
            }
        }

        if (happened.Unsent > 0)
        {
            var held = lead + "  " + Texts.NotSentYet(happened.Unsent.Value);
            yield return new Line(style.Quiet(held), TerminalText.Width(held));
        }
    }

    private static string Word(WireEvent happened) => happened.Kind switch
    {
        WireEventKind.Connected => Texts.EventConnected.ToString(),
        WireEventKind.Sent => Texts.EventSentNothing.ToString(),
        WireEventKind.Received => Texts.EventReceivedNothing.ToString(),
        WireEventKind.Finished => Texts.EventFinished.ToString(),
        WireEventKind.Ended => Texts.EventEnded.ToString(),
        WireEventKind.Broke => Texts.EventBroke(happened.Error ?? "").ToString(),
        WireEventKind.GaveUp => Texts.EventGaveUp.ToString(),
        WireEventKind.Closed => Texts.EventClosed.ToString(),
        WireEventKind.Reset => Texts.EventReset.ToString(),
        _ => happened.Note ?? "",
    };

    private static Line Plain(string text) => new(text, TerminalText.Width(text));

    // Colours have no width, so a line stores its own.
    private readonly record struct Line(string Text, int Width);
}
