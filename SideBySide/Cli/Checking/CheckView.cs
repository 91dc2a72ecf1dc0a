using System.Globalization;
using SideBySide.Checks;
using SideBySide.Language;

namespace SideBySide.Cli.Checking;

/// <summary>A report in 80 columns: the parts in order, and the failures in full.</summary>
/// <param name="style">The colours.</param>
/// <param name="hints">Whether to name a file with a solution.</param>
internal sealed class CheckView(AnsiStyle style, bool hints)
{
    private const int Width = 76, Indent = 6, MostLines = 24;

    public void Write(TextWriter output, CheckReport report, CheckRoutes? routes)
    {
        if (routes is not null)
        {
            var (post, webSocket) = (routes.Post is null ? "" : $", POST {routes.Post}", routes.WebSocket is null ? "" : $", WebSocket {routes.WebSocket}");
            output.WriteLine($"\n  {style.Quiet($"GET {routes.Get}{post}{webSocket}")}");
        }

        foreach (var part in report.Results.GroupBy(result => result.Item.Step))
            Part(output, part.Key, [.. part]);
        foreach (var result in report.Results.Where(result => result.Outcome == CheckOutcome.Failed))
            Failure(output, result);
        if (report.Results.Where(result => result.Outcome == CheckOutcome.Advice).ToArray() is { Length: > 0 } advice)
            Advice(output, advice);
        output.WriteLine();
        if (report.First is null)
            output.WriteLine($"  {style.Received(CheckWords.Nothing.ToString())}");
        else if (report.Results.Any(result => result.Outcome == CheckOutcome.NotRun))
            output.WriteLine($"  {CheckWords.Again}");
        output.WriteLine($"  {style.Quiet(CheckWords.Summary(report).ToString())}\n");
    }

    private void Part(TextWriter output, CheckStep part, IReadOnlyList<CheckResult> results)
    {
        output.WriteLine($"\n  {style.Strong(part.Title.ToString())}");
        if (results.All(result => result.Outcome == CheckOutcome.NotRun))
        {
            output.WriteLine($"    {style.Quiet("– " + CheckWords.Word(CheckOutcome.NotRun))}");
            return;
        }

        foreach (var result in results)
        {
            var mark = CheckWords.Mark(result.Outcome);
            var paint = result.Outcome switch
            {
                CheckOutcome.Failed or CheckOutcome.Advice => style.Alarm(mark),
                CheckOutcome.Passed => style.Received(mark),
                _ => style.Quiet(mark),
            };
            var word = result.Outcome is CheckOutcome.NotBuilt or CheckOutcome.NotRun or CheckOutcome.Known ? $" ({CheckWords.Word(result.Outcome)})" : "";
            var quiet = result.Outcome is CheckOutcome.NotBuilt or CheckOutcome.NotRun ? style.Quiet : (Func<string, string>?)null;
            output.Write(TerminalText.Paragraph(result.Item.Title + word, Indent, quiet, $"    {paint} "));
        }
    }

    private void Failure(TextWriter output, CheckResult result)
    {
        var item = result.Item;
        output.WriteLine($"\n  {style.Alarm("✗")} {style.Strong(item.Title.ToString())} {style.Quiet($"({item.Id})")}\n");
        var lines = CheckExchange.Lines(result);
        foreach (var (mark, text) in lines.Take(MostLines))
            Exchange(output, mark, text);
        if (lines.Count > MostLines)
            output.WriteLine($"      {style.Quiet(Texts.MoreLines(lines.Count - MostLines).ToString())}");
        output.WriteLine();
        Row(output, CheckWords.Expected, CheckExchange.Expected(item).ToString());
        if (result.Seen.ToString() is { Length: > 0 } seen)
            Row(output, CheckWords.Got, seen);
        Row(output, CheckWords.Mistake, result.Explanation.ToString());
        Row(output, CheckWords.Cure, item.Cure.ToString());
        Row(output, CheckWords.Rule, $"{item.Rule} ({CheckWords.Level(item.Level)})");
        if (item.Experiment is { } experiment)
            Row(output, CheckWords.More, $"{ProgramName.BeforeArguments} show {experiment.Id}");
        Row(output, CheckWords.Hint, hints ? item.Hint : CheckWords.AskForHint.ToString());
        if (result.Output.Count == 0)
            return;
        output.WriteLine($"\n    {style.Strong(CheckWords.Printed.ToString())}");
        foreach (var line in result.Output.SelectMany(line => TerminalText.Cut(line, Width - 4)))
            output.WriteLine($"      {style.Quiet(line)}");
    }

    private void Exchange(TextWriter output, string mark, string text)
    {
        var lead = $"    {mark} ";
        foreach (var piece in TerminalText.Cut(text, Width - TerminalText.Width(lead)))
        {
            output.WriteLine(lead + (mark.EndsWith('→') ? style.Sent(piece) : mark.EndsWith('←') ? style.Received(piece) : style.Quiet(piece)));
            lead = new string(' ', TerminalText.Width(lead));
        }
    }

    private void Row(TextWriter output, LocalizedText label, string text)
    {
        output.WriteLine($"    {style.Strong(label.ToString())}");
        output.Write(TerminalText.Paragraph(text, Indent));
    }

    private void Advice(TextWriter output, IReadOnlyList<CheckResult> results)
    {
        output.WriteLine($"\n  {style.Strong(CheckWords.Advice.ToString())}");
        foreach (var result in results)
        {
            var text = $"{result.Item.Title} ({result.Item.Id}, {result.Item.Rule}): {result.Seen}";
            output.Write(TerminalText.Paragraph(text, Indent, lead: $"    {style.Alarm("△")} "));
        }
    }
}

/// <summary>Progress on standard error: one rewritten line on a terminal, otherwise one line for each part.</summary>
/// <param name="invocation">The streams.</param>
internal sealed class CheckProgress(Invocation invocation) : IAsyncDisposable
{
    private const int Width = 76;
    private CheckStep? _part;
    private bool _isShown;

    public void Show(int number, int count, CheckItem item)
    {
        if (invocation.IsErrorTerminal)
        {
            var line = TerminalText.Cut(string.Create(CultureInfo.InvariantCulture, $"{number}/{count}  {item.Title}"), Width).First();
            invocation.Error.Write($"\r{TerminalText.Pad(line, Width)}");
            _isShown = true;
        }
        else if (item.Step != _part)
        {
            _part = item.Step;
            invocation.Error.WriteLine(item.Step.Title.ToString());
        }
    }

    public void Clear()
    {
        if (_isShown)
            invocation.Error.Write($"\r{new string(' ', Width)}\r");
        _isShown = false;
    }

    public ValueTask DisposeAsync()
    {
        Clear();
        return ValueTask.CompletedTask;
    }
}
