namespace SideBySide.Cli;

/// <summary>
/// Replaces names of version 0.1 (commands, options, servers) by current ones. They still work in this version; help and messages show the
/// current names.
/// </summary>
internal static class FormerNames
{
    private static readonly Dictionary<string, string> s_commands = new() { ["ledger"] = "cost", ["staircase"] = "steps" };

    private static readonly Dictionary<string, string> s_options = new() { ["--rungs"] = "--steps" };

    /// <summary>The command line with current names.</summary>
    /// <param name="args">The arguments. Those after <c>--</c> stay unchanged.</param>
    public static string[] Replace(string[] args)
    {
        // Only --lang may come before the command's name.
        var command = args switch { ["--lang", ..] => 2, [['-', '-', 'l', 'a', 'n', 'g', '=', ..], ..] => 1, _ => 0 };
        var end = Array.IndexOf(args, "--") is >= 0 and var dashes ? dashes : args.Length;
        return [.. args.Select((arg, at) => at < end ? Replace(arg, at == command, at > 0 ? args[at - 1] : "") : arg)];
    }

    private static string Replace(string arg, bool isCommand, string before)
    {
        if (isCommand && s_commands.TryGetValue(arg, out var command))
            return command;
        return before == "--on" ? Servers(arg) : Option(arg);
    }

    private static string Option(string arg)
    {
        var name = arg.Split('=')[0];
        return name == "--on" ? Servers(arg) : s_options.GetValueOrDefault(name, name) + arg[name.Length..];
    }

    private static string Servers(string ids) => ids.Replace("rung", "step", StringComparison.Ordinal);
}
