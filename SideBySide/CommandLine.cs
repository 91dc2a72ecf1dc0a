using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using RawSocketServer;
using RawSocketServer.Hosting;
using SideBySide.Capture;
using SideBySide.Cli;
using SideBySide.Language;
using SideBySide.Servers;

namespace SideBySide;

/// <summary>The command line: the commands, and one clear sentence for each mistake.</summary>
internal static class CommandLine
{
    /// <summary>The configuration key of the language.</summary>
    public const string LangSetting = "SideBySide:Lang";

    /// <summary>Runs the command line.</summary>
    /// <returns>The process's exit code.</returns>
    /// <param name="args">The arguments.</param>
    /// <param name="invocation">The standard streams.</param>
    /// <param name="stop">Ends a command early; the exit code is 128 plus the number of the signal.</param>
    public static async Task<int> RunAsync(string[] args, Invocation invocation, StopRequest stop)
    {
        args = FormerNames.Replace(args);
        try
        {
            SetLanguage(args);
            var parsed = Parse(args);
            if (parsed.Action is not HelpText)
                RejectMistakes(parsed);

            // A synchronous command has nothing to close: a signal ends it immediately, even during a write to a full pipe.
            if (parsed.Action is AsynchronousCommandLineAction)
                stop.ListenToSignals();
            return await parsed.InvokeAsync(invocation, stop.Token);
        }
        catch (Exception e) when (stop.ExitCode != 0 && (e is OperationCanceledException or StartupException))
        {
            return stop.ExitCode; // Ctrl-C also ends our child processes; the resulting failure is not reported
        }
        catch (StartupException e)
        {
            await invocation.Error.WriteLineAsync(e.Message);
            return StartsServers(args) ? ExitCodes.Failure : e.ExitCode;
        }
    }

    // Without a sub-command this program is a server and uses the exit codes of a server.
    private static bool StartsServers(string[] args)
    {
        var parsed = Parse(args);
        return parsed.CommandResult.Command is RootCommand && parsed.UnmatchedTokens is not [[not '-', ..], ..];
    }

    private static ParseResult Parse(string[] args) => Root().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    /// <summary>All commands and options.</summary>
    internal static RootCommand Root()
    {
        var root = new RootCommand(Texts.About.ToString());
        root.Options.Clear();

        var settings = new Dictionary<Option<string>, string>();
        void Add(string name, string helpName, LocalizedText description, string setting)
        {
            var option = new Option<string>(name) { HelpName = helpName, Description = description.ToString() };
            settings.Add(option, setting);
            root.Options.Add(option);
        }

        Add(ServerDefinitions.Page.Option, "URLS", Texts.UrlsOption, ServerDefinitions.Page.Setting);
        foreach (var definition in ServerDefinitions.WithOption.Where(definition => definition != ServerDefinitions.Page))
        {
            var description = definition == ServerDefinitions.Room ? Texts.RoomOption : Texts.Listens(definition.Name);
            Add(definition.Option, "URLS", description, definition.Setting);
        }

        Add(StepDefinitions.Option, "URLS", Texts.StepsOption, StepDefinitions.Setting);
        Add(LiveOptions.Option, "URLS", Texts.LiveOption, LiveOptions.Setting);
        Add("--lang", "en|zh", Texts.LangOption, LangSetting);
        settings.Keys.Last().Recursive = true;
        root.Options.Add(new HelpOption { Description = Texts.HelpOption.ToString(), Action = new HelpText() });
        root.Options.Add(new VersionOption { Description = Texts.VersionOption.ToString() });

        root.Subcommands.Add(ListCommand.Create());
        root.Subcommands.Add(ShowCommand.Create());
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(MatrixCommand.Create());
        root.Subcommands.Add(CheckCommand.Create());
        root.Subcommands.Add(ExplainCommand.Create());
        root.Subcommands.Add(WatchCommand.Create());
        root.Subcommands.Add(ReplayCommand.Create());
        root.Subcommands.Add(StepsCommand.Create());
        root.Subcommands.Add(BenchCommand.Create());
        root.Subcommands.Add(CostCommand.Create());
        root.Subcommands.Add(LoadCommand.Create());

        root.SetAction((parsed, cancel) => MainCommand.RunAsync(settings
            .Where(setting => parsed.GetResult(setting.Key) is not null)
            .Select(setting => KeyValuePair.Create(setting.Value, parsed.GetValue(setting.Key))), cancel));
        return root;
    }

    // The language must be set before the first message, which may concern the command line itself.
    private static void SetLanguage(string[] args)
    {
        var lang = new Option<string>("--lang");
        var parsed = new Command("lang") { lang }.Parse(args.Where(arg => arg.Length > 0).ToArray());
        if (parsed.GetResult(lang) is { Tokens: [{ Value: var language }] })
            CultureInfo.CurrentUICulture = Messages.CultureOf(language); // of this call, not of the process
    }

    private static void RejectMistakes(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        RejectOptionsAsValues(parsed);
        if (parsed.Errors.Count == 0)
            return;
        if (parsed.UnmatchedTokens is [var unknown, ..])
            throw new UsageException(Unknown(unknown, command));
        if (command.Arguments.FirstOrDefault(a => a.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(a) is not { Tokens.Count: > 0 }) is { } argument)
            throw new UsageException(Texts.Needs(command.Name, HelpText.Name(argument)).ToString());
        if (command.Options.FirstOrDefault(o => o.Required && parsed.GetResult(o) is not { IdentifierTokenCount: > 0 }) is { } required)
            throw new UsageException(Texts.Needs(command.Name, $"{required.Name} {required.HelpName}").ToString());
        throw new UsageException(parsed.Errors[0].SymbolResult switch
        {
            OptionResult { Tokens.Count: 0 } option => Messages.MissingValue(option.Option.Name),
            OptionResult { IdentifierTokenCount: > 1 } option => Texts.Given(option.Option.Name, option.IdentifierTokenCount).ToString(),
            OptionResult option when option.Option.ValueType != typeof(string) => Texts.BadValue(option.Option.Name, option.Tokens[0].Value).ToString(),
            _ => parsed.Errors[0].Message,
        });
    }

    // The library accepts an unknown option as an argument, and the next option as a value.
    private static void RejectOptionsAsValues(ParseResult parsed)
    {
        Token? before = null;
        foreach (var token in parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash))
        {
            if (token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal))
                throw new UsageException(before?.Type == TokenType.Option ? Messages.MissingValue(before.Value) : Unknown(token.Value, parsed.CommandResult.Command));
            before = token;
        }
    }

    private static string Unknown(string word, Command command) => word.StartsWith('-') || command.Subcommands.Count == 0
        ? Messages.UnknownArgument(word, string.Join(", ", HelpText.Options(command).Select(option => option.Name)))
        : Texts.UnknownCommand(word, string.Join(", ", command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))).ToString();
}
