using System.CommandLine;
using RawSocketServer;
using RawSocketServer.Hosting;
using SideBySide.Checks;
using SideBySide.Experiments;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Cli;

/// <summary><c>list</c>: the experiments, group by group.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var json = JsonOutput.Option();
        var search = new Option<string>("--search") { HelpName = "TEXT", Description = Texts.SearchOption.ToString() };
        var command = new Command("list", Texts.ListCommand.ToString()) { json, search };
        command.SetAction(parsed =>
        {
            var (output, style) = (parsed.Invocation().Output, parsed.Invocation().Palette);
            var catalogue = ExperimentLookup.Catalogue();
            if (parsed.GetValue(search) is { } word)
            {
                // A check has more words for what its experiment shows.
                var checks = CheckLadder.Instance.Only(word).Select(check => check.Experiment?.Id).ToHashSet();
                catalogue = catalogue.Only([.. catalogue.All.Select(experiment => experiment.Id)
                    .Where(id => checks.Contains(id) || Has(catalogue.Find(id)!, word))]);
            }

            if (catalogue.All.Count == 0)
                throw new UsageException(Texts.NothingFound(parsed.GetValue(search)!).ToString());
            if (parsed.GetValue(json))
                JsonOutput.Write(output, catalogue.All.Select(e => new { e.Id, Group = e.Group.Id, e.Title, e.Source }));
            else
                Write(output, catalogue, style);
            return ExitCodes.Success;
        });
        return command;
    }

    private static bool Has(Experiment experiment, string word) => new[]
    {
        experiment.Id, experiment.Title.En, experiment.Title.Zh, experiment.Explanation.En, experiment.Explanation.Zh, experiment.Source,
        experiment.Verdicts?.Source ?? "",
    }.Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static void Write(TextWriter output, Catalogue catalogue, AnsiStyle style)
    {
        var column = catalogue.All.Max(experiment => experiment.Id.Length) + 4;
        foreach (var group in catalogue.All.GroupBy(experiment => experiment.Group))
        {
            output.WriteLine($"\n  {style.Strong(group.Key.Title.ToString())} {style.Quiet($"({group.Key.Id})")}");
            output.Write(TerminalText.Paragraph(group.Key.About.ToString(), paint: style.Quiet));
            output.WriteLine();
            foreach (var experiment in group)
                output.WriteLine($"  {style.Sent(experiment.Id)}{new string(' ', column - 2 - experiment.Id.Length)}{experiment.Title}");
        }

        output.WriteLine($"\n  {style.Quiet(Texts.ListHint(catalogue.All.Count).ToString())}\n");
    }
}

/// <summary><c>show</c>: an experiment's explanation, its script and its expected outcomes.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = Texts.IdArgument.ToString() };
        id.CompletionSources.Add(_ => ExperimentLookup.Names());
        var command = new Command("show", Texts.ShowCommand.ToString()) { id };
        command.SetAction(parsed =>
        {
            var sheet = new ExperimentView(parsed.Invocation().Palette);
            var output = parsed.Invocation().Output;
            if (Group.All.FirstOrDefault(group => group.Id == parsed.GetRequiredValue(id)) is { } group)
                sheet.Write(output, group);
            foreach (var experiment in ExperimentLookup.Catalogue().Named([parsed.GetRequiredValue(id)]))
                sheet.Write(output, experiment);
            return ExitCodes.Success;
        });
        return command;
    }
}

/// <summary>An experiment as a page of text.</summary>
/// <param name="style">The colours.</param>
internal sealed class ExperimentView(AnsiStyle style)
{
    private const int Width = 76;

    public void Write(TextWriter output, Experiment experiment)
    {
        output.WriteLine($"\n  {style.Strong(experiment.Title.ToString())} {style.Quiet($"({experiment.Id}, {experiment.Source})")}\n");
        output.Write(TerminalText.Paragraph(experiment.Explanation.ToString()));
        output.WriteLine();
        output.Write(TerminalText.Paragraph(experiment.Fix.ToString()));
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
            output.Write(TerminalText.Paragraph(why.ToString()));
        }
    }

    public void Write(TextWriter output, Group group)
    {
        output.WriteLine($"\n  {style.Strong(group.Title.ToString())} {style.Quiet($"({group.Id})")}\n");
        output.Write(TerminalText.Paragraph(group.About.ToString()));
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
