using System.CommandLine;
using RawSocketServer;
using SideBySide.Experiments;
using SideBySide.Terminal;
using Spectre.Console;

namespace SideBySide.Commands;

/// <summary><c>matrix</c>: all experiments × all servers. Exit code 1 when an own server did not show what is expected of it,
/// or a server named with --target what HTTP forbids.</summary>
internal static class MatrixCommand
{
    public static Command Create()
    {
        var ids = new Argument<string[]>("ID") { Arity = ArgumentArity.ZeroOrMore, Description = Texts.IdsArgument.ToString() };
        var json = JsonOutput.Option();
        var markdown = new Option<bool>("--markdown") { Description = Texts.MarkdownOption.ToString() };
        var html = new Option<bool>("--html") { Description = Texts.HtmlOption.ToString() };
        var servers = new ServerChoice();
        var command = new Command("matrix", Texts.MatrixCommand.ToString()) { ids, json, markdown, html };
        servers.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new StopRequest();
            if (new[] { json, markdown, html }.Count(parsed.GetValue) > 1)
                throw new StartupException(Texts.OneFormat.ToString());
            var catalogue = ExperimentChoice.Catalogue();
            var experiments = parsed.GetValue(ids) is { Length: > 0 } named ? catalogue.Named(named) : catalogue.All;
            await using var open = await servers.OpenAsync(parsed, stop.Token);
            foreach (var missing in open.Missing)
                await Console.Error.WriteLineAsync(missing.Reason.ToString());
            var matrix = await ShownProgress.RunAsync(experiments, open.Targets, stop.Token);
            if (parsed.GetValue(json))
                JsonOutput.Write(MatrixJson.Of(matrix));
            else if (parsed.GetValue(markdown))
                Console.Write(MatrixText.Markdown(matrix));
            else if (parsed.GetValue(html))
                Console.Write(MatrixText.Html(matrix));
            else
                MatrixText.Write(Screen(), matrix);
            return open.ExitCode(matrix);
        });
        return command;
    }

    // A file or a pipe has no width; the words are not shortened for it.
    private static IAnsiConsole Screen()
    {
        var screen = AnsiConsole.Console;
        if (Console.IsOutputRedirected)
            screen.Profile.Width = short.MaxValue;
        return screen;
    }
}
