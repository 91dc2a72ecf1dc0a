namespace RawSocketServer.Hosting;

/// <summary>
/// Checks the command line. .NET's configuration reads the options and accepts any name, so it would silently ignore a mistyped one.
/// </summary>
public static class Arguments
{
    /// <summary>Rejects unknown options, and sets the language if <c>--lang</c> requests one.</summary>
    /// <param name="args">The command line: <c>--name value</c> or <c>--name=value</c>;
    /// a section's options as <c>--Section:Name</c>.</param>
    /// <param name="options">The known options, without dashes. <c>lang</c> is always known.</param>
    /// <param name="sections">Configuration sections whose options the command line may set.</param>
    /// <exception cref="StartupException">An option is unknown or has no value.</exception>
    public static void Check(string[] args, IReadOnlyCollection<string> options, IReadOnlyCollection<string> sections)
    {
        ChooseLanguage(args);
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = Split(args[i]);
            if (!IsKnown(name, options, sections))
                throw new UsageException(Messages.UnknownArgument(
                    args[i], string.Join(", ", options.Append("lang").Select(o => "--" + o))));
            if (value is null && ++i == args.Length)
                throw new UsageException(Messages.MissingValue(args[^1]));
        }
    }

    /// <summary>
    /// Sets the language if <c>--lang</c> requests one. This comes first, so that every error message has the right language. Arguments
    /// after <c>--</c> are not options.
    /// </summary>
    /// <exception cref="StartupException">The language is neither <c>en</c> nor <c>zh</c>.</exception>
    public static void ChooseLanguage(string[] args)
    {
        var options = args.TakeWhile(a => a != "--").ToArray();
        for (var i = 0; i < options.Length; i++)
        {
            var (name, value) = Split(options[i]);
            if (name.Equals("lang", StringComparison.OrdinalIgnoreCase) && (value ?? options.ElementAtOrDefault(i + 1)) is { } language)
                Messages.Speak(language);
        }
    }

    private static (string Name, string? Value) Split(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
            return ("", null);
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (argument[2..], null) : (argument[2..equals], argument[(equals + 1)..]);
    }

    // Logging and the host's own few settings exist in every .NET host.
    private static bool IsKnown(string name, IEnumerable<string> options, IEnumerable<string> sections) =>
        options.Concat(["lang", "environment", "contentRoot", "applicationName"]).Contains(name, StringComparer.OrdinalIgnoreCase)
        || sections.Append("Logging").Any(s => name.StartsWith(s + ":", StringComparison.OrdinalIgnoreCase));
}
