using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using RawSocketServer;
using SideBySide.Commands;
using SideBySide.Rooms;
using SideBySide.Terminal;

namespace SideBySide;

/// <summary>The command line: what can be asked for, and one clear sentence for what cannot.</summary>
internal static class CommandLine
{
    /// <summary>Where the language stands in configuration.</summary>
    public const string LangSetting = "SideBySide:Lang";

    /// <summary>Does what the command line asks for.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            SpeakEarly(args);
            var command = Root();
            var parsed = command.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Action is not HelpText)
                Refuse(parsed);

            // Signals belong to the host: it stops in order, and takes the time that this needs. Exceptions belong to us.
            return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
        }
        catch (StartupException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static RootCommand Root()
    {
        var root = new RootCommand(Texts.About.ToString());
        root.Options.Clear();

        var settings = new Dictionary<Option<string>, string>();
        void Add(string name, string helpName, Bilingual description, string setting)
        {
            var option = new Option<string>(name) { HelpName = helpName, Description = description.ToString() };
            settings.Add(option, setting);
            root.Options.Add(option);
        }

        Add(RoomPlan.Page.Option, "URLS", Texts.UrlsOption, RoomPlan.Page.Setting);
        foreach (var plan in RoomPlan.Servers)
            Add(plan.Option, "URLS", Texts.Listens(plan), plan.Setting);
        Add("--lang", "en|zh", Texts.LangOption, LangSetting);
        root.Options.Add(new HelpOption { Description = Texts.HelpOption.ToString(), Action = new HelpText() });
        root.Options.Add(new VersionOption { Description = Texts.VersionOption.ToString() });

        root.Subcommands.Add(BenchCommand.Create());
        root.Subcommands.Add(LoadCommand.Create());

        root.SetAction((parsed, _) => Opening.RunAsync(settings
            .Where(setting => parsed.GetResult(setting.Key) is not null)
            .Select(setting => KeyValuePair.Create(setting.Value, parsed.GetValue(setting.Key)))));
        return root;
    }

    // The language must be known before the first sentence, which may well be about the command line itself.
    private static void SpeakEarly(string[] args)
    {
        var lang = new Option<string>("--lang");
        var parsed = new Command("lang") { lang }.Parse(args.Where(arg => arg.Length > 0).ToArray());
        if (parsed.GetResult(lang) is { Tokens: [{ Value: var language }] })
            Sentences.Speak(language);
    }

    private static void Refuse(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0)
            return;
        if (parsed.UnmatchedTokens is [var unknown, ..])
            throw new StartupException(Sentences.UnknownArgument(unknown, string.Join(", ", parsed.CommandResult.Command.Options.Select(o => o.Name))));
        throw new StartupException(parsed.Errors[0].SymbolResult switch
        {
            OptionResult { Tokens.Count: 0 } option => Sentences.MissingValue(option.Option.Name),
            OptionResult option => Texts.Given(option.Option.Name, option.IdentifierTokenCount).ToString(),
            _ => parsed.Errors[0].Message,
        });
    }
}
