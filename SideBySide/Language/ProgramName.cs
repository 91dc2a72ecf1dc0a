namespace SideBySide.Language;

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
