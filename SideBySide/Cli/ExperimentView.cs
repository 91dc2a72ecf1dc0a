using SideBySide.Experiments;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Cli;

/// <summary>An experiment as a page of text.</summary>
/// <param name="style">The colours.</param>
internal sealed class ExperimentView(AnsiStyle style)
{
    private const int Width = 76;

    public void Write(TextWriter output, Experiment experiment)
    {
        output.WriteLine($"\n  {style.Strong(experiment.Title.ToString())} {style.Quiet($"({experiment.Id}, {experiment.Source})")}\n");
        Paragraph(output, experiment.Explanation);
        output.WriteLine();
        Paragraph(output, experiment.Fix);
        output.WriteLine($"\n  {style.Strong(Texts.Script.ToString())}");
        foreach (var step in experiment.Steps)
            Step(output, step);
        if (experiment.Verdicts is { } verdicts)
            Verdicts(output, verdicts);
        output.WriteLine($"\n  {style.Strong(Texts.Expected.ToString())}");
        var column = experiment.Expect.Keys.Max(id => id.Length) + 2;
        foreach (var (server, expectation) in experiment.Expect)
            output.WriteLine($"    {server.PadRight(column)}{expectation.Pattern}");
        Deviations(output, experiment);
        foreach (var refusal in ExpectedRejections.Of(experiment))
        {
            output.WriteLine($"\n  {style.Strong(Texts.RefusedIn(refusal.Reason, refusal.Section).ToString())}");
            foreach (var source in refusal.Sources)
                output.WriteLine($"    {source}");
        }

        output.WriteLine();
    }

    private void Verdicts(TextWriter output, VerdictRules verdicts)
    {
        output.WriteLine($"\n  {style.Strong(Texts.VerdictsTitle.ToString())} {style.Quiet($"({verdicts.Source})")}");
        foreach (var (verdict, outcomes) in new[] { (Verdict.Allowed, verdicts.Allowed), (Verdict.Discouraged, verdicts.Discouraged), (Verdict.None, verdicts.Unjudged) })
        {
            if (outcomes.Count > 0)
                output.WriteLine($"    {VerdictText.Mark(verdict)} {string.Join(Texts.Or.ToString(), outcomes.Select(outcome => outcome.Pattern))}");
        }

        output.WriteLine($"    {VerdictText.Mark(verdicts.Otherwise)} {Texts.AnythingElse}");
    }

    private void Deviations(TextWriter output, Experiment experiment)
    {
        foreach (var (server, why) in experiment.Deviations)
        {
            output.WriteLine($"\n  {style.Strong(Texts.DeviationOf(server).ToString())}");
            Paragraph(output, why);
        }
    }

    public void Write(TextWriter output, Group group)
    {
        output.WriteLine($"\n  {style.Strong(group.Title.ToString())} {style.Quiet($"({group.Id})")}\n");
        Paragraph(output, group.About);
    }

    private static void Paragraph(TextWriter output, LocalizedText text)
    {
        foreach (var line in TerminalText.Wrap(text.ToString(), Width))
            output.WriteLine($"  {line}");
    }

    private void Step(TextWriter output, ScriptStep step)
    {
        if (step is not SendStep send)
        {
            output.WriteLine($"    {style.Quiet(ScriptStepText.Of(step).ToString())}");
            return;
        }

        var lead = $"    {style.Sent("→")} {style.Quiet(send.On)}  ";
        foreach (var line in VisibleLines.Lines(EscapedBytes.Parse(send.Text)).SelectMany(line => TerminalText.Cut(string.Concat(line.Select(run => run.Text)), Width - 8)))
        {
            output.WriteLine(lead + style.Sent(line));
            lead = new string(' ', 9);
        }

        if (ScriptStepText.Of(step).ToString() is { Length: > 0 } how)
            output.WriteLine($"         {style.Quiet(how)}");
    }
}
