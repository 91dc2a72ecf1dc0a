using System.CommandLine;
using RawSocketServer;
using RawSocketServer.Hosting;
using SideBySide.Experiments;
using SideBySide.Language;

namespace SideBySide.Cli;

/// <summary><c>matrix</c>: all experiments × all servers. Exit code 1 if a server of this repository has an unexpected outcome or a server
/// of --target a forbidden one.</summary>
internal static class MatrixCommand
{
    public static Command Create()
    {
        var ids = new Argument<string[]>("ID") { Arity = ArgumentArity.ZeroOrMore, Description = Texts.IdsArgument.ToString() };
        var json = JsonOutput.Option();
        var markdown = new Option<bool>("--markdown") { Description = Texts.MarkdownOption.ToString() };
        var html = new Option<bool>("--html") { Description = Texts.HtmlOption.ToString() };
        var record = new Option<bool>("--record") { Description = Texts.RecordOption.ToString() };
        var from = new Option<string?>("--from") { HelpName = "FILE", Description = Texts.RecordFromOption.ToString() };
        var servers = new TargetOptions();
        var command = new Command("matrix", Texts.MatrixCommand.ToString()) { ids, json, markdown, html, record, from };
        servers.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var invocation = parsed.Invocation();
            if (new[] { json, markdown, html, record }.Count(parsed.GetValue) > 1)
                throw new UsageException(Texts.OneFormat.ToString());
            var catalogue = ExperimentLookup.Catalogue();
            var experiments = parsed.GetValue(ids) is { Length: > 0 } named ? catalogue.Named(named) : catalogue.All;
            if (parsed.GetValue(from) is { } file)
            {
                invocation.Output.Write(MatrixReport.Markdown(RecordFile.Read(file), experiments));
                return ExitCodes.Success;
            }

            await using var open = await servers.OpenAsync(parsed, cancel);
            foreach (var missing in open.Missing)
                await invocation.Error.WriteLineAsync(missing.Reason.ToString());
            var matrix = await ProgressDisplay.RunAsync(invocation, experiments, open.Targets, cancel);
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            if (parsed.GetValue(json))
                JsonOutput.Write(invocation.Output, MatrixJson.Of(matrix));
            else if (parsed.GetValue(markdown))
                invocation.Output.Write(MatrixReport.Markdown(MatrixRecord.Of(matrix, today), experiments));
            else if (parsed.GetValue(record))
                invocation.Output.Write(MatrixRecord.Of(matrix, today).ToJson());
            else if (parsed.GetValue(html))
                invocation.Output.Write(MatrixReport.Html(matrix));
            else
                MatrixReport.Write(invocation.Screen(), matrix);
            return open.ExitCode(matrix);
        });
        return command;
    }
}

/// <summary>A recorded matrix.</summary>
internal static class RecordFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="StartupException">The file cannot be read or has another format.</exception>
    public static MatrixRecord Read(string path)
    {
        try
        {
            return MatrixRecord.Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            throw new StartupException(Texts.NoRecord(path, e.Message).ToString(), e);
        }
    }
}
