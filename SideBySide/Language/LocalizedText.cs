using System.Globalization;
using RawSocketServer;

namespace SideBySide.Language;

/// <summary>A user-visible text in both languages; both are required.</summary>
/// <param name="En">English.</param>
/// <param name="Zh">Chinese, simplified.</param>
public readonly record struct LocalizedText(string En, string Zh)
{
    /// <summary>The text in the user's language: <see cref="CultureInfo.CurrentUICulture"/>.</summary>
    public override string ToString() => Messages.Say(En, Zh);
}

/// <summary>
/// How the user starts this program: <c>csvsbs</c> where it is installed as a .NET tool, <c>dotnet run</c> from the sources. An installed
/// tool has its description beside the program; a build has none.
/// </summary>
internal static class ProgramName
{
    private const string ToolDescription = "DotnetToolSettings.xml";

    /// <summary>Whether it is an installed tool.</summary>
    public static bool IsTool { get; } = File.Exists(Path.Combine(AppContext.BaseDirectory, ToolDescription));

    /// <summary>The command without arguments.</summary>
    public static string Alone { get; } = IsTool ? "csvsbs" : "dotnet run --project SideBySide";

    /// <summary>The command before arguments.</summary>
    public static string BeforeArguments { get; } = IsTool ? Alone : $"{Alone} --";
}
