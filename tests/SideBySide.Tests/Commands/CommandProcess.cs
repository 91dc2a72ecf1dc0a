namespace SideBySide.Tests.Commands;

/// <summary>Sub-commands as a user starts them.</summary>
internal static class CommandProcess
{
    public static Task<ToolResult> RunAsync(IEnumerable<string> args, string input = "", string language = "en") =>
        Tool.Require("dotnet").RunAsync([Repository.Program("SideBySide"), .. args, "--lang", language], System.Text.Encoding.Latin1.GetBytes(input));
}
